"""What is shown of final exams that are not open: a list of people, and one person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.learning.outline import OutlineStep
from courses.learning.pages.overview import MyCourse, courses_of
from courses.learning.rules.progress import Run
from courses.openings import queries
from courses.openings.queries import OpeningLine, RunsPage
from courses.ports.steps import StepKind
from lms.access import Viewer
from lms.batch import one, piecewise
from lms.errors import NotFound
from lms.i18n import _, ngettext
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

WAITING_COLUMNS = (
    OutputColumn("person", _l("Person")),
    OutputColumn("missing", _l("What is missing")),
    OutputColumn("begun_at", _l("Started the course"), OutputKind.MOMENT),
)
OPENED_COLUMNS = (
    OutputColumn("person", _l("Person")),
    OutputColumn("opened_by", _l("Opened by")),
    OutputColumn("at", _l("Day"), OutputKind.MOMENT),
    OutputColumn("reason", _l("Reason")),
)


@dataclass(frozen=True)
class WaitingLine:
    """A person whose final exam waits, and for what."""

    run: Run
    name: str
    missing: str  # in words; empty: it is open by now


@dataclass(frozen=True)
class WaitingPage:
    """People whose final exam waits, page by page, and for whom it was opened."""

    lines: Sequence[WaitingLine]
    found: RunsPage
    opened: Sequence[OpeningLine]
    names: Mapping[int, str]


@dataclass(frozen=True)
class OnePage:
    """How the final exam of one person stands."""

    mine: MyCourse
    run: Run
    name: str
    missing: str
    opened: OpeningLine | None
    opened_by: str


def missing_words(missing: Sequence[OutlineStep]) -> str:
    """How many lessons and quizzes are missing, in words."""
    quizzes = sum(step.kind == StepKind.QUIZ for step in missing)
    lessons = len(missing) - quizzes
    said = [ngettext("%(num)d lesson to read", "%(num)d lessons to read", lessons)] if lessons else []
    if quizzes:
        said.append(ngettext("%(num)d quiz to pass", "%(num)d quizzes to pass", quizzes))
    return ", ".join(said)


def waiting_page(
    session: Session, viewer: Viewer, course_id: int, slug: str, now: datetime, *, words: str, number: int
) -> WaitingPage:
    """Whose final exam waits among those in the viewer's care; as many queries for many as for one."""
    found = queries.runs_waiting(session, viewer, course_id, words=words, number=number)
    opened = queries.openings_seen(session, viewer, course_id)
    lines = waiting_lines(session, found, slug, now)
    return WaitingPage(lines, found, opened, names_in(session, opened))


def waiting_lines(session: Session, found: RunsPage, slug: str, now: datetime) -> list[WaitingLine]:
    """What these people still have to do."""
    people = [run.person_id for run in found.runs]
    standing = piecewise(lambda some: courses_of(session, some, now, slug), people)
    names = people_named(session, people)
    return [
        WaitingLine(run, names[run.person_id], missing_words(standing[run.person_id][0].missing)) for run in found.runs
    ]


def names_in(session: Session, opened: Sequence[OpeningLine]) -> Mapping[int, str]:
    """The names of those for whom an exam was opened, and of those who opened it."""
    return people_named(session, {each for line in opened for each in (line.person_id, line.actor_id)})


def waiting_rows(lines: Sequence[WaitingLine]) -> Iterator[tuple[Any, ...]]:
    """People who wait, as rows of `WAITING_COLUMNS`."""
    for line in lines:
        yield line.name, line.missing or _l("open"), line.run.begun_at


def opened_rows(opened: Sequence[OpeningLine], names: Mapping[int, str]) -> Iterator[tuple[Any, ...]]:
    """Openings as rows of `OPENED_COLUMNS`."""
    for line in opened:
        yield names[line.person_id], names[line.actor_id], line.at, line.reason


def one_page(session: Session, run: Run, slug: str, now: datetime) -> OnePage:
    """How the final exam of this run stands, and who opened it."""
    mine = next(iter(one(courses_of(session, [run.person_id], now, slug))), None)
    if mine is None or mine.taken.run_id != run.id:
        raise NotFound
    row = queries.opening_of(session, run.id)
    names = people_named(session, {run.person_id, *([row.actor_id] if row else [])})
    opened = OpeningLine(run.person_id, row.actor_id, row.reason, row.at) if row else None
    by = names[row.actor_id] if row else ""
    return OnePage(mine, run, names[run.person_id], missing_words(mine.missing), opened, by)


def opens_words(mine: MyCourse) -> str:
    """When the final exam of a course opens, in words for who may open it for others."""
    if mine.taken.final_opens == "lessons":
        return _("The final exam opens for people who have read every lesson.")
    return _("The final exam opens for people who have read every lesson and passed every checkpoint quiz.")
