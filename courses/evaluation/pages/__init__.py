"""The four levels as pages and files show them."""
