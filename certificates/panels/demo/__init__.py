"""The part of candidates and panels in the demonstration: a round before, one under way, and an appeal."""
