"""The job queue: work for later and work that comes round, in the tables of the database, done by workers."""
