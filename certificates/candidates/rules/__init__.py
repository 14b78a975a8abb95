"""What is judged of candidates, without a database: steps, evidence, days."""
