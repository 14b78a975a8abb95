"""What pages show of official lists, and of their differences from the courses."""
