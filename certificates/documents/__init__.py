"""What a holder takes away: the paper certificate, the badge picture, the counter card."""
