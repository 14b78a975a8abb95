"""Accounts, administrations, sign-in and rights."""
