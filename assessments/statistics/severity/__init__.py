"""Severity: which assessors are strict or lenient, and what else their ratings show."""
