"""What is asked: the kinds of items, how an answer is checked and scored, and the questions of a course folder."""
