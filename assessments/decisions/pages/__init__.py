"""What pages show of decisions."""
