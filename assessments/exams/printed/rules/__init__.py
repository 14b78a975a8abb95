"""Rules of printed quizzes."""
