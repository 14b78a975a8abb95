"""Pieces kept, signed and returned; whose signatures a course needs; versions published when they are there."""
