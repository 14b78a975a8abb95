"""A manifest of consignments to triage."""
