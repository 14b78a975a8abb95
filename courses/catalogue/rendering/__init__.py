"""What is made from a loaded course once: HTML of its lessons, and entries for the search."""
