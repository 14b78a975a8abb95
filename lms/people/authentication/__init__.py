"""Authentication: passwords, one-time links and codes, and the sessions that they begin."""
