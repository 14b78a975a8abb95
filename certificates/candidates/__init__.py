"""Candidates of schemes: how they apply, what speaks for them, and every step that they or others take."""
