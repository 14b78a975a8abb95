"""Questions under lessons, as those find them who asked, who lead the cohort, or who take part in it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from courses.cohorts import policy
from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.models.question import LessonQuestion, NameChoice, QuestionAnswer, QuestionSharing
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id
from courses.cohorts.queries.participants import FoundParticipant, known_in
from courses.cohorts.rules.states import REACHED, ParticipantStatus
from courses.cohorts.scope_kind import COHORT, newest_state
from courses.learning.queries.runs import EnrolledCourse
from lms.access import Viewer
from lms.errors import NotFound

SHOWN = 50  # questions on a page


class QuestionFilter(StrEnum):
    """Which questions of a cohort its trainers look at."""

    OPEN = "open"
    ANSWERED = "answered"


@dataclass(frozen=True)
class FoundAnswer:
    """An answer of a trainer."""

    text: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True)
class FoundQuestion:
    """A question with who asked it, who may see it, and its answers."""

    id: int
    uuid: str
    cohort_id: int
    participant_id: int
    person_id: int
    lesson: str
    text: str
    at: datetime
    is_in: bool  # who asked is in the cohort, or was at its end
    shows_name: bool
    shared: bool
    answers: list[FoundAnswer] = field(default_factory=list)


def _shared() -> ScalarSelect[bool | None]:
    newest = select(func.max(QuestionSharing.id)).where(QuestionSharing.question_id == LessonQuestion.id)
    return (
        select(QuestionSharing.shared)
        .where(QuestionSharing.id == newest.correlate(LessonQuestion).scalar_subquery())
        .correlate(LessonQuestion)
        .scalar_subquery()
    )


def _shows_name() -> ScalarSelect[bool | None]:
    newest = select(func.max(NameChoice.id)).where(NameChoice.participant_id == Participant.id)
    return (
        select(NameChoice.shows_name)
        .where(NameChoice.id == newest.correlate(Participant).scalar_subquery())
        .correlate(Participant)
        .scalar_subquery()
    )


def _answered() -> ColumnElement[bool]:
    return LessonQuestion.id.in_(select(QuestionAnswer.question_id))


def _of(show: QuestionFilter) -> ColumnElement[bool]:
    return _answered() if show is QuestionFilter.ANSWERED else ~_answered()


def _questions(
    session: Session, *where: ColumnElement[bool], newest_first: bool = False, first: int = 0, most: int | None = None
) -> list[FoundQuestion]:
    """The questions for which this holds, with their answers; two queries."""
    shared, shows_name = _shared(), _shows_name()
    order = LessonQuestion.id.desc() if newest_first else LessonQuestion.id
    rows = session.execute(
        select(LessonQuestion, Participant.person_id, ParticipantState.status, shows_name, shared)
        .join(Participant, Participant.id == LessonQuestion.participant_id)
        .join(ParticipantState, ParticipantState.id == newest_state())
        .where(*where)
        .order_by(order)
        .offset(first)
        .limit(most)
    ).all()
    found = {
        row.id: FoundQuestion(
            id=row.id, uuid=row.uuid, cohort_id=row.cohort_id, participant_id=row.participant_id, person_id=person_id,
            lesson=row.lesson, text=row.text, at=row.at, is_in=ParticipantStatus(status) in REACHED,
            shows_name=bool(named), shared=bool(told),
        )
        for row, person_id, status, named, told in rows
    }  # fmt: skip
    _fill_answers(session, found)
    return list(found.values())


def _fill_answers(session: Session, found: dict[int, FoundQuestion]) -> None:
    if not found:
        return
    answers = select(QuestionAnswer).where(QuestionAnswer.question_id.in_(found)).order_by(QuestionAnswer.id)
    for one in session.scalars(answers):
        found[one.question_id].answers.append(FoundAnswer(one.text, one.at, one.by_id))


def questions_led(
    session: Session, viewer: Viewer, cohort_id: int, show: QuestionFilter, *, first: int = 0, most: int | None = None
) -> list[FoundQuestion]:
    """The questions of a cohort that the viewer leads: the open ones oldest first, the answered ones newest first."""
    where = (LessonQuestion.cohort_id == cohort_id, policy.participants_visible_to(viewer), _of(show))
    return _questions(session, *where, newest_first=show is QuestionFilter.ANSWERED, first=first, most=most)


def counts_led(session: Session, viewer: Viewer, cohort_id: int) -> dict[QuestionFilter, int]:
    """How many of them are open, and how many answered; one query."""
    answered = _answered()
    rows = session.execute(
        select(answered, func.count())
        .select_from(LessonQuestion)
        .join(Participant, Participant.id == LessonQuestion.participant_id)
        .where(LessonQuestion.cohort_id == cohort_id, policy.participants_visible_to(viewer))
        .group_by(answered)
    )
    counts = {bool(is_answered): count for is_answered, count in rows}
    return {QuestionFilter.OPEN: counts.get(False, 0), QuestionFilter.ANSWERED: counts.get(True, 0)}


def question_led(session: Session, viewer: Viewer, cohort_id: int, uuid: str) -> FoundQuestion:
    """One of them."""
    mine = policy.participants_visible_to(viewer)
    found = _questions(session, LessonQuestion.cohort_id == cohort_id, LessonQuestion.uuid == uuid, mine)
    if not found:
        raise NotFound
    return found[0]


def unanswered() -> ColumnElement[bool]:
    """As a filter on `LessonQuestion`: those that nobody has answered."""
    return ~_answered()


def own_questions(session: Session, viewer: Viewer, *where: ColumnElement[bool]) -> list[FoundQuestion]:
    """What this person asked, the newest first, also in cohorts that they left."""
    return _questions(session, Participant.person_id == viewer.id, *where, newest_first=True)


def own_under(session: Session, viewer: Viewer, course_id: int, lesson: str) -> list[FoundQuestion]:
    """What this person asked under a lesson of a course, in whichever cohort; newest first."""
    of_course = LessonQuestion.cohort_id.in_(select(Cohort.id).where(Cohort.course_id == course_id))
    return own_questions(session, viewer, LessonQuestion.lesson == lesson, of_course)


def own_place(session: Session, taken: EnrolledCourse) -> tuple[FoundCohort, FoundParticipant] | None:
    """The cohort in which somebody takes a course now, and their place in it; none: they take it alone."""
    group = taken.run.group if taken.run and taken.run.is_open else None
    if group is None or group.kind != COHORT:
        return None
    cohort = cohort_by_id(session, group.id)
    place = known_in(session, cohort.id, [taken.person_id]).get(taken.person_id)
    return (cohort, place) if place is not None else None


def questions_of_colleagues(session: Session, cohort_id: int, lesson: str, viewer: Viewer) -> list[FoundQuestion]:
    """What colleagues in a cohort asked under a lesson and may be seen by the viewer, who is in it; newest first."""
    seen = _shared().is_(True) | _shows_name().is_(True)
    here = (LessonQuestion.cohort_id == cohort_id, LessonQuestion.lesson == lesson)
    return _questions(session, *here, Participant.person_id != viewer.id, seen, newest_first=True, most=SHOWN)


def shows_name(session: Session, participant_id: int) -> bool:
    """Whether this officer wants colleagues to see their questions with the first name."""
    newest = select(NameChoice.shows_name).where(NameChoice.participant_id == participant_id)
    return bool(session.scalars(newest.order_by(NameChoice.id.desc()).limit(1)).first())
