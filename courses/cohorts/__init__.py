"""Cohorts: officers who take a course together, and the trainers who lead them."""
