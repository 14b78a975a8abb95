"""Uploads: files that people send in pieces, told by their content, shown re-made, kept until a date."""
