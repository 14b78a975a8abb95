"""The pages: holders, managers, verifiers, and what the issuer publishes."""
