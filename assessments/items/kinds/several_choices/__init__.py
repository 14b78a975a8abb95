"""Several choices of a list of options."""
