"""What is found of missions."""
