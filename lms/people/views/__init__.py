"""The pages of people, split by what they are about."""
