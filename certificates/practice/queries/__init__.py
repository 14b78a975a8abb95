"""Practice, found."""
