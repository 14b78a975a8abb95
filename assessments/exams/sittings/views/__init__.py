"""Routes of sittings."""
