"""Two-person rule for decisions about somebody, and the clock of an objection to one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

OBJECTION_WINDOW = timedelta(days=30)  # from the moment in which a decision came into force
ANSWER_WITHIN = timedelta(days=30)  # from the moment in which somebody objected
ANSWER_SHOWN = timedelta(days=14)  # how long home leads to the answer to an objection
JUDGES = 3  # who judge an objection together


class DecisionState(StrEnum):
    """What became of a decision about somebody."""

    PROPOSED = "proposed"  # it waits for a second person
    IN_FORCE = "in-force"
    REFUSED = "refused"  # the second person said no
    WITHDRAWN = "withdrawn"  # whoever proposed it took it back
    OVERTURNED = "overturned"  # an objection was upheld
    LIFTED = "lifted"  # it was right, and has ended


STATE_AFTER: dict[DecisionState, frozenset[DecisionState]] = {
    DecisionState.PROPOSED: frozenset({DecisionState.IN_FORCE, DecisionState.REFUSED, DecisionState.WITHDRAWN}),
    DecisionState.IN_FORCE: frozenset({DecisionState.OVERTURNED, DecisionState.LIFTED}),
    DecisionState.REFUSED: frozenset(),
    DecisionState.WITHDRAWN: frozenset(),
    DecisionState.OVERTURNED: frozenset(),
    DecisionState.LIFTED: frozenset(),
}
TOLD = frozenset({DecisionState.IN_FORCE, DecisionState.OVERTURNED, DecisionState.LIFTED})  # what the person reads


class ObjectionOutcome(StrEnum):
    """How an objection ended."""

    UPHELD = "upheld"  # the decision is overturned
    DISMISSED = "dismissed"  # the decision stands
    MOOT = "moot"  # the decision ended before anybody had judged the objection


class DecisionBarrier(StrEnum):
    """Why somebody may not confirm a decision, or judge an objection to it."""

    CONCERNED = "concerned"  # it is about them
    PROPOSED = "proposed"  # they proposed it
    TOOK_PART = "took part"  # they had a part in it
    APPOINTED = "appointed"  # the rights of one who decides come from the other: that is no second person
    JUDGED = "judged"  # they have judged it already, with others
    TIED = "tied"  # they had another part for this person, such as teaching or examining them
    DEPENDENT = "dependent"  # their rights come from whom it is about, and this would be in that person's favour


def barrier_to_confirm(
    person_id: int, *, concerned_id: int, proposer_id: int, near: Collection[int], dependent: Collection[int] = ()
) -> DecisionBarrier | None:
    """What keeps a person from confirming what was proposed; nothing where they may.

    `near` are those from whom the rights of whoever proposed it come, and those who have theirs from them; where it is
    in favour of the person concerned, `dependent` are those whose rights come from that person.
    """
    if person_id == concerned_id:
        return DecisionBarrier.CONCERNED
    if person_id == proposer_id:
        return DecisionBarrier.PROPOSED
    if person_id in near:
        return DecisionBarrier.APPOINTED
    return DecisionBarrier.DEPENDENT if person_id in dependent else None


def barrier_to_refuse(
    person_id: int, *, concerned_id: int, proposer_id: int, dependent: Collection[int]
) -> DecisionBarrier | None:
    """What keeps a person from saying no; whoever proposed it takes it back, whatever their rights come from.

    `dependent` are those whose rights come from the person concerned: what harms that person they may confirm.
    """
    if person_id == concerned_id:
        return DecisionBarrier.CONCERNED
    return DecisionBarrier.DEPENDENT if person_id in dependent and person_id != proposer_id else None


def barrier_to_judge(
    person_id: int, *, concerned_id: int, took_part: Collection[int], dependent: Collection[int]
) -> DecisionBarrier | None:
    """What keeps a person from judging an objection: it goes to somebody who had no part in the decision.

    Nor are they among the `dependent`, whose rights come from the person concerned: to uphold it is in their favour.
    """
    if person_id == concerned_id:
        return DecisionBarrier.CONCERNED
    if person_id in took_part:
        return DecisionBarrier.TOOK_PART
    return DecisionBarrier.DEPENDENT if person_id in dependent else None


def judges_for(free: int) -> int:
    """How many judge an objection: three, where so many had no earlier part; else one, since two may differ."""
    return JUDGES if free >= JUDGES else 1


def outcome_of(upheld: Iterable[bool], judges: int) -> ObjectionOutcome | None:
    """What the votes come to; none before more than half of those who judge agree. No later vote could change it."""
    votes = tuple(upheld)
    agreed = sum(votes)
    if 2 * agreed > judges:
        return ObjectionOutcome.UPHELD
    return ObjectionOutcome.DISMISSED if 2 * (len(votes) - agreed) > judges else None


def last_day_to_object(in_force_at: datetime) -> date:
    """The last day, in UTC, on which the person may object; the whole of it counts."""
    return (in_force_at.astimezone(UTC) + OBJECTION_WINDOW).date()


def may_still_object(in_force_at: datetime, now: datetime) -> bool:
    """Whether the last day to object is not over."""
    return now.astimezone(UTC).date() <= last_day_to_object(in_force_at)


def answer_due_at(objected_at: datetime) -> datetime:
    """The moment until which an objection is to be judged."""
    return objected_at + ANSWER_WITHIN


def is_overdue(due_at: datetime, now: datetime) -> bool:
    """Whether an objection that nobody has judged should have been; the due moment itself is in time."""
    return now > due_at


@dataclass(frozen=True)
class SittingBar:
    """Somebody may not sit an exam: until a day, which is the first on which they may, or for ever (None)."""

    opens_on: date | None

    @property
    def never(self) -> bool:
        """Whether there is no such day."""
        return self.opens_on is None


def bar_on(today: date, *, opens_on: date | None, never_again: bool) -> SittingBar | None:
    """What a decision in force bars on this day; from the day that it names on, nothing."""
    if never_again:
        return SittingBar(None)
    return SittingBar(opens_on) if opens_on is not None and today < opens_on else None


def strictest(bars: Iterable[SittingBar | None]) -> SittingBar | None:
    """The bar that holds longest; for ever is longer than any day."""
    return max((one for one in bars if one is not None), key=lambda one: one.opens_on or date.max, default=None)
