"""The access matrix: every address, asked by people of every role and scope with a body that does something."""
