"""What is done with files: begun, kept, attached, deleted."""
