"""Questions under lessons on pages: to who asked and colleagues, and to who leads the cohort."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_date
from sqlalchemy.orm import Session

from courses.catalogue.queries import lesson_titles
from courses.cohorts.models.question import LessonQuestion
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.participants import FoundParticipant
from courses.cohorts.queries.questions import (
    SHOWN,
    FoundQuestion,
    QuestionFilter,
    counts_led,
    own_place,
    own_questions,
    own_under,
    question_led,
    questions_led,
    questions_of_colleagues,
    shows_name,
)
from courses.cohorts.rules.questions import name_for_colleagues
from courses.cohorts.rules.states import IN, CohortState
from courses.learning.pages.lesson_view import LessonView
from lms.access import Viewer
from lms.errors import NotFound
from lms.i18n import language, lazy
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

QUESTION_COLUMNS = (
    OutputColumn("lesson", lazy("Lesson")),
    OutputColumn("name", lazy("Asked by")),
    OutputColumn("asked_at", lazy("Asked"), OutputKind.MOMENT),
    OutputColumn("question", lazy("Question")),
    OutputColumn("answers", lazy("Answers"), OutputKind.WHOLE),
    OutputColumn("answered_at", lazy("First answer"), OutputKind.MOMENT),
    OutputColumn("answer", lazy("Answer")),
)


@dataclass(frozen=True)
class TrainerAnswer:
    """An answer, and who gave it."""

    text: str
    at: datetime
    by: str


@dataclass(frozen=True)
class AskedLine:
    """A question as somebody reads it."""

    uuid: str
    lesson: str  # its slug
    title: str  # of the lesson
    text: str
    at: datetime
    name: str  # empty: nobody is named
    answers: Sequence[TrainerAnswer]
    shared: bool
    shows_name: bool


@dataclass(frozen=True)
class LessonQuestions:
    """The questions under a lesson, as an officer reads them."""

    may_ask: bool
    place: FoundParticipant | None  # in the cohort in which they take the course now
    cohort: FoundCohort | None
    shows_name: bool
    own: Sequence[AskedLine]
    colleagues: Sequence[AskedLine]


def lesson_questions(session: Session, viewer: Viewer, lesson: LessonView) -> LessonQuestions:
    """What one asked under a lesson, in this cohort and in earlier ones, and what colleagues let one see.

    Who is in no cohort and never asked anything here finds nothing.
    """
    found = own_place(session, lesson.taken)
    cohort, place = found or (None, None)
    own = own_under(session, viewer, lesson.taken.course_id, lesson.page.slug)
    if found is None and not own:
        raise NotFound
    colleagues = questions_of_colleagues(session, cohort.id, lesson.page.slug, viewer) if cohort else []
    titles = {lesson.page.slug: lesson.page.title}
    names = names_of(session, [*own, *colleagues])
    return LessonQuestions(
        may_ask=cohort is not None and cohort.state is CohortState.OPEN and place is not None and place.status in IN,
        place=place,
        cohort=cohort,
        shows_name=place is not None and shows_name(session, place.id),
        own=[line_of(one, titles, names) for one in own],
        colleagues=[line_of(one, titles, names, to_colleagues=True) for one in colleagues],
    )


def names_of(session: Session, questions: Iterable[FoundQuestion]) -> Mapping[int, str]:
    """Who asked and who answered; one query."""
    found = list(questions)
    ids = {one.person_id for one in found} | {each.by_id for one in found for each in one.answers if each.by_id}
    return people_named(session, ids) if ids else {}


def line_of(
    one: FoundQuestion, titles: Mapping[str, str], names: Mapping[int, str], *, to_colleagues: bool = False
) -> AskedLine:
    """A question in words; to colleagues with the first name alone, if its owner lets them see it."""
    name = names.get(one.person_id, "")
    if to_colleagues:
        name = name_for_colleagues(name, shows_name=one.shows_name, is_in=one.is_in)
    return AskedLine(
        uuid=one.uuid,
        lesson=one.lesson,
        title=titles.get(one.lesson, one.lesson),
        text=one.text,
        at=one.at,
        name=name,
        answers=[TrainerAnswer(each.text, each.at, names.get(each.by_id or 0, "")) for each in one.answers],
        shared=one.shared,
        shows_name=one.shows_name,
    )


@dataclass(frozen=True)
class CohortQuestions:
    """A page of the questions of a cohort."""

    show: QuestionFilter
    counts: Mapping[QuestionFilter, int]
    lines: Sequence[AskedLine]
    number: int
    pages: int


def titles_of(session: Session, cohort: FoundCohort) -> Mapping[str, str]:
    """The titles of the lessons of a cohort."""
    return lesson_titles(session, cohort.row.course_version_id, language())


def cohort_questions(
    session: Session, viewer: Viewer, cohort: FoundCohort, show: QuestionFilter, number: int
) -> CohortQuestions:
    """The questions of a cohort that wait, or that were answered; as many queries for many as for one."""
    counts = counts_led(session, viewer, cohort.id)
    pages = max(1, -(-counts[show] // SHOWN))
    number = min(max(1, number), pages)
    found = questions_led(session, viewer, cohort.id, show, first=(number - 1) * SHOWN, most=SHOWN)
    titles, names = titles_of(session, cohort), names_of(session, found)
    return CohortQuestions(show, counts, [line_of(one, titles, names) for one in found], number, pages)


def one_question(session: Session, viewer: Viewer, cohort: FoundCohort, uuid: str) -> AskedLine:
    """One question of a cohort that the viewer leads."""
    found = question_led(session, viewer, cohort.id, uuid)
    return line_of(found, titles_of(session, cohort), names_of(session, [found]))


def question_rows(
    session: Session, viewer: Viewer, cohort: FoundCohort, show: QuestionFilter
) -> Iterator[tuple[Any, ...]]:
    """All of them as rows of `QUESTION_COLUMNS`; where there are more answers than one, the first is told."""
    found = questions_led(session, viewer, cohort.id, show)
    titles, names = titles_of(session, cohort), names_of(session, found)
    for one in found:
        first = one.answers[0] if one.answers else None
        answered = (first.at, first.text) if first else (None, None)
        yield titles.get(one.lesson, one.lesson), names[one.person_id], one.at, one.text, len(one.answers), *answered


@dataclass(frozen=True)
class OwnAskedLine:
    """A question of one's own in a cohort, as the page of the cohort lists it."""

    title: str
    url_lesson: str
    day: str
    answered: bool


def own_lines_of(session: Session, viewer: Viewer, cohort: FoundCohort) -> list[OwnAskedLine]:
    """What one asked in a cohort, the newest first."""
    found = own_questions(session, viewer, LessonQuestion.cohort_id == cohort.id)
    titles = titles_of(session, cohort) if found else {}
    return [
        OwnAskedLine(
            titles.get(one.lesson, one.lesson), one.lesson, format_date(cohort.today(one.at), "d MMM y"),
            bool(one.answers),
        )
        for one in found
    ]  # fmt: skip
