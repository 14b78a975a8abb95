"""Rules of certificates: what an award is, what it rests on, how it stands."""
