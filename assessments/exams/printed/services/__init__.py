"""What is done with printed quizzes."""
