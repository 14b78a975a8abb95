"""Seals of the audit trail: what it held at a moment, signed, and kept where the database cannot reach."""
