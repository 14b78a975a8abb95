"""Texts: how they are read, folded and compared."""
