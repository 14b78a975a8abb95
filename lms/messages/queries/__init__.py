"""Messages, digests and choices, found."""
