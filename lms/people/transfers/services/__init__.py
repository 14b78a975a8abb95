"""Moves: done at once within one's own scope, asked for and answered beyond it."""
