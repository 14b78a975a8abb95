"""What is done in panels."""
