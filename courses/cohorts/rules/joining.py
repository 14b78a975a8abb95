"""Who may join a cohort at once, who waits, and who does not come in."""

from dataclasses import dataclass
from enum import StrEnum

from courses.cohorts.rules.states import CURRENT, ParticipantStatus


@dataclass(frozen=True)
class CohortPlace:
    """For whom a cohort is: the officers of one administration, or without one those of a whole country."""

    country: str
    administration_id: int | None


class Fit(StrEnum):
    """What becomes of an officer who is to join."""

    NEW = "new"  # begins the course with the cohort
    RESUMES = "resumes"  # has a run in this cohort that is still open
    RUN_OPEN = "run-open"  # has a run of the course open elsewhere: it is taken over, or goes on first
    ELSEWHERE = "elsewhere"  # of another administration: waits for somebody responsible there
    ALREADY_IN = "already-in"  # or waits already
    LEADS = "leads"  # is a trainer of this cohort
    CLOSED = "closed"  # the account is closed
    NOT_AGAIN = "not-again"  # what they earned with the course holds, or a decision keeps them from it


COMES_IN = frozenset({Fit.NEW, Fit.RESUMES, Fit.RUN_OPEN, Fit.ELSEWHERE})  # at once, or waits; others stay as they are


@dataclass(frozen=True)
class JoinFacts:
    """What is known of an officer who is to join."""

    administration_id: int | None
    country: str | None
    closed: bool = False
    leads: bool = False
    status: ParticipantStatus | None = None  # in this cohort, as it stands
    run_open: bool = False
    run_in_cohort: bool = False
    may_begin: bool = True  # where no run is open


def belongs(place: CohortPlace, administration_id: int | None, country: str | None) -> bool:
    """Whether a cohort is for the people of this administration; who has none belongs nowhere."""
    if administration_id is None:
        return False
    if place.administration_id is not None:
        return place.administration_id == administration_id
    return place.country == country


def fit(place: CohortPlace, facts: JoinFacts, *, approved: bool = False) -> Fit:
    """What becomes of this officer; `approved` by whoever decides for their administration."""
    if facts.closed:
        return Fit.CLOSED
    if facts.leads:
        return Fit.LEADS
    waits = facts.status is ParticipantStatus.WAITS_FOR_APPROVAL and approved
    if facts.status in CURRENT and not waits:
        return Fit.ALREADY_IN
    if not facts.run_open and not facts.may_begin:
        return Fit.NOT_AGAIN
    if not approved and not belongs(place, facts.administration_id, facts.country):
        return Fit.ELSEWHERE
    if facts.run_open:
        return Fit.RESUMES if facts.run_in_cohort else Fit.RUN_OPEN
    return Fit.NEW
