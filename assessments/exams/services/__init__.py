"""What is done to exams and attempts."""
