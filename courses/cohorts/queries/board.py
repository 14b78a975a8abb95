"""Who stands on the boards of cohorts, in few columns: a board is as quick for thousands as for thirty."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.cohorts.models.deadline import CohortDeadline, DeadlineExtension
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.policy import participants_visible_to
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


def board_officers(
    session: Session, cohort_ids: Collection[int], viewer: Viewer | None, people: Sequence[int] | None = None
) -> dict[int, list[BoardOfficer]]:
    """The officers on the boards of these cohorts whom the viewer sees there; who has left is on none. One query.

    Without a viewer it is everybody: for those who know already that they lead these cohorts. Some may be named.
    """
    where = [] if viewer is None else [participants_visible_to(viewer)]
    where += [] if people is None else [Participant.person_id.in_(people)]
    rows = session.execute(
        select(
            Participant.id,
            Participant.uuid,
            Participant.cohort_id,
            Participant.person_id,
            ParticipantState.status,
            ParticipantState.at,
            DeadlineExtension.part,
            DeadlineExtension.due_on,
        )
        .select_from(Participant)
        .join(ParticipantState, ParticipantState.id == newest_state())
        .outerjoin(DeadlineExtension, DeadlineExtension.participant_id == Participant.id)
        .where(Participant.cohort_id.in_(cohort_ids), ParticipantState.status.in_(sorted(REACHED)), *where)
        .order_by(Participant.id, DeadlineExtension.id)
    )
    found: dict[int, list[BoardOfficer]] = {one: [] for one in cohort_ids}
    longer: dict[int, dict[int, date]] = {}
    for number, uuid, cohort_id, person_id, status, since, part, due_on in rows:
        if part is not None and number in longer:  # another extension of the officer before
            longer[number][part] = due_on
            continue
        longer[number] = {} if part is None else {part: due_on}
        officer = BoardOfficer(number, uuid, cohort_id, person_id, ParticipantStatus(status), since, longer[number])
        found[cohort_id].append(officer)
    return found


CHANGES = select(
    *(select(func.max(one)).scalar_subquery() for one in (ParticipantState.id, CohortDeadline.id, DeadlineExtension.id))
)


def changes_of_boards(session: Session) -> tuple[int | None, ...]:
    """Tells whether any officer came, left or got more time since, in any cohort; one query of three places."""
    return tuple(session.execute(CHANGES).one())
