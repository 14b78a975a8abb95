"""Consent to what is kept: asked at the first sign-in of who applied or was imported, answered by them alone."""
