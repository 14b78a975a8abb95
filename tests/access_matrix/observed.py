"""Observation sheets of the trainer of home about the owner: a draft and an empty one of one meeting, one sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.models.meeting import Meeting
from courses.cohorts.queries.meetings import meeting_by_id
from lms.people.models import Person
from tests.access_matrix.held import Held
from tests.builders import observations


@dataclass(frozen=True)
class Observed:
    """The names outside of sheets; `offered` is a rubric by which none was begun."""

    open: str
    empty: str
    sealed: str
    offered: str


def build(session: Session, held: Held, trainer: Person, owner: Person, now: datetime) -> Observed:
    """All of them."""
    quiet, disputed = (
        meeting_by_id(session, session.scalars(select(Meeting.id).where(Meeting.uuid == one)).one())
        for one in (held.quiet, held.disputed)
    )
    talk, walk = (observations.observing_rubric(session, one, one.capitalize()) for one in ("talk", "walk"))
    observations.observing_rubric(session, "show", "Show")
    draft = observations.begun(session, quiet, trainer, owner, talk, now)
    observations.marked(session, draft, now)
    return Observed(
        draft.uuid,
        observations.begun(session, quiet, trainer, owner, walk, now).uuid,
        observations.sealed(session, observations.begun(session, disputed, trainer, owner, talk, now), now).uuid,
        "show",
    )
