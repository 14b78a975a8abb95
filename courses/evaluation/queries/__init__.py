"""What the four levels are made of, found."""
