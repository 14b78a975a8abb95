"""Whether a course folder may be loaded: every fault, with its file and line."""
