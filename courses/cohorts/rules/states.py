"""How a cohort stands, and how an officer stands in it."""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class CohortState(StrEnum):
    """Where a cohort is in its life."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    OPEN = "open"
    ENDED = "ended"


class Phase(StrEnum):
    """Where an open cohort is in its days."""

    BEFORE = "before"
    RUNNING = "running"
    OVER = "over"  # past its last day, and nobody has ended it


class ParticipantStatus(StrEnum):
    """How an officer stands in a cohort; what was written last counts."""

    JOINED = "joined"
    WAITS_FOR_APPROVAL = "waits-for-approval"  # of another administration: somebody responsible there decides
    WAITS_FOR_RUN = "waits-for-run"  # has another run of the course open, which goes on first
    REFUSED = "refused"  # whoever decides for their administration said no
    WITHDRAWN = "withdrawn"
    MOVED = "moved"  # to another cohort
    SUBSTITUTED = "substituted"  # somebody else came in their place
    ENDED = "ended"  # with the cohort


IN = frozenset({ParticipantStatus.JOINED, ParticipantStatus.WAITS_FOR_RUN})  # belong to the class
CURRENT = IN | {ParticipantStatus.WAITS_FOR_APPROVAL}
ONCE_IN = IN | {  # attended what they attended, whatever became of them or of the cohort
    ParticipantStatus.ENDED,
    ParticipantStatus.WITHDRAWN,
    ParticipantStatus.MOVED,
    ParticipantStatus.SUBSTITUTED,
}
REACHED = IN | {ParticipantStatus.ENDED}  # whom the trainers of the cohort reach by its scope


def cohort_state(approved: bool | None, ended_at: datetime | None) -> CohortState:
    """The state that follows from the decision about a proposal, if there was one, and from its end."""
    if approved is None:
        return CohortState.PROPOSED
    if not approved:
        return CohortState.REFUSED
    return CohortState.OPEN if ended_at is None else CohortState.ENDED


def today_in(time_zone: str, now: datetime) -> date:
    """Which day it is now in a time zone."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def phase(starts_on: date, ends_on: date, today: date) -> Phase:
    """Before, while or after its days; the first and the last day belong to it."""
    if today < starts_on:
        return Phase.BEFORE
    return Phase.RUNNING if today <= ends_on else Phase.OVER
