"""The addresses of progress."""
