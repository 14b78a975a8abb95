"""Confirmations of attendance: their paper, its link, their pages."""
