"""What is done with cohorts, by what is done."""
