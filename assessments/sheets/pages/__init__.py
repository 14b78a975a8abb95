"""What pages of sheets and performances show."""
