"""Security of every page: headers and form tokens."""
