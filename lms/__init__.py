"""The ground floor: whatever is not about teaching, testing or certifying."""
