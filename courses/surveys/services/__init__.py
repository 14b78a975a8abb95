"""Surveys, done: forms kept, codes made and closed, answers taken, supervisors asked."""
