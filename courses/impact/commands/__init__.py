"""The commands that ask what courses name, and compare it with the official list."""
