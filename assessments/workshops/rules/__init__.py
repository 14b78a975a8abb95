"""Rules of workshops: judged without a database."""
