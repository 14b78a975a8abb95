"""Marks sentences for translation in rules, which know no web request."""

from lms.marks import N_

__all__ = ["N_"]
