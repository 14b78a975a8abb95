"""Who taught whom in which cohort, for many pairs of people at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.participant import Participant
from courses.cohorts.scope_kind import COHORT
from lms.access import Role
from lms.people.api import ever_held


@dataclass(frozen=True)
class Taught:
    """Somebody led a cohort in which somebody else was; until when, or still."""

    trainer_id: int
    officer_id: int
    cohort_id: int
    until: datetime | None


def taught_between(session: Session, trainers: Collection[int], officers: Collection[int]) -> list[Taught]:
    """For pairs of these trainers and officers: in which cohorts one taught the other, however it ended; one query."""
    held = ever_held(Role.TRAINER, COHORT).subquery()
    rows = session.execute(
        select(held.c.person_id, Participant.person_id, Cohort.id, held.c.until, Cohort.ended_at)
        .join(Cohort, cast(Cohort.id, String) == held.c.thing)
        .join(Participant, Participant.cohort_id == Cohort.id)
        .where(held.c.person_id.in_(trainers), Participant.person_id.in_(officers))
    )
    return [
        Taught(trainer_id, officer_id, cohort_id, min((one for one in (until, ended_at) if one), default=None))
        for trainer_id, officer_id, cohort_id, until, ended_at in rows
    ]
