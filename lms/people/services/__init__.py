"""What changes people, administrations, rights, sessions and secrets, split by noun."""
