"""What holders and candidates do at work: their log, what the product knows, and whether a year has enough."""
