"""When a host is asked what became of the recommendations, and what it may answer."""

from datetime import date
from enum import StrEnum

from lms.months import months_later

MONTHS = (3, 6, 12)


class FollowUpState(StrEnum):
    """What a host says of a recommendation."""

    DONE = "done"
    UNDER_WAY = "under-way"
    NOT = "not"


def due_days(delivered_on: date) -> dict[int, date]:
    """The days on which a host is asked, by months after the first delivery."""
    return {months: months_later(delivered_on, months) for months in MONTHS}
