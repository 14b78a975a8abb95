"""Rooms in which an exam is supervised."""
