"""Texts: Markdown to clean HTML, folding of letters, full-text search, YAML with lines."""
