"""What is asked of exams and attempts; every query of private things takes the person."""
