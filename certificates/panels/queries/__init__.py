"""Panels, found."""
