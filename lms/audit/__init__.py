"""The audit trail: every change of content, result, right or award, append-only and chained by hashes."""
