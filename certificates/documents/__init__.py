"""What a holder takes away: the paper certificate and the badge picture."""
