"""What an activity can be, how it stands, and what it aims at."""

from collections.abc import Mapping
from enum import StrEnum


class ActivityKind(StrEnum):
    """What is done."""

    TRAINING = "training"
    MISSION = "mission"
    WORKSHOP = "workshop"
    OPERATION = "operation"


class ActivityStatus(StrEnum):
    """How an activity stands; each is appended, and the newest counts."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    DONE = "done"
    CANCELLED = "cancelled"


class TargetKind(StrEnum):
    """What an activity wants to reach, in people who are counted once."""

    REACHED = "reached"  # officers who take part
    PASSED = "passed"  # officers who pass the course
    CERTIFIED = "certified"  # officers who receive a certificate
    TRAINERS = "trainers"  # officers who train others afterwards


class FundKind(StrEnum):
    """What money an activity is paid with."""

    GRANT = "grant"
    TRUST_FUND = "trust-fund"
    BUDGET = "budget"
    IN_KIND = "in-kind"


class PartnerKind(StrEnum):
    """What sort of organisation works with the programme."""

    ADMINISTRATION = "administration"
    INTERNATIONAL = "international"
    SOCIETY = "society"  # a non-governmental organisation
    ACADEMIC = "academic"
    PRIVATE = "private"


NEXT: Mapping[ActivityStatus, frozenset[ActivityStatus]] = {
    ActivityStatus.PLANNED: frozenset({ActivityStatus.UNDER_WAY, ActivityStatus.CANCELLED}),
    ActivityStatus.UNDER_WAY: frozenset({ActivityStatus.DONE, ActivityStatus.CANCELLED}),
    ActivityStatus.DONE: frozenset({ActivityStatus.UNDER_WAY}),
    ActivityStatus.CANCELLED: frozenset({ActivityStatus.PLANNED}),
}


def next_states(status: ActivityStatus) -> list[ActivityStatus]:
    """How an activity can stand next, in the order of its life; what was done or cancelled by mistake is reopened."""
    return [one for one in ActivityStatus if one in NEXT[status]]


def needs_reason(before: ActivityStatus, after: ActivityStatus) -> bool:
    """Whether a step is one that others will ask about: what is cancelled, and what goes back."""
    return after is ActivityStatus.CANCELLED or before in (ActivityStatus.DONE, ActivityStatus.CANCELLED)
