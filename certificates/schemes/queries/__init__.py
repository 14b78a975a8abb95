"""Schemes and their versions, found."""
