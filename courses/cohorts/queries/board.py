"""Who stands on the boards of cohorts, in few columns: a board is as quick for thousands as for thirty."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, null, select, union_all
from sqlalchemy.orm import Session

from courses.cohorts.models.deadline import CohortDeadline, DeadlineExtension
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.policy import participants_visible_to
from courses.cohorts.queries.deadlines import deadlines_standing
from courses.cohorts.rules.states import REACHED, ParticipantStatus
from courses.cohorts.scope_kind import newest_state
from lms.access import Viewer


@dataclass(frozen=True)
class BoardOfficer:
    """An officer who is in a cohort now, or was when it ended."""

    id: int  # this and the next: of their place in the cohort
    uuid: str
    cohort_id: int
    person_id: int
    status: ParticipantStatus
    since: datetime
    longer: Mapping[int, date] = field(default_factory=dict)  # deadlines that were extended, by part


@dataclass(frozen=True)
class BoardPeople:
    """Who stands on the boards of some cohorts, and until when they have time; both by cohort."""

    officers: Mapping[int, Sequence[BoardOfficer]]
    deadlines: Mapping[int, Mapping[int, date]]  # by part


def board_people(
    session: Session, cohort_ids: Collection[int], viewer: Viewer | None, people: Sequence[int] | None = None
) -> BoardPeople:
    """The officers on the boards of these cohorts whom the viewer sees there, and the deadlines; one query for both.

    Who has left is on none. Without a viewer it is everybody: for those who know already that they lead these cohorts.
    Some may be named.
    """
    where = [] if viewer is None else [participants_visible_to(viewer)]
    where += [] if people is None else [Participant.person_id.in_(people)]
    there = (
        select(
            Participant.id,
            DeadlineExtension.id.label("of"),
            Participant.cohort_id,
            DeadlineExtension.part,
            DeadlineExtension.due_on,
            Participant.uuid,
            Participant.person_id,
            ParticipantState.status,
            ParticipantState.at,
        )
        .select_from(Participant)
        .join(ParticipantState, ParticipantState.id == newest_state())
        .outerjoin(DeadlineExtension, DeadlineExtension.participant_id == Participant.id)
        .where(Participant.cohort_id.in_(cohort_ids), ParticipantState.status.in_(sorted(REACHED)), *where)
    )
    of_all = select(
        CohortDeadline.id, null(), CohortDeadline.cohort_id, CohortDeadline.part, CohortDeadline.due_on,
        null(), null(), null(), null(),
    ).where(CohortDeadline.cohort_id.in_(cohort_ids))  # fmt: skip
    found: dict[int, list[BoardOfficer]] = {one: [] for one in cohort_ids}
    longer: dict[int, dict[int, date]] = {}
    days: dict[int, dict[int, date | None]] = {one: {} for one in cohort_ids}
    answers: Sequence[Any] = session.execute(union_all(there, of_all)).all()
    rows = sorted(answers, key=lambda row: (row[0], row[1] or 0))
    for number, _of, cohort_id, part, due_on, uuid, person_id, status, since in rows:
        if uuid is None:
            days[cohort_id][part] = due_on
            continue
        if part is not None and number in longer:  # another extension of the officer before
            longer[number][part] = due_on
            continue
        longer[number] = {} if part is None else {part: due_on}
        officer = BoardOfficer(number, uuid, cohort_id, person_id, ParticipantStatus(status), since, longer[number])
        found[cohort_id].append(officer)
    return BoardPeople(found, deadlines_standing(days))


CHANGES = select(
    *(select(func.max(one)).scalar_subquery() for one in (ParticipantState.id, CohortDeadline.id, DeadlineExtension.id))
)


def changes_of_boards(session: Session) -> tuple[int | None, ...]:
    """Tells whether any officer came, left or got more time since, in any cohort; one query of three places."""
    return tuple(session.execute(CHANGES).one())
