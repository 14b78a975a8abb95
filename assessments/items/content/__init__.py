"""The questions of a course folder: what is wrong with them, what is too alike, and what a translation may change."""
