"""Workshops: who is assessed at which exercise, where and when, and by whom."""
