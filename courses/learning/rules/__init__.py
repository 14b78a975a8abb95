"""How far a person is in a course, and how a practice quiz stands: pure rules."""
