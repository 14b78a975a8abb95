"""Observation sheets of trainers in every state."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.sheets.services.observing import release_observations
from courses.cohorts.models.meeting import Meeting
from courses.cohorts.queries.meetings import meetings_where
from courses.cohorts.queries.participants import participants_of
from courses.cohorts.rules.states import IN
from lms.people.models import Person
from tests.builders import observations
from tests.pages import acts
from tests.pages.made import World
from tests.pages.practical_states import seal_early
from tests.pages.state import State

OF = "/observations/meetings/"
OBSERVATIONS = [
    State("observations.meeting", "some", "trainer", OF + "{met}?rubric=talk"),
    State("observations.meeting", "released", "trainer", OF + "{over}"),
    State("observations.meeting", "none yet", "trainer", OF + "{open-shared}"),
    State("observations.meeting", "before it begins", "trainer", OF + "{planned}"),
    State("observations.meeting", "cancelled", "trainer", OF + "{off}"),
    State("observations.one", "empty", "trainer", "/observations/{seen-empty}"),
    State("observations.one", "sealed too early", "trainer", "/observations/{seen-empty}", seal_early, 422),
    State("observations.one", "with its total", "trainer", "/observations/{seen-marked}"),
    State("observations.one", "sealed", "trainer", "/observations/{seen-sealed}"),
    State("observations.one", "released", "trainer", "/observations/{seen-told}"),
    State("observations.open_again", "to fill", "trainer", "/observations/{seen-sealed}/reopen"),
    State(
        "observations.open_again",
        "no reason",
        "trainer",
        "/observations/{seen-sealed}/reopen",
        acts.press("Open sheet again"),
        422,
    ),
    State("observations.open_again", "too late", "trainer", "/observations/{seen-told}/reopen"),
]


def add(session: Session, made: World, now: datetime) -> None:
    """Sheets of two meetings of the class: an empty, a marked and a sealed one; one that is released."""
    trainer = made.person(session, "trainer")
    met, over = (meetings_where(session, Meeting.uuid == made.values[name])[0] for name in ("met", "over"))
    class_of = participants_of(session, [met.cohort_id])[met.cohort_id]
    one, two, three, *_more = [session.get_one(Person, each.person_id) for each in class_of if each.status in IN]
    observations.observing_rubric(session, "walk", "Visit of the port")
    talk = observations.observing_rubric(session, "talk", "Micro-teaching")
    empty = observations.begun(session, met, trainer, one, talk, now)
    marked = observations.marked(session, observations.begun(session, met, trainer, two, talk, now), now)
    sealed = observations.sealed(session, observations.begun(session, met, trainer, three, talk, now), now)
    told = observations.sealed(session, observations.begun(session, over, trainer, one, talk, now), now)
    release_observations(session, over, by_id=trainer.id, now=now)
    made.people |= {"observed": one.id}
    made.values |= {
        "seen-empty": empty.uuid, "seen-marked": marked.uuid, "seen-sealed": sealed.uuid, "seen-told": told.uuid,
    }  # fmt: skip
    session.flush()
