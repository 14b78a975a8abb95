"""What a complaint may be about, what is done about it, where it stands, and by when something is due."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ACKNOWLEDGE_WITHIN = timedelta(days=7)  # from the moment in which it came
ANSWER_WITHIN = timedelta(days=60)
CONTACT_KEPT = timedelta(days=365)  # after it was closed for the last time: then name and address go
WORDS_LEAST, WORDS_MOST = 20, 4000  # letters of what happened
ANSWER_LEAST = 5


class ComplaintTopic(StrEnum):
    """What a complaint is about."""

    COURSE = "course"
    TRAINING = "training"
    ASSESSMENT = "assessment"
    CERTIFICATE = "certificate"
    PERSON = "person"
    DATA = "data"
    OTHER = "other"


class ComplaintAct(StrEnum):
    """What is done about a complaint, by whom it concerns or by a quality officer."""

    ADDED = "added"  # whoever complains says more
    ACKNOWLEDGED = "acknowledged"
    NOTED = "noted"  # among quality officers; nobody else reads it
    CLOSED = "closed"  # with what was found and what is done about it
    REOPENED = "reopened"


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class ComplaintFinding(StrEnum):
    """What was found."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not-upheld"
    ELSEWHERE = "elsewhere"  # an appeal, or something for another body: told where it goes


MOVES: dict[ComplaintState, dict[ComplaintAct, ComplaintState]] = {
    ComplaintState.RECEIVED: {
        ComplaintAct.ADDED: ComplaintState.RECEIVED,
        ComplaintAct.NOTED: ComplaintState.RECEIVED,
        ComplaintAct.ACKNOWLEDGED: ComplaintState.ACKNOWLEDGED,
    },
    ComplaintState.ACKNOWLEDGED: {
        ComplaintAct.ADDED: ComplaintState.ACKNOWLEDGED,
        ComplaintAct.NOTED: ComplaintState.ACKNOWLEDGED,
        ComplaintAct.CLOSED: ComplaintState.CLOSED,
    },
    ComplaintState.CLOSED: {
        ComplaintAct.NOTED: ComplaintState.CLOSED,
        ComplaintAct.REOPENED: ComplaintState.ACKNOWLEDGED,
    },
}


class ComplaintBarrier(StrEnum):
    """Why a quality officer may not handle a complaint."""

    OWN = "own"  # they made it
    CONCERNED = "concerned"  # it is about them
    DEPENDENT = "dependent"  # their rights come from whom it is about


@dataclass(frozen=True)
class ComplaintStanding:
    """Where a complaint stands after some acts, and by when the next one is due; none: nothing is."""

    state: ComplaintState
    due_at: datetime | None
    closed_at: datetime | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Whether something should have been done; the due moment itself is in time."""
        return self.due_at is not None and now > self.due_at

    def allows(self, act: ComplaintAct) -> bool:
        """Whether this may be done now."""
        return act in MOVES[self.state]


def standing(received_at: datetime, acts: Iterable[tuple[ComplaintAct, datetime]]) -> ComplaintStanding:
    """Where a complaint stands, from what was done about it in order; an act that was not allowed is a fault."""
    state, since, closed_at = ComplaintState.RECEIVED, received_at, None
    for act, at in acts:
        state = MOVES[state][act]
        if act is ComplaintAct.REOPENED:
            since = at
        if act is ComplaintAct.CLOSED:
            closed_at = at
    if state is ComplaintState.CLOSED:
        return ComplaintStanding(state, None, closed_at)
    within = ACKNOWLEDGE_WITHIN if state is ComplaintState.RECEIVED else ANSWER_WITHIN
    return ComplaintStanding(state, since + within)


def barrier_to_handle(
    person_id: int, *, complainant_id: int | None, concerned: Collection[int], appointers: Collection[int]
) -> ComplaintBarrier | None:
    """What keeps somebody from handling a complaint; nothing where they may.

    `concerned` are the people whom it is about, as quality officers named them; `appointers` those from whom the
    rights of `person_id` come.
    """
    if person_id == complainant_id:
        return ComplaintBarrier.OWN
    if person_id in concerned:
        return ComplaintBarrier.CONCERNED
    return ComplaintBarrier.DEPENDENT if set(appointers) & set(concerned) else None


def contact_is_due(closed_at: datetime | None, now: datetime) -> bool:
    """Whether name and address of who complained are no longer needed."""
    return closed_at is not None and now - closed_at > CONTACT_KEPT
