"""A course in one language: lesson by lesson how its texts stand, and what changed since one's own last reading."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.queries import course_of
from courses.catalogue.review import queries
from courses.catalogue.review.labels import PIECES
from courses.catalogue.review.models import CoursePiece
from courses.catalogue.review.queries import PieceName
from courses.catalogue.review.rules.standing import PieceKind, PieceStanding, SpecialistReading
from courses.catalogue.review.services.publishing import Lacking, lacking
from courses.reviews.labels import STATES, need_words
from courses.reviews.pages.courses import unread_by
from courses.reviews.policy import may_require, may_see, rights_for
from lms.access import Viewer
from lms.errors import NotFound
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind
from lms.web.api import own_name

COLUMNS = (
    OutputColumn("kind", _l("Kind")),
    OutputColumn("piece", _l("Text")),
    OutputColumn("lesson", _l("Lesson")),
    OutputColumn("state", _l("Status")),
    OutputColumn("by", _l("By")),
    OutputColumn("function", _l("Function")),
    OutputColumn("at", _l("Day"), OutputKind.MOMENT),
    OutputColumn("sources", _l("Sources"), OutputKind.WHOLE),
    OutputColumn("next_check", _l("Next check"), OutputKind.DATE),
)


@dataclass(frozen=True)
class Reviewed:
    """A course under review in one language, as one viewer stands to it."""

    course: Course
    version: CourseVersion
    language: str
    title: str
    rights: tuple[str, ...]  # by which the viewer signs; empty: they do not

    @property
    def language_name(self) -> str:
        """What the language calls itself."""
        return own_name(self.language)


def reviewed(session: Session, viewer: Viewer, slug: str, language: str) -> Reviewed:
    """The course of this name in this language; not found if there is none, or the viewer does not see its review."""
    course = course_of(session, slug)
    if course is None or not may_see(viewer, course.id):
        raise NotFound
    version = queries.version_under_review(session, course.id)
    if version is None or language not in (version.language, *version.translations):
        raise NotFound
    title = version.translations.get(language, {}).get("title", version.title)
    return Reviewed(course, version, language, title, rights_for(viewer, course.id))


@dataclass(frozen=True)
class GroupLine:
    """A lesson with its questions, or all words."""

    lesson: str  # empty: the words
    title: str
    state: tuple[Any, str] | None  # of the lesson, as a chip
    counts: Mapping[str, int]  # of its questions, or of the words
    total: int
    to_read: int
    changed_for_me: bool  # something that the viewer read before is not what it was


@dataclass(frozen=True)
class CourseReviewPage:
    """How the texts of a course stand."""

    of: Reviewed
    groups: Sequence[GroupLine]
    needs: Sequence[str]
    lacking: Lacking
    next_check: date | None
    requires: bool  # the viewer says whose signatures are needed


def course_page(session: Session, viewer: Viewer, of: Reviewed) -> CourseReviewPage:
    """The page; eight queries at most, however many texts there are."""
    pieces = queries.pieces_of_version(session, of.version.id, of.language)
    read = queries.readings_of(session, of.course.id, of.language)
    standings = queries.standings(pieces, read)
    unread = {one.id for one in unread_by(viewer.id, pieces, read)} if of.rights else set()
    needs = queries.needs_of(session, of.course.id)
    names = people_named(session, {one.person_id for one in needs if one.person_id is not None})
    groups = [_group(one, standings, unread, viewer, read) for one in standings if one[0].kind == PieceKind.LESSON]
    words = [one for one in standings if one[0].kind == PieceKind.WORD]
    if words:
        groups.append(_line("", "", None, words, unread, viewer, read))
    return CourseReviewPage(
        of=of,
        groups=groups,
        needs=need_words(needs, names),
        lacking=lacking(session, of.version) if of.version.published_at is None else Lacking(),
        next_check=min((each.next_check for _one, each in standings if each.next_check), default=None),
        requires=may_require(viewer),
    )


Stands = tuple[CoursePiece, PieceStanding]


def _group(
    lesson: Stands,
    standings: Sequence[Stands],
    unread: set[int],
    viewer: Viewer,
    read: Mapping[PieceName, Sequence[SpecialistReading]],
) -> GroupLine:
    piece, standing = lesson
    asked = [one for one in standings if one[0].kind == PieceKind.QUESTION and one[0].lesson == piece.name]
    line = _line(piece.name, piece.title, STATES[standing.state], [lesson, *asked], unread, viewer, read)
    counts = Counter(each.state.value for _one, each in asked)
    return GroupLine(line.lesson, line.title, line.state, counts, len(asked), line.to_read, line.changed_for_me)


def _line(
    lesson: str,
    title: str,
    state: tuple[Any, str] | None,
    standings: Sequence[Stands],
    unread: set[int],
    viewer: Viewer,
    read: Mapping[PieceName, Sequence[SpecialistReading]],
) -> GroupLine:
    mine = [one for one, _each in standings if one.id in unread]
    known = [one for one in mine if any(r.by_id == viewer.id for r in read.get(queries.name_of(one), ()))]
    counts = Counter(each.state.value for _one, each in standings)
    return GroupLine(lesson, title, state, counts, len(standings), len(mine), bool(known))


def piece_rows(session: Session, of: Reviewed) -> Iterator[tuple[Any, ...]]:
    """Every text of a course in one language, as rows of `COLUMNS`; questions by their names alone."""
    pieces = queries.pieces_of_version(session, of.version.id, of.language)
    standings = queries.standings(pieces, queries.readings_of(session, of.course.id, of.language))
    names = people_named(session, {one.by_id for _piece, each in standings for one in each.readings})
    for piece, standing in standings:
        last = standing.readings[0] if standing.readings else None
        who = (names[last.by_id], last.function, last.at) if last else ("", "", None)
        said = PIECES[piece.kind], queries.called(piece), piece.lesson, STATES[standing.state][0]
        yield (*said, *who, len(piece.sources), standing.next_check)
