"""What the pages of panels show."""
