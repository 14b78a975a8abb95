"""Runs, progress, card uses and searched texts, found."""
