"""Reports of mistakes, found, and the pieces that they are about."""
