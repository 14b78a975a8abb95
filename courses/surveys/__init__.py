"""Surveys: forms that are answered without a right or a wrong, and what many answers say together."""
