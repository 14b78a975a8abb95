"""Pages of figures and reports, and reports as files."""
