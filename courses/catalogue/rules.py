"""What a course file may say about its exam, its certificate and its versions."""

from enum import StrEnum

RENEWAL_WINDOW_MONTHS = 6  # before a certificate ends its renewal opens, unless the course says another number
LONGEST_RENEWAL_WINDOW = 60  # months
LONGEST_CORRECTION = 300  # signs: officers read it above the lesson that was corrected


class FinalOpens(StrEnum):
    """To whom the final exam of a course opens."""

    ALWAYS = "always"  # to everybody who takes the course
    LESSONS = "lessons"  # to whoever has read every lesson
    CHECKPOINTS = "checkpoints"  # to whoever has read every lesson and passed every checkpoint quiz


def renewal_window(months: int | None) -> int:
    """How many months before its end a certificate may be renewed, where the course says so or says nothing."""
    return RENEWAL_WINDOW_MONTHS if months is None else months
