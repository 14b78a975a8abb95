"""How well somebody knows: items, papers, attempts and results."""
