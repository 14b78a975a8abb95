"""Languages of pages: which one is spoken, and the texts of each."""
