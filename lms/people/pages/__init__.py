"""What the pages of people show, made from queries."""
