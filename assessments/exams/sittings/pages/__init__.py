"""What pages of sittings show."""
