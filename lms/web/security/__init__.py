"""Security of every page: headers, form tokens, and where a form comes from."""
