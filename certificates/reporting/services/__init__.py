"""Counting anew, and freezing reports."""
