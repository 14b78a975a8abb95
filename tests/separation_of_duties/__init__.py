"""Separation of duties: nothing that one person does alone, with all accounts that they can make, certifies them."""
