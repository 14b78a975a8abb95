"""Beginning a course, and noting what was read and done in it."""

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.events import CourseCompleted, PersonEnrolled
from courses.learning import queries
from courses.learning.models import CardUse, Enrolment, LessonRead, LessonVisit, StepDone
from courses.learning.rules.progress import is_complete
from lms import events
from lms.errors import NotFound, RuleBroken


def enrol(session: Session, person_id: int, version_id: int, *, now: datetime) -> Enrolment:
    """Begin a course in this version; whoever is under way stays where they are."""
    version = session.get(CourseVersion, version_id)
    if version is None or version.published_at is None:
        raise NotFound
    begun = queries.enrolment_of(session, person_id, version.course_id)
    if begun is not None:
        return begun
    made = Enrolment(person_id=person_id, course_id=version.course_id, course_version_id=version.id, enrolled_at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # pressed twice: the other request was faster
        begun = queries.enrolment_of(session, person_id, version.course_id)
        if begun is None:
            raise
        return begun
    happened = PersonEnrolled(
        subject=f"person:{person_id}",
        actor_id=person_id,
        at=now,
        course_id=version.course_id,
        course_version_id=version.id,
    )
    events.publish(session, happened)
    return made


def record_visit(session: Session, person_id: int, course_id: int, lesson: str, *, now: datetime) -> None:
    """Note the lesson at which a person is now, so that they can go on there on any device."""
    session.add(LessonVisit(person_id=person_id, course_id=course_id, lesson=lesson, at=now))
    session.flush()


def record_read(session: Session, person_id: int, course_id: int, lesson: str, *, now: datetime) -> bool:
    """Note that a lesson was read; the second time says and changes nothing."""
    enrolment = queries.enrolment_of(session, person_id, course_id)
    if enrolment is None:
        raise RuleBroken("You have not started this course. Open its page and start it first.")
    if lesson not in queries.all_steps(session, enrolment.course_version_id):
        raise NotFound
    return _add(session, LessonRead(person_id=person_id, course_id=course_id, lesson=lesson, at=now), lesson)


def record_completion(session: Session, person_id: int, course_id: int, step: str, *, now: datetime) -> bool:
    """Note that a quiz or exam was done; the second time says and changes nothing."""
    return _add(session, StepDone(person_id=person_id, course_id=course_id, step=step, at=now), step)


def _add(session: Session, row: LessonRead | StepDone, name: str) -> bool:
    """Append a row of progress if its step is not done yet; the last one of all completes the course."""
    # locked before anything is read: of two steps at once, one must see the other, or neither completes the course
    enrolment = queries.enrolment_of(session, row.person_id, row.course_id, lock=True)
    done = queries.done_by(session, row.person_id, [row.course_id])[row.course_id]
    if name in done:
        return False
    session.add(row)
    session.flush()
    if enrolment is None:
        return True
    steps = queries.all_steps(session, enrolment.course_version_id)
    if name in steps and is_complete(steps, {*done, name}):
        happened = CourseCompleted(
            subject=f"person:{row.person_id}",
            actor_id=row.person_id,
            at=row.at,
            course_id=row.course_id,
            course_version_id=enrolment.course_version_id,
        )
        events.publish(session, happened)
    return True


def record_card_use(session: Session, person_id: int, course_id: int, *, now: datetime) -> bool:
    """Note that the counter card of a course was used today; the second time of a day says and changes nothing."""
    used_on = now.astimezone(UTC).date()
    if queries.card_used_on(session, person_id, course_id, used_on):
        return False
    try:
        with session.begin_nested():
            session.add(CardUse(person_id=person_id, course_id=course_id, used_on=used_on))
    except IntegrityError:  # pressed twice: the other request was faster
        if not queries.card_used_on(session, person_id, course_id, used_on):
            raise
        return False
    return True
