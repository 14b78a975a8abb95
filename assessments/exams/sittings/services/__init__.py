"""What is done with sittings."""
