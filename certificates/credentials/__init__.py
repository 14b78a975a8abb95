"""The credential as plain data, its keys, its proofs, its status, and how it is verified."""
