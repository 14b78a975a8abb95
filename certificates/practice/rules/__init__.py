"""Pure judgements on practice."""
