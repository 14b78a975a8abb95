"""Surveys, found."""
