"""Cohorts: officers who take a course together, the trainers who lead them, meetings and rolls."""
