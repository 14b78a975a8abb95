"""Answers that come by the offline outbox."""
