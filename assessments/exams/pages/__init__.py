"""What the pages of exams show, made from queries and rules."""
