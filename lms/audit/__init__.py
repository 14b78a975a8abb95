"""The audit trail: every change of content, mark, right or award, append-only and chained by hashes."""
