"""What pages of rubrics show."""
