"""Courses by language, and how far each is checked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.review import queries
from courses.catalogue.review.labels import PIECES
from courses.catalogue.review.models import CoursePiece, PieceReading
from courses.catalogue.review.queries import PieceName
from courses.catalogue.review.rules.standing import PieceKind, PieceState, SpecialistReading, newest_of_each
from courses.reviews.labels import VERDICTS, need_words
from courses.reviews.policy import rights_for, visible_to
from lms.access import Viewer
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind
from lms.web.api import own_name

COLUMNS = (
    OutputColumn("course", _l("Course")),
    OutputColumn("language", _l("Language")),
    OutputColumn("version", _l("Version"), OutputKind.WHOLE),
    OutputColumn("published", _l("Published")),
    OutputColumn("pieces", _l("Texts"), OutputKind.WHOLE),
    OutputColumn("checked", _l("Checked"), OutputKind.WHOLE),
    OutputColumn("changed", _l("Changed since"), OutputKind.WHOLE),
    OutputColumn("returned", _l("Returned"), OutputKind.WHOLE),
    OutputColumn("never", _l("Not checked yet"), OutputKind.WHOLE),
)
MINE_COLUMNS = (
    OutputColumn("at", _l("Day"), OutputKind.MOMENT),
    OutputColumn("course", _l("Course")),
    OutputColumn("language", _l("Language")),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("piece", _l("Text")),
    OutputColumn("verdict", _l("Verdict")),
    OutputColumn("sentence", _l("Sentence")),
    OutputColumn("remark", _l("Remark")),
)


@dataclass(frozen=True)
class CourseLine:
    """A course in one language."""

    course: Course
    version: CourseVersion
    title: str
    language: str
    counts: Mapping[str, int]  # by state
    pieces: int
    to_read: int  # by the viewer, who may sign: what they did not read as it is now
    needs: Sequence[str]

    @property
    def language_name(self) -> str:
        """What the language calls itself."""
        return own_name(self.language)


def course_lines(session: Session, viewer: Viewer) -> list[CourseLine]:
    """Every course that the viewer sees, in each of its languages; five queries, however many there are."""
    found = queries.versions_under_review(session, visible_to(viewer))
    ids = [course.id for course, _version in found]
    pieces: dict[tuple[int, str], list[CoursePiece]] = {}
    for one in queries.pieces_of_versions(session, [version.id for _course, version in found]):
        pieces.setdefault((one.course_version_id, one.language), []).append(one)
    read = queries.readings_of_courses(session, ids)
    rules = {one: queries.in_force(each) for one, each in queries.rules_of(session, ids).items()}
    needs = {one: rule.needs if rule else () for one, rule in rules.items()}
    wanted = {need.person_id for each in needs.values() for need in each if need.person_id is not None}
    names = people_named(session, wanted) if wanted else {}
    lines = []
    for course, version in found:
        signs = bool(rights_for(viewer, course.id))
        for language in (version.language, *sorted(version.translations)):
            own = pieces.get((version.id, language), [])
            standings = queries.standings(own, read[course.id])
            lines.append(
                CourseLine(
                    course=course,
                    version=version,
                    title=version.translations.get(language, {}).get("title", version.title),
                    language=language,
                    counts=Counter(standing.state.value for _piece, standing in standings),
                    pieces=len(own),
                    to_read=len(unread_by(viewer.id, own, read[course.id])) if signs else 0,
                    needs=need_words(needs[course.id], names),
                )
            )
    return lines


def own_reading(person_id: int, readings: Iterable[SpecialistReading]) -> SpecialistReading | None:
    """The newest reading of a person."""
    return next((one for one in newest_of_each(readings) if one.by_id == person_id), None)


def unread_by(
    person_id: int, pieces: Iterable[CoursePiece], readings: Mapping[PieceName, Sequence[SpecialistReading]]
) -> list[CoursePiece]:
    """The pieces that somebody did not read as they are now."""
    found = []
    for one in pieces:
        own = own_reading(person_id, readings.get(queries.name_of(one), ()))
        if own is None or not own.fits(queries.content_of(one)):
            found.append(one)
    return found


def course_rows(lines: Iterable[CourseLine]) -> Iterator[tuple[Any, ...]]:
    """Courses as rows of `COLUMNS`."""
    for one in lines:
        published = _l("yes") if one.version.published_at else _l("no")
        counts = (one.counts.get(state, 0) for state in ("checked", "changed", "returned", PieceState.NEVER))
        yield (one.title, one.language, one.version.no, published, one.pieces, *counts)


def mine_rows(rows: Iterable[tuple[PieceReading, str]]) -> Iterator[tuple[Any, ...]]:
    """What somebody signed and returned, as rows of `MINE_COLUMNS`; what a question asks stays on its page."""
    for row, slug in rows:
        said = PIECES[row.kind], row.name, VERDICTS[row.verdict]
        words = ("", "") if row.kind == PieceKind.QUESTION else (row.sentence, row.remark)
        yield (row.at, slug, row.language, *said, *words)
