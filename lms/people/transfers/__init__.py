"""Moves of officers: between units at once, to another administration when the receiving side accepts."""
