"""The kinds of question, one folder each, and the list that names them."""
