"""Exams: what a paper is drawn from, how long it may take, how answers are kept and when an attempt passes."""
