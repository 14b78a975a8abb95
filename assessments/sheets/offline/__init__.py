"""Sheets without a network: the kept day, devices that hold some, and how what was sealed comes home."""
