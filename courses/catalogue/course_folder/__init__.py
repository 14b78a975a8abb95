"""A course folder as its author writes it, read with the line of everything."""
