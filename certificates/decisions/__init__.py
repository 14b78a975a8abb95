"""What is decided about certificates: by one person or two, told to the holder, open to an objection."""
