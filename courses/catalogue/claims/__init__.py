"""Register of claims: what a course says about the world, and the source that carries each statement."""
