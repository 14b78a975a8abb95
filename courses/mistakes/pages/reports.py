"""Reports of mistakes on pages: to who made them, and to who judges them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.queries import course_titles
from courses.catalogue.rendering.lesson_html import lesson_path
from courses.catalogue.review.labels import PIECES
from courses.catalogue.review.rules.standing import PieceKind
from courses.mistakes import policy
from courses.mistakes.labels import JUDGEMENTS, SORTS, STATES
from courses.mistakes.models import MistakeReport
from courses.mistakes.ports import REPORTED_QUESTIONS
from courses.mistakes.queries.reports import (
    FoundMistake,
    MistakeFilter,
    PieceCount,
    ReportsPage,
    notes_of,
    others_before,
    own_reports,
    pieces_counted,
    reports_listed,
    steps_of,
    versions_after,
)
from courses.mistakes.rules import FOLLOWING
from lms.access import Viewer
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

FEW = 80  # signs of a text in a list
_SAID = (
    OutputColumn("course", _l("Course")),
    OutputColumn("piece", _l("What it is about")),
    OutputColumn("title", _l("Title")),
    OutputColumn("name", _l("Name in the course")),
    OutputColumn("version", _l("Version"), OutputKind.WHOLE),
    OutputColumn("language", _l("Language")),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("sentence", _l("Sentence")),
    OutputColumn("text", _l("What is wrong")),
    OutputColumn("reported_at", _l("Reported"), OutputKind.MOMENT),
    OutputColumn("state", _l("Status")),
    OutputColumn("corrected_in", _l("Corrected in version"), OutputKind.WHOLE),
    OutputColumn("reason", _l("Reason")),
)
OWN_COLUMNS = _SAID
REPORT_COLUMNS = (OutputColumn("report", _l("Report")), *_SAID, OutputColumn("name_of_person", _l("Reported by")))


@dataclass(frozen=True)
class MistakeLine:
    """A report in a list."""

    found: FoundMistake
    course: str
    about: str
    sort: Any
    state: tuple[Any, str]
    words: str  # the first of what was said; empty where only few may read it
    by: str = ""


@dataclass(frozen=True)
class ReportsList:
    """The reports that somebody judges, narrowed, with the pieces about which most are open."""

    lines: Sequence[MistakeLine]
    page: ReportsPage
    pieces: Sequence[tuple[PieceCount, str, str]]  # each with its course and what it is in words


@dataclass(frozen=True)
class JudgedNote:
    """What was said, in words."""

    sort: Any
    sentence: str
    text: str
    version: int
    language: str
    at: datetime


@dataclass(frozen=True)
class JudgedStep:
    """What became of it, in words."""

    state: tuple[Any, str]
    reason: str
    mended_in: int | None
    by: str
    at: datetime


@dataclass(frozen=True)
class JudgedPage:
    """A report as whoever judges it reads it."""

    line: MistakeLine
    notes: Sequence[JudgedNote]  # none where the viewer may not read the question
    steps: Sequence[JudgedStep]
    stem: str
    readable: bool
    own: bool  # made by the viewer, so that another decides
    path: str  # where the piece is read; of a question of an exam, where whoever decides what is asked finds it
    states: Sequence[tuple[str, Any]]
    versions: Sequence[tuple[str, str]]
    before: Sequence[tuple[str, str]]
    same: Sequence[MistakeLine]  # other reports about the same piece


def about_words(piece: str, title: str, exam: str) -> str:
    """What a report is about, in a few words."""
    if piece == PieceKind.WORD:
        return _("the word “%(title)s”", title=title)
    if piece == PieceKind.QUESTION:
        said = _("a question of “%(title)s”", title=title) if exam else _("a question under “%(title)s”", title=title)
        return str(said)
    return title


def _line(found: FoundMistake, courses: Mapping[int, str], names: Mapping[int, str]) -> MistakeLine:
    row = found.row
    words = "" if found.is_of_exam else found.note.text
    return MistakeLine(
        found=found,
        course=courses.get(row.course_id, found.course),
        about=about_words(row.piece, row.title, row.exam),
        sort=SORTS[found.note.sort],
        state=STATES[found.state],
        words=words if len(words) <= FEW else words[: FEW - 1] + "…",
        by=names.get(row.person_id, ""),
    )


def lines_of(session: Session, found: Sequence[FoundMistake], *, named: bool) -> list[MistakeLine]:
    """Reports in words; two queries for however many."""
    courses = course_titles(session, {one.row.course_id for one in found}, language()) if found else {}
    names = people_named(session, {one.row.person_id for one in found}) if found and named else {}
    return [_line(one, courses, names) for one in found]


def reports_list(session: Session, viewer: Viewer, narrowed: MistakeFilter, number: int) -> ReportsList:
    """The list with the counts by piece; as many queries for many reports as for one."""
    page = reports_listed(session, viewer, narrowed, number=number)
    counted = pieces_counted(session, viewer)
    courses = course_titles(session, {one.course_id for one in counted}, language()) if counted else {}
    pieces = [
        (one, courses.get(one.course_id, one.course), about_words(one.piece, one.title, one.exam)) for one in counted
    ]
    return ReportsList(lines_of(session, page.lines, named=True), page, pieces)


def own_list(session: Session, viewer: Viewer, *, most: int) -> list[MistakeLine]:
    """What this person reported; of questions of exams without the words, since these may be asked again."""
    return lines_of(session, own_reports(session, viewer, most=most), named=False)


def _said(line: MistakeLine, *, own: bool) -> tuple[Any, ...]:
    """What is said of questions of exams stays out of files; why it is no mistake is for whoever reported it."""
    found, note = line.found, line.found.note
    hidden = found.is_of_exam
    return (
        line.course, PIECES[found.row.piece], found.row.title, found.row.name if not hidden else None, found.read_in,
        note.language, line.sort, None if hidden else note.sentence or None, None if hidden else note.text, note.at,
        line.state[0], found.mended_in, None if hidden and not own else found.step.reason or None,
    )  # fmt: skip


def own_rows(lines: Sequence[MistakeLine]) -> Iterator[tuple[Any, ...]]:
    """One's own reports as rows of `OWN_COLUMNS`."""
    for line in lines:
        yield _said(line, own=True)


def report_rows(lines: Sequence[MistakeLine]) -> Iterator[tuple[Any, ...]]:
    """Reports as rows of `REPORT_COLUMNS`; what is said of questions of exams stays on its page."""
    for line in lines:
        yield line.found.row.uuid, *_said(line, own=False), line.by


def judged_page(session: Session, viewer: Viewer, found: FoundMistake) -> JudgedPage:
    """One report with all that was said and done; what only few may read is left out for others."""
    row, version_id, ask = found.row, found.note.course_version_id, REPORTED_QUESTIONS.provider()
    readable = not found.is_of_exam or ask.may_read(session, viewer, version_id, row.exam)
    steps = steps_of(session, row.id)
    names = people_named(session, {step.by_id for step, _no in steps if step.by_id})
    asks = row.piece == PieceKind.QUESTION and readable
    candidates = others_before(session, found)
    lines = lines_of(session, candidates, named=True)
    return JudgedPage(
        line=lines_of(session, [found], named=True)[0],
        notes=[_note(note, no) for note, no in notes_of(session, row.id)] if readable else [],
        steps=[
            JudgedStep(STATES[step.state], step.reason, no, names.get(step.by_id or 0, ""), step.at)
            for step, no in steps
            if readable or not step.reason
        ],
        stem=ask.stem(session, version_id, row.name, language()) if asks else "",
        readable=readable,
        own=policy.is_own(viewer, row),
        path=_path(session, found),
        states=[(state, JUDGEMENTS[state]) for state in FOLLOWING[found.state]],
        versions=[(str(no), str(no)) for no in versions_after(session, row.course_id, found.read_in)],
        before=[(line.found.row.uuid, _choice_words(line)) for line in lines],
        same=[line for line in lines if (line.found.row.piece, line.found.row.name) == (row.piece, row.name)],
    )


def _note(note: Any, no: int) -> JudgedNote:
    return JudgedNote(SORTS[note.sort], note.sentence, note.text, no, note.language, note.at)


def _choice_words(line: MistakeLine) -> str:
    return " · ".join(part for part in (line.about, line.by, line.words) if part)


def _path(session: Session, found: FoundMistake) -> str:
    row: MistakeReport = found.row
    if found.is_of_exam:
        return REPORTED_QUESTIONS.provider().page(session, found.note.course_version_id, row.exam, row.name)
    if row.piece == PieceKind.WORD:
        return f"/courses/{found.course}/glossary#term-{row.name}"
    anchor = f"#check-{row.name}" if row.piece == PieceKind.QUESTION else ""
    return lesson_path(found.course, row.lesson) + anchor
