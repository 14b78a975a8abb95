"""Prompts to match with choices."""
