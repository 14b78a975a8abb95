"""A final exam opened for one person, with a reason that they read."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courses.events import FinalExamOpened
from courses.learning.before_final import before_final
from courses.learning.models import FinalOpening
from courses.learning.queries.one_run import course_of_run
from courses.learning.rules.progress import Run
from courses.learning.services import demand_open
from courses.openings.queries import opening_of
from courses.ports.assessments import ASSESSMENTS
from lms import events
from lms.access import Viewer
from lms.batch import one
from lms.errors import Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent


def open_final(session: Session, run: Run, *, reason: str, actor: Viewer, now: datetime) -> FinalOpening:
    """Let the person of this run sit the final exam before what it waits for is done; sent twice it opens once.

    It holds for this run alone, and stays.
    """
    if run.person_id == actor.id:
        raise RuleBroken(_("You cannot open an exam for yourself. Ask another trainer or a programme manager."))
    demand_independent(session, actor.id, run.person_id)
    demand_open(run)
    made = opening_of(session, run.id)
    if made is not None:
        return _same(made, actor)
    refuse_needless(session, run, now)
    made = FinalOpening(enrolment_id=run.id, reason=reason, actor_id=actor.id, at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as fault:  # pressed twice: the other request was faster
        raise Conflict(_("The exam was opened for this person a moment ago.")) from fault
    happened = FinalExamOpened(
        subject=f"person:{run.person_id}", actor_id=actor.id, at=now,
        course_id=run.course_id, enrolment_id=run.id, reason=reason,
    )  # fmt: skip
    events.publish(session, happened)
    return made


def _same(made: FinalOpening, actor: Viewer) -> FinalOpening:
    if made.actor_id != actor.id:
        raise Conflict(_("Somebody else has opened the exam for this person already."))
    return made


def refuse_needless(session: Session, run: Run, now: datetime) -> None:
    """An exam is opened for who cannot sit it yet."""
    final = course_of_run(session, run).final
    if final in one(ASSESSMENTS.provider().steps.states(session, [run.id], now)):
        raise RuleBroken(_("The exam is already open for this person."))
    if not before_final(session, run).waits_for:
        raise RuleBroken(_("The exam is open to this person already."))
