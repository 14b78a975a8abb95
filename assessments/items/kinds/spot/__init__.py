"""Places to spot on a picture."""
