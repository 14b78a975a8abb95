"""Whether a credential may be believed, and what says so."""
