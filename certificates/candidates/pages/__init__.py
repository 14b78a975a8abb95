"""What pages of candidates show."""
