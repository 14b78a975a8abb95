"""Who of the specialists read which piece of a course, against which sources, and what they said of it."""
