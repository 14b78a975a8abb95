"""Who stands on the boards of cohorts, in few columns: a board is as quick for thousands as for thirty."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.policy import participants_visible_to
from courses.cohorts.rules.states import REACHED, ParticipantStatus
from courses.cohorts.scope_kind import newest_state
from lms.access import Viewer


@dataclass(frozen=True)
class BoardOfficer:
    """An officer who is in a cohort now, or was when it ended."""

    uuid: str  # of their place in the cohort
    cohort_id: int
    person_id: int
    status: ParticipantStatus
    since: datetime


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
            Participant.uuid,
            Participant.cohort_id,
            Participant.person_id,
            ParticipantState.status,
            ParticipantState.at,
        )
        .join(ParticipantState, ParticipantState.id == newest_state())
        .where(Participant.cohort_id.in_(cohort_ids), ParticipantState.status.in_(sorted(REACHED)), *where)
        .order_by(Participant.id)
    )
    found: dict[int, list[BoardOfficer]] = {one: [] for one in cohort_ids}
    for uuid, cohort_id, person_id, status, since in rows:
        found[cohort_id].append(BoardOfficer(uuid, cohort_id, person_id, ParticipantStatus(status), since))
    return found
