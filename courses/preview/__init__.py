"""A course folder in the browser, for the author who writes it: as an officer will see it, and as it is now."""
