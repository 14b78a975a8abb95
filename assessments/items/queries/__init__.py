"""Items that were stored, found again."""
