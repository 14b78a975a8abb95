"""Rubrics: criteria with levels, in versions."""
