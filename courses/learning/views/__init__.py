"""The addresses of a learner."""
