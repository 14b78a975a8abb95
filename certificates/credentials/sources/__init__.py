"""Adapters: what other packages say has happened, as achievements that were earned."""
