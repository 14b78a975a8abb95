"""The pages of mistakes."""
