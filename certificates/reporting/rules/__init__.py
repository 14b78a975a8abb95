"""What is counted, over which time, and what of it may be shown."""
