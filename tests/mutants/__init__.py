"""Mutation testing: small faults put into the product, to measure whether the tests find them."""
