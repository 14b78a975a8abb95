"""Pure rules: words as they are compared, taxa and their names, places, listings."""
