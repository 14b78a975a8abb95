"""Tables of cohorts, by what they are about."""
