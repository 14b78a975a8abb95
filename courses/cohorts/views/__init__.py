"""Routes of cohorts, by whom they serve."""
