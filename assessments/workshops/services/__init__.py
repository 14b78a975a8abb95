"""What is done with workshops and their rotations."""
