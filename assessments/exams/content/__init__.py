"""The exams of a course folder, and those of its translations."""
