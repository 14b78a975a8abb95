"""What is asked about places of work."""
