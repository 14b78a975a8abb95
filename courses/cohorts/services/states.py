"""States of participants are written: appended, for many at once, each with its entry in the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.events import ParticipantStateChanged
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.queries.participants import known_in, participant_ids
from courses.cohorts.rules.states import ParticipantStatus
from lms import events, ids
from lms.inserts import insert_many, insert_new


@dataclass(frozen=True)
class StateChange:
    """How an officer stands from now on, and why."""

    status: ParticipantStatus
    reason: str = ""
    to_cohort_id: int | None = None
    substitute_id: int | None = None


def write_states(
    session: Session, cohort_id: int, changes: Mapping[int, StateChange], *, by: int | None, now: datetime
) -> None:
    """Write down how these people stand in a cohort from now on; who was never in it comes in."""
    if not changes:
        return
    people = list(changes)
    before = {person_id: one.status for person_id, one in known_in(session, cohort_id, people).items()}
    new = [{"uuid": ids.new_uuid(), "cohort_id": cohort_id, "person_id": one} for one in people if one not in before]
    if new:
        insert_new(session, Participant, new)
    numbers = participant_ids(session, cohort_id, people)
    rows = [
        {
            "participant_id": numbers[person_id],
            "status": change.status,
            "at": now,
            "by_id": by,
            "reason": change.reason,
            "to_cohort_id": change.to_cohort_id,
            "substitute_id": change.substitute_id,
        }
        for person_id, change in changes.items()
    ]
    insert_many(session, ParticipantState, rows)
    for person_id, change in changes.items():
        happened = ParticipantStateChanged(
            subject=f"person:{person_id}",
            actor_id=by,
            at=now,
            cohort_id=cohort_id,
            participant_id=numbers[person_id],
            before=before.get(person_id),
            after=change.status,
            reason=change.reason,
            to_cohort_id=change.to_cohort_id,
            substitute_id=change.substitute_id,
        )
        events.publish(session, happened)
