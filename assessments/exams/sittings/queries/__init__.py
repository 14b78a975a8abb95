"""What is found of sittings."""
