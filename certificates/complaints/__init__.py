"""Complaints: anybody says what went wrong, with an account or without one; a quality officer answers."""
