"""Sheets: what assessors rate, sealed before anybody else sees it."""
