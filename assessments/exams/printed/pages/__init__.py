"""What the pages and sheets of printed quizzes show."""
