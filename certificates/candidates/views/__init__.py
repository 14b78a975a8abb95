"""Routes of candidates, and of those who keep their files."""
