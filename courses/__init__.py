"""What is taught, who takes it, and how far they are."""
