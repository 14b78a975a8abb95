"""What is found of candidates, what speaks for them, and what others know of them."""
