"""Addresses of sheets, performances and feedback."""
