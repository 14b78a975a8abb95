"""What courses ask of the packages above."""
