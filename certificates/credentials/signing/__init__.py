"""Keys, proofs, tokens and status lists: whatever a signature needs."""
