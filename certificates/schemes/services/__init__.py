"""What is done with schemes: load a version, put one in use."""
