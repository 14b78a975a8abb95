"""Figures counted in SQL, and what is kept of them, found."""
