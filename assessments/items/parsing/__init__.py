"""How an entry of a question file is read: YAML with its lines, exact numbers, ids that tell nothing."""
