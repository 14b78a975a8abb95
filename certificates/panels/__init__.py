"""Panels: several people who neither trained, supervised nor examined a candidate decide together, and sign."""
