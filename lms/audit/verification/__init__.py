"""The audit trail compared with its seals and with the records of every package."""
