"""A list as a file: CSV, XLSX or JSON, from the same columns and rows."""
