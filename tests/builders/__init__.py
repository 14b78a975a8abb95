"""Makes the things that tests need, through the public face of each package."""
