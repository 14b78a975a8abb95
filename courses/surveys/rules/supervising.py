"""Forms for supervisors: on which days they are due, when one is reminded, and how a request stands."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from lms.months import months_later

AFTER_MONTHS = (3, 6)
REMINDED_AFTER = timedelta(days=14)
LINK_LIFE = timedelta(days=60)
LETTERS_MOST = 3  # to different people, about one officer, course and month: nobody floods strangers from here


class RequestEnd(StrEnum):
    """Why nothing more is asked of a supervisor."""

    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"  # by the officer
    STRANGER = "stranger"  # whoever got the letter does not know the officer
    REPLACED = "replaced"  # the officer named somebody anew


class RequestState(StrEnum):
    """How a request to a supervisor stands."""

    PLANNED = "planned"
    WAITING = "waiting"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    STRANGER = "stranger"
    REPLACED = "replaced"


def due_days(finished_on: date, today: date) -> dict[int, date]:
    """On which day which form goes out, by months after the course; what is long past is not asked any more."""
    days = {months: months_later(finished_on, months) for months in AFTER_MONTHS}
    return {months: max(day, today) for months, day in days.items() if today <= day + LINK_LIFE}


def request_state(sent_at: datetime | None, ended_reason: str | None, now: datetime) -> RequestState:
    """How a request stands; a link that ran out is told apart from one that was answered."""
    if ended_reason is not None:
        return RequestState(ended_reason)
    if sent_at is None:
        return RequestState.PLANNED
    return RequestState.EXPIRED if now >= sent_at + LINK_LIFE else RequestState.WAITING


def is_reminder_due(sent_at: datetime | None, reminded_at: datetime | None, now: datetime) -> bool:
    """Whether one reminder goes out: two weeks after the letter, once, while the link works."""
    return sent_at is not None and reminded_at is None and sent_at + REMINDED_AFTER <= now < sent_at + LINK_LIFE
