"""How the suite runs: which tests, on which database, what they cost, and what a run says of itself."""
