"""What whoever runs forms sees: their codes, one code, and the forms of supervisors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.queries import version_titles
from courses.learning.rules.progress import GroupRef
from courses.surveys.labels import CODES, REQUESTS
from courses.surveys.models import SurveyCode
from courses.surveys.pages.results import Results, results
from courses.surveys.queries import forms as queries
from courses.surveys.queries import supervising
from courses.surveys.queries.forms import OpenedForm
from courses.surveys.rules.codes import CodeState
from courses.surveys.rules.supervising import request_state
from courses.surveys.rules.suppression import LEAST, in_lots
from lms.access import Viewer
from lms.i18n import language
from lms.people.api import people_named
from lms.text.codes import shown_code


@dataclass(frozen=True)
class CodeLine:
    """A code in the list."""

    uuid: str
    title: str
    form: str
    words: Any
    tone: str
    closes_at: datetime
    number: int | None  # of answers; none: fewer than five


@dataclass(frozen=True)
class CodePage:
    """A code on its own page."""

    row: SurveyCode
    form: str
    code: str  # as it stands on paper
    state: CodeState
    words: Any
    tone: str
    number: int | None
    is_empty: bool
    waiting: int  # sheets of paper that a second person has not checked yet
    results: Results | None  # none until it is closed and every sheet is checked


@dataclass(frozen=True)
class RequestLine:
    """A supervisor who was asked about an officer: that they answered, not what."""

    officer: str
    course: str
    months: int
    due_on: date
    words: Any
    tone: str


@dataclass(frozen=True)
class SupervisorsLine:
    """What supervisors say after one course and so many months."""

    course: str
    months: int
    results: Results


def code_lines(session: Session, viewer: Viewer, now: datetime, group: GroupRef | None = None) -> list[CodeLine]:
    """The codes that this viewer runs, all or those of one group."""
    return [_line(one, now) for one in queries.codes_run(session, viewer, group)]


def _line(one: OpenedForm, now: datetime) -> CodeLine:
    words, tone = CODES[one.state(now)]
    return CodeLine(
        one.row.uuid, one.row.title, title_of(one), words, tone, one.row.closed_at or one.row.closes_at, shown(one)
    )


def title_of(one: OpenedForm) -> str:
    """What a form is called in the language of the page."""
    return one.content.title[one.content.spoken_in(language())]


def shown(one: OpenedForm) -> int | None:
    """How many answered; none for fewer than five."""
    return one.number if one.number >= LEAST else None


def code_page(session: Session, viewer: Viewer, uuid: str, now: datetime) -> CodePage:
    """One code; what was answered is told once nobody can answer any more."""
    one = queries.code_run(session, viewer, uuid)
    state = one.state(now)
    words, tone = CODES[state]
    return CodePage(
        row=one.row,
        form=title_of(one),
        code=shown_code(one.row.code),
        state=state,
        words=words,
        tone=tone,
        number=shown(one),
        is_empty=one.number == 0,
        waiting=one.waiting,
        results=_results(session, viewer, one, now) if one.tells(now) else None,
    )


def _results(session: Session, viewer: Viewer, one: OpenedForm, now: datetime) -> Results:
    before = _closed_before(session, viewer, one, now)
    sheets = queries.sheets_of(session, one.row.id)
    return results(one.content, sheets, language(), seed=one.row.uuid, before=before)


def _closed_before(session: Session, viewer: Viewer, one: OpenedForm, now: datetime) -> Sequence[Any] | None:
    """What was answered before the course, if that is compared; nothing while it can still be answered."""
    if one.row.before_id is None:
        return None
    earlier = queries.code_run_by_id(session, viewer, one.row.before_id)
    if earlier is None or not earlier.tells(now):
        return ()
    return queries.sheets_of(session, earlier.row.id) if earlier.row.form_version_id == one.row.form_version_id else ()


def request_lines(session: Session, viewer: Viewer, now: datetime) -> list[RequestLine]:
    """The requests about officers whom this viewer reaches."""
    rows = supervising.requests_seen(session, viewer)
    names = people_named(session, (row.person_id for row in rows))
    titles = version_titles(session, {row.course_version_id for row in rows}, language())
    return [
        RequestLine(
            names[row.person_id],
            titles[row.course_version_id].title,
            row.months,
            row.due_on,
            *REQUESTS[request_state(row.sent_at, row.ended_reason, now)],
        )
        for row in rows
    ]


def supervisors_lines(session: Session, viewer: Viewer) -> list[SupervisorsLine]:
    """What supervisors say, by course and months, in sums of five or more officers whom this viewer reaches."""
    found = supervising.answers_seen(session, viewer)
    titles = {
        row.course_id: row.title
        for row in version_titles(
            session, supervising.versions_asked(session, {asked.course_id for asked in found}), language()
        ).values()
    }
    contents = queries.contents_of(session, {asked.form_version_id for asked in found})
    return [
        SupervisorsLine(
            titles[asked.course_id],
            asked.months,
            results(
                contents[asked.form_version_id],
                in_lots(parts.values()),
                language(),
                seed=f"{asked.course_id} {asked.form_version_id} {asked.months}",
            ),
        )
        for asked, parts in sorted(
            found.items(), key=lambda one: (one[0].course_id, one[0].form_version_id, one[0].months)
        )
    ]
