"""What pages of cohorts show."""
