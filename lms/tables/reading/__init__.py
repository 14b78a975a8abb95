"""A file that somebody filled in, read into rows of values with what is wrong in each."""
