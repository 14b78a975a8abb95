"""Messages written, read, gathered into digests, stopped and forgotten."""
