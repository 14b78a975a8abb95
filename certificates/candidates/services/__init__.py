"""What is done with candidates."""
