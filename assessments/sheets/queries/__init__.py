"""What is found of performances and sheets."""
