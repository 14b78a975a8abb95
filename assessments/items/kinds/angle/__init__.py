"""An angle to measure on a picture."""
