"""The sex that a person may tell: kept apart from the account, and answered in counts alone."""
