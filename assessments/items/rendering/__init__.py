"""Questions as HTML and JSON: their fields, checks inside lessons, and what a page keeps to judge practice itself."""
