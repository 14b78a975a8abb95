"""What is done with missions."""
