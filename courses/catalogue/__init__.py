"""What is taught: courses, their versions, and the folders they are read from."""
