"""Listings, searches and hits, found."""
