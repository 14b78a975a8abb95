"""The sources of a lesson, statement by statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.claims.judging import StatementKind
from courses.catalogue.claims.source import CitedSource, SourceGrade, SourceKind, source_from_data
from courses.catalogue.queries import claims_of_lesson
from courses.catalogue.rendering.stored_claims import OF_WORDS
from courses.learning.pages.lesson_view import LessonView
from lms.i18n import _
from lms.i18n import lazy as _l

GRADES = {
    SourceGrade.OFFICIAL: _l("Official text"),
    SourceGrade.TWO_REPORTS: _l("Two reports that do not depend on each other"),
    SourceGrade.ONE_REPORT: _l("One report alone. Check the official list"),
    SourceGrade.MEMORY: _l("From memory"),
    SourceGrade.SETTLED: _l("Known in the field for a long time. The source is named, and was not opened again"),
}
FIRST_HAND = _l("The work itself, not a report of it")  # grade A of what is no law
Known = Mapping[tuple[bool, str], CitedSource]  # by whether it is of words, and code


@dataclass(frozen=True)
class ShownSource:
    """A source as a reader sees it below a statement."""

    source: CitedSource
    place: str  # where in it
    grade: str  # how far it carries, in words; empty for what was made for the course
    is_overdue: bool
    newer: str  # the newer version, or its code where the lesson does not list it; empty: none is known

    @property
    def reference(self) -> str:
        """As its author points to it."""
        return f"{self.source.code}:{self.place}" if self.place else self.source.code


@dataclass(frozen=True)
class ShownStatement:
    """A statement with the sources that carry it."""

    text: str
    kind: str  # what it is, where it is no plain sentence
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True)
class ShownSection:
    """The statements under one heading."""

    heading: str
    statements: tuple[ShownStatement, ...]


@dataclass(frozen=True)
class LessonSources:
    """What the page shows."""

    sections: tuple[ShownSection, ...]
    words: tuple[ShownStatement, ...]
    whole: tuple[ShownSource, ...]  # what carries the lesson, and no statement alone
    texts: tuple[str, ...]  # the sources of a version that was loaded before they were told apart


def lesson_sources(session: Session, lesson: LessonView, today: date) -> LessonSources:
    """The sources of this lesson as on this day; one query."""
    stored, claims = claims_of_lesson(session, lesson.taken.version_id, lesson.page.slug)
    said: Sequence[Mapping[str, Any]] = claims.get(lesson.taken.language) or claims.get("", ())
    mapped = [one for one in stored if isinstance(one, dict)]
    known = {(one.get("of") == OF_WORDS, one["code"]): source_from_data(one) for one in mapped}
    own = [one for one in said if one["kind"] != StatementKind.WORD]
    used = {code for one in own for code, _place in one["sources"]}
    return LessonSources(
        sections=tuple(
            ShownSection(heading, tuple(_statement(one, known, today) for one in each))
            for heading, each in groupby(own, key=lambda one: str(one["heading"]))
        ),
        words=tuple(_statement(one, known, today) for one in said if one["kind"] == StatementKind.WORD),
        whole=tuple(
            shown_source(source, "", known, of_words, today)
            for (of_words, code), source in known.items()
            if not of_words and code not in used
        ),
        texts=tuple(f"{text} ({code})" for code, text in lesson.page.sources) if not mapped else (),
    )


def _statement(said: Mapping[str, Any], known: Known, today: date) -> ShownStatement:
    of_words = said["kind"] == StatementKind.WORD
    shown = [
        shown_source(known[of_words, code], place, known, of_words, today)
        for code, place in said["sources"]
        if (of_words, code) in known
    ]
    return ShownStatement(said["text"], _kind(said["kind"]), tuple(shown))


def _kind(kind: str) -> str:
    """What a statement is, where it is not a sentence of the text."""
    names = {
        StatementKind.FIGURE: _("Figure"),
        StatementKind.CASE: _("Case"),
        StatementKind.COUNTER: _("At the counter"),
        StatementKind.ROW: _("Table"),
    }
    return names.get(StatementKind(kind), "")


def grade_said(source: CitedSource) -> str:
    """How far a source carries, in words; nothing of what was made for the course."""
    if source.grade is None:
        return ""
    official = source.kind in (SourceKind.LAW, SourceKind.GUIDANCE)
    first_hand = source.grade is SourceGrade.OFFICIAL and not official
    return str(FIRST_HAND if first_hand else GRADES[source.grade])


def shown_source(source: CitedSource, place: str, known: Known, of_words: bool, today: date) -> ShownSource:
    """A source with what is to be said of it on this day."""
    newer = known.get((of_words, source.newer))
    return ShownSource(
        source=source,
        place=place or source.place,
        grade=grade_said(source),
        is_overdue=source.is_overdue(today),
        newer=newer.in_short if newer else source.newer,
    )
