"""Checkpoint quizzes on paper: printed, keyed in by one person, checked by another."""
