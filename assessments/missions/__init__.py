"""Missions: experts at work with a host administration, and what they observe, recommend and report."""
