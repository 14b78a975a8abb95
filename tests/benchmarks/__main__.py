"""Measure: `python -m tests.benchmarks [--pg] [--only PART …]`; prints one JSON line a figure."""
