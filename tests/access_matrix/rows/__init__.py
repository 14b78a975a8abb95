"""The rows of the access matrix, by package; each key is a method and an endpoint, and more words where two differ."""
