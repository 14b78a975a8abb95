"""Pure judgements about files: their kind, their pieces, their limits."""
