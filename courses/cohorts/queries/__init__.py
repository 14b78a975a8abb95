"""What is found of cohorts, by what is asked."""
