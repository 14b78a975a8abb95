"""Workshops, their parts and rotations, found."""
