"""The pages on which specialists check a course, and administrators say whose signatures it needs."""
