"""Credentials of other bodies that the programme recognises: entered by one, confirmed by another, never signed."""
