"""The rules of exams, one file a noun; all pure: time and seed are arguments."""
