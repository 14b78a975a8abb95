"""Who has earned what, and the proof of it."""
