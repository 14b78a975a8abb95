"""A word or a few to type."""
