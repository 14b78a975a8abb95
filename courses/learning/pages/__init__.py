"""What the pages of a learner show, made from queries and rules."""
