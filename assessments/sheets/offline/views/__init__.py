"""Pages of sheets without a network."""
