"""Addresses of schemes."""
