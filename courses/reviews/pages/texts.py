"""A lesson with its questions, or the words of a course: each text beside the one read last, to be signed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from sqlalchemy.orm import Session

from courses.catalogue.claims.source import SourceRead, source_from_data
from courses.catalogue.queries import lesson_of_version
from courses.catalogue.review import queries
from courses.catalogue.review.models import CoursePiece
from courses.catalogue.review.rules.differences import SentenceChange, SentencePair, side_by_side
from courses.catalogue.review.rules.standing import (
    PieceContent,
    PieceKind,
    PieceStanding,
    ReviewVerdict,
    SpecialistReading,
    what_changed,
)
from courses.catalogue.review.services.reading import AskedPiece, seen_hash
from courses.learning.pages.text_only import ShownPicture, shown_picture
from courses.reviews.forms import piece_token
from courses.reviews.labels import STATES
from courses.reviews.pages.course import Reviewed
from courses.reviews.pages.courses import own_reading
from courses.reviews.policy import rights_for
from courses.reviews.services import answers_open
from lms.access import Viewer
from lms.errors import NotFound
from lms.i18n import _
from lms.people.api import people_named


@dataclass(frozen=True)
class SourceLine:
    """A source of a text, and how it was described when the viewer read the text last."""

    code: str
    words: str  # empty: it is no longer there
    before: str  # empty: it is the same, or was not there
    is_changed: bool
    how: str = ""  # whether it was read at the source


@dataclass(frozen=True)
class ReadingLine:
    """What somebody said of a text."""

    name: str
    reading: SpecialistReading
    is_current: bool  # of this very text, on these very sources


@dataclass(frozen=True)
class TextView:
    """One text as the page shows it."""

    piece: CoursePiece
    standing: PieceStanding
    token: str
    anchor: str
    lines: Sequence[str]
    pairs: Sequence[SentencePair]  # empty: there is nothing to compare with, or nothing changed
    since: SpecialistReading | None  # what it is compared with
    since_is_own: bool
    text_changed: bool
    sources: Sequence[SourceLine]
    readings: Sequence[ReadingLine]  # the newest first
    is_hidden: bool  # a question whose answers the viewer did not open
    is_own_text: bool  # the viewer loaded it, or a source of it
    has_signed: bool  # the viewer, as it is now

    @property
    def state(self) -> tuple[Any, str]:
        """How it stands, as a chip."""
        return STATES[self.standing.state]

    @property
    def changed_pairs(self) -> list[SentencePair]:
        """The sentences that are different."""
        return [one for one in self.pairs if one.change is not SentenceChange.SAME]


@dataclass(frozen=True)
class TextsPage:
    """The texts of a lesson, or the words."""

    of: Reviewed
    lesson: str  # its slug; empty: the words
    title: str
    texts: Sequence[TextView]
    pictures: Sequence[tuple[ShownPicture, str]]  # with their captions, as HTML
    function: str  # what the viewer called themselves last

    @property
    def signs(self) -> bool:
        """Whether there is something here that the viewer may sign."""
        return bool(self.of.rights) and any(
            not (one.is_hidden or one.is_own_text or one.has_signed) for one in self.texts
        )


def texts_page(session: Session, viewer: Viewer, of: Reviewed, lesson: str) -> TextsPage:
    """The page of a lesson, or with an empty name that of the words; ten queries at most."""
    every = queries.pieces_of_version(session, of.version.id, of.language)
    pieces = [one for one in every if one.lesson == lesson and (lesson or one.kind == PieceKind.WORD)]
    if not pieces:
        raise NotFound
    opened = answers_open(session, of.course.id, of.version.id, viewer.id)
    history = queries.readings_of(session, of.course.id, of.language)
    mine = {one.id: _compared_with(viewer, history.get(queries.name_of(one), ())) for one in pieces}
    known = queries.texts(
        session, {one.text_hash for one in pieces} | {each.text_hash for each in mine.values() if each}
    )
    described = queries.sources(
        session,
        {digest for one in pieces for digest in one.sources.values()}
        | {digest for each in mine.values() if each for digest in each.sources.values()},
    )
    loaders = queries.loaders_of(session, of.course.id, pieces)
    people = {reading.by_id for one in pieces for reading in history.get(queries.name_of(one), ())}
    seen = _Seen(viewer, known, described, people_named(session, people) if people else {}, loaders, opened)
    views = [
        seen.view(piece, standing, history.get(queries.name_of(piece), ()), mine[piece.id])
        for piece, standing in queries.standings(pieces, history)
    ]
    title = pieces[0].title if lesson else _("Words")
    function = _function(session, viewer)
    return TextsPage(of, lesson, title, views, _pictures(session, of, lesson), function)


def _compared_with(viewer: Viewer, readings: Sequence[SpecialistReading]) -> SpecialistReading | None:
    """What a text is compared with: one's own last reading, else the last signature of anybody."""
    own = own_reading(viewer.id, readings)
    signed = [one for one in readings if one.verdict is ReviewVerdict.SIGNED]
    return own or (signed[-1] if signed else None)


def _function(session: Session, viewer: Viewer) -> str:
    last = next(iter(queries.readings_by(session, viewer.id, 1)), None)
    return last[0].function if last else ""


@dataclass(frozen=True)
class _Seen:
    """What is known of the texts of a page."""

    viewer: Viewer
    texts: Mapping[str, Sequence[str]]
    described: Mapping[str, Any]
    names: Mapping[int, str]
    loaders: Mapping[int, Collection[int]]  # by id of the text
    opened: bool

    def view(
        self,
        piece: CoursePiece,
        standing: PieceStanding,
        history: Sequence[SpecialistReading],
        since: SpecialistReading | None,
    ) -> TextView:
        content = queries.content_of(piece)
        hidden = piece.kind == PieceKind.QUESTION and not self.opened
        lines = [] if hidden else self.texts.get(piece.text_hash, [])
        changed, _codes = what_changed(since, content) if since else (False, ())
        before = self.texts.get(since.text_hash, []) if since and changed and not hidden else []
        own = own_reading(self.viewer.id, history)
        return TextView(
            piece=piece,
            standing=standing,
            token=piece_token(AskedPiece(piece.kind, piece.name, piece.text_hash, seen_hash(piece.sources))),
            anchor=f"{piece.kind}-{piece.name}",
            lines=lines,
            pairs=side_by_side(before, lines) if before else [],
            since=since,
            since_is_own=since is not None and since is own,
            text_changed=changed,
            sources=self.sources(piece, since),
            readings=[self.line(one, content) for one in reversed(history)],
            is_hidden=hidden,
            is_own_text=self.viewer.id in self.loaders[piece.id],
            has_signed=own is not None and own.verdict is ReviewVerdict.SIGNED and own.fits(content),
        )

    def line(self, reading: SpecialistReading, content: PieceContent) -> ReadingLine:
        return ReadingLine(self.names.get(reading.by_id, ""), reading, reading.fits(content))

    def sources(self, piece: CoursePiece, since: SpecialistReading | None) -> list[SourceLine]:
        """The sources of a text as they are now, and those that it rested on when it was read last."""
        before: Mapping[str, str] = since.sources if since else piece.sources
        lines = []
        for code in sorted({*piece.sources, *before}):
            now, then = piece.sources.get(code), before.get(code)
            words = source_words(self.described.get(now, "")) if now else ""
            old = source_words(self.described.get(then, "")) if then and then != now else ""
            lines.append(SourceLine(code, words, old, now != then, how_read(self.described.get(now or ""))))
        return lines


def source_words(said: Any) -> str:
    """A source in one line; in versions of before its course described it by a text."""
    if not isinstance(said, dict):
        return str(said)
    source = source_from_data(said)
    return ", ".join(part for part in (source.in_short, source.place, source.address) if part)


def how_read(said: Any) -> str:
    """Whether a source was read itself or by a fact sheet, where its course says so."""
    source = source_from_data(said) if isinstance(said, dict) else None
    if source is None or source.read is None:
        return ""
    if source.read is SourceRead.SHEET or source.read_on is None:
        return _("Taken from a fact sheet; not read at the source.")
    return _("Read at the source on %(day)s by %(name)s.", day=format_date(source.read_on, "long"), name=source.read_by)


def _pictures(session: Session, of: Reviewed, lesson: str) -> list[tuple[ShownPicture, str]]:
    """The figures of a lesson, which are part of what is signed."""
    found = lesson_of_version(session, of.version.id, lesson) if lesson else None
    if found is None:
        return []
    parts = found.translations.get(of.language, {}).get("parts", found.parts)
    figures = [part["figure"] for part in parts if "figure" in part]
    names = ("url", "width", "height", "alt")
    return [(shown_picture(*(one[name] for name in names), lazy=True), one["caption"]) for one in figures]


def signer(viewer: Viewer, course_id: int) -> tuple[str, ...]:
    """The rights by which the viewer signs; not found where they have none."""
    rights = rights_for(viewer, course_id)
    if not rights:
        raise NotFound
    return rights
