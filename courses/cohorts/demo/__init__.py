"""The part of cohorts in the demonstration."""
