"""The kinds of question that are shipped, by name, for tests that walk through them."""

from enum import StrEnum


class KindName(StrEnum):
    """The kinds in the order of the registry."""

    ONE_CHOICE = "one-choice"
    SEVERAL_CHOICES = "several-choices"
    TRUE_FALSE = "true-false"
    NUMBER = "number"
    SPOT = "spot"
    ANGLE = "angle"
    MATCHING = "matching"
    ORDERING = "ordering"
    GAPS = "gaps"
    SHORT_TEXT = "short-text"
    MANIFEST = "manifest"
    PERMIT = "permit"
