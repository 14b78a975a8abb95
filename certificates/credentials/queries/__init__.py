"""Keys, credentials, lists and trust, found."""
