"""Addresses of workshops."""
