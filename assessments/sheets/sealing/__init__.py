"""Sealing: sheets that a tablet encrypts to a key of the server, which alone opens them (JWE)."""
