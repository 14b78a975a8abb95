"""Rules of sheets: judged without a database."""
