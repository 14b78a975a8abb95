"""Alembic scripts, one subject each, forward only, run by both databases."""
