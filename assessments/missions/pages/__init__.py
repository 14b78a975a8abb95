"""What pages of missions show."""
