"""Routes of exams: sitting, revising, managing."""
