"""Agreement: how far two or more assessors give the same."""
