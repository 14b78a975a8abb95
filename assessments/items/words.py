"""Marks sentences for translation in rules, which know no web request."""

from lms.gettext_noop import N_

__all__ = ["N_"]
