"""What a credential is made of: the issuer, names, numbers, and the unsigned document."""
