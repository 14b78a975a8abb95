"""What the pages of mistakes show."""
