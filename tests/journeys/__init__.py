"""Walks through the whole product, as its people would: a clone, the printed commands, Chromium."""
