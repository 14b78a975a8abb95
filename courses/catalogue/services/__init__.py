"""Courses loaded, given back and rendered anew."""
