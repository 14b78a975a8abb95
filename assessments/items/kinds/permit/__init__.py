"""A permit to check for what is wrong."""
