"""Evidence: what a person sends to show what they can do at work, and what witnesses say of it."""
