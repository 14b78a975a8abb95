"""One choice of several options."""
