"""Independence as one rule over facts: may this person act in this part for that person, and if not, why not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lms.months import months_later


class ActingPart(StrEnum):
    """In which part somebody acts for another person on the way to a certificate."""

    TRAINER = "trainer"
    SUPERVISOR = "supervisor"
    EXAMINER = "examiner"
    DECIDER = "decider"
    APPEAL = "appeal"
    SCHEME_OFFICER = "scheme-officer"
    DOSSIER_OFFICER = "dossier-officer"
    MODERATOR = "moderator"
    INTERPRETER = "interpreter"
    REGISTRAR = "registrar"


class Tie(StrEnum):
    """What two people have to do with each other."""

    SELF = "self"
    APPOINTED = "appointed"  # the rights of the one come from the other
    TAUGHT = "taught"  # in a cohort
    SUPERVISED = "supervised"  # on a mission
    EXAMINED = "examined"
    DECIDED = "decided"
    APPEALED = "appealed"  # heard an appeal
    SAME_ADMINISTRATION = "same-administration"
    SAME_MISSION = "same-mission"
    DECLARED = "declared"  # by either: family, co-author, line manager


CHAIN: Mapping[ActingPart, Tie] = {
    ActingPart.TRAINER: Tie.TAUGHT,
    ActingPart.SUPERVISOR: Tie.SUPERVISED,
    ActingPart.EXAMINER: Tie.EXAMINED,
    ActingPart.DECIDER: Tie.DECIDED,
    ActingPart.APPEAL: Tie.APPEALED,
}  # one person acts in at most one of these parts for another: rule 2 of the pathway
ALWAYS = frozenset({Tie.SELF, Tie.APPOINTED, Tie.DECLARED})
ACTS = frozenset(CHAIN.values())
NEAR = frozenset({Tie.SAME_ADMINISTRATION, Tie.SAME_MISSION})
BARS: Mapping[ActingPart, frozenset[Tie]] = {
    ActingPart.TRAINER: ALWAYS | ACTS - {Tie.TAUGHT},
    ActingPart.SUPERVISOR: ALWAYS | ACTS | {Tie.SAME_ADMINISTRATION},
    ActingPart.EXAMINER: ALWAYS | ACTS | NEAR,
    ActingPart.DECIDER: ALWAYS | ACTS | NEAR,
    ActingPart.APPEAL: ALWAYS | ACTS | NEAR,
    ActingPart.SCHEME_OFFICER: ALWAYS,
    ActingPart.DOSSIER_OFFICER: ALWAYS | {Tie.EXAMINED},
    ActingPart.MODERATOR: ALWAYS | ACTS - {Tie.EXAMINED},
    ActingPart.INTERPRETER: ALWAYS | {Tie.SAME_ADMINISTRATION, Tie.SUPERVISED},
    ActingPart.REGISTRAR: ALWAYS | {Tie.DECIDED, Tie.EXAMINED, Tie.APPEALED},
}
WAIVABLE: Mapping[ActingPart, frozenset[Tie]] = {
    ActingPart.SUPERVISOR: frozenset({Tie.SAME_ADMINISTRATION}),
    ActingPart.EXAMINER: NEAR | {Tie.TAUGHT},
    ActingPart.DECIDER: NEAR | {Tie.TAUGHT},
    ActingPart.APPEAL: frozenset({Tie.SAME_ADMINISTRATION}),
    ActingPart.INTERPRETER: frozenset({Tie.SAME_ADMINISTRATION}),
}  # by another person, with a reason; what is not named here is never waived
TIMED = frozenset(
    {(ActingPart.EXAMINER, Tie.TAUGHT), (ActingPart.EXAMINER, Tie.SAME_MISSION)}
)  # what bars for some months after its end alone; other acts bar for ever
WHILE_IT_LASTS = NEAR | {Tie.DECLARED}


@dataclass(frozen=True)
class TieIntervals:
    """For how many months after it ended a tie still stands in the way of examining; a scheme names its own."""

    months: Mapping[Tie, int] = field(default_factory=lambda: {Tie.TAUGHT: 24, Tie.SAME_MISSION: 24})


DEFAULT_INTERVALS = TieIntervals()


@dataclass(frozen=True)
class Fact:
    """One thing that two people have to do with each other: between whom, what, where, and until when."""

    tie: Tie
    actor_id: int
    person_id: int
    ref: str = ""  # where it happened, such as "cohort:4"
    until: datetime | None = None  # when it was over; none: it lasts
    failed: bool = False  # of an act: what it led to did not stand, so that the next one needs somebody new


@dataclass(frozen=True)
class Waiver:
    """Somebody else allowed one tie for one part, with a reason."""

    tie: Tie
    part: ActingPart
    actor_id: int
    person_id: int


def stands(
    fact: Fact, part: ActingPart, *, now: datetime, intervals: TieIntervals = DEFAULT_INTERVALS, here: str = ""
) -> bool:
    """Whether this fact keeps its actor from this part for its person, waivers aside.

    Who did the same before may do it again, unless it failed elsewhere than `here`, such as "workshop:3".
    """
    if fact.tie not in BARS[part]:
        return False
    if fact.tie is CHAIN.get(part):
        return fact.failed and fact.ref != here
    if (part, fact.tie) in TIMED:
        return fact.until is None or now < months_later(fact.until, intervals.months.get(fact.tie, 0))
    if fact.tie in WHILE_IT_LASTS:
        return fact.until is None or now < fact.until
    return True


def obstacles(
    facts: Iterable[Fact],
    part: ActingPart,
    *,
    now: datetime,
    intervals: TieIntervals = DEFAULT_INTERVALS,
    waivers: Collection[Waiver] = (),
    here: str = "",
) -> list[Fact]:
    """The facts that stand in the way, the gravest first; empty means free. What can never be waived is not."""
    waived = {(one.actor_id, one.person_id, one.tie) for one in waivers if one.part is part}
    found = [
        one
        for one in facts
        if stands(one, part, now=now, intervals=intervals, here=here)
        and not (may_be_waived(one.tie, part) and (one.actor_id, one.person_id, one.tie) in waived)
    ]
    return sorted(found, key=lambda one: (list(Tie).index(one.tie), one.ref))


def may_be_waived(tie: Tie, part: ActingPart) -> bool:
    """Whether another person may allow this tie in this part."""
    return tie in WAIVABLE.get(part, frozenset())
