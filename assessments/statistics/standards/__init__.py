"""Standards: cut scores, and how often an exam with a cut decides rightly."""
