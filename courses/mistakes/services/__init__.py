"""Mistakes reported, and judged."""
