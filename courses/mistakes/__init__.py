"""Mistakes in lessons, questions and words, reported by who reads them and judged by who answers for courses."""
