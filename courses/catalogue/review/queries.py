"""Pieces, readings and rules of the review, as they are found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseFile, CourseVersion
from courses.catalogue.review.models import (
    AnswersRead,
    CourseLoader,
    CoursePiece,
    PieceReading,
    PieceSource,
    PieceText,
    ReviewRule,
    ReviewRuleDecision,
)
from courses.catalogue.review.rules.standing import (
    Need,
    PieceContent,
    PieceKind,
    PieceStanding,
    PieceState,
    ReviewVerdict,
    SpecialistReading,
    standing_of,
)
from lms.people.api import people_named

PieceName = tuple[str, str, str]  # language, kind and name of a piece
ReadingsByPiece = dict[PieceName, list[SpecialistReading]]


def version_under_review(session: Session, course_id: int) -> CourseVersion | None:
    """The version that specialists read: the newest of its course, also where it waits for their signatures."""
    newest = select(CourseVersion).where(CourseVersion.course_id == course_id).order_by(CourseVersion.no.desc())
    return session.scalars(newest.limit(1)).first()


def versions_under_review(session: Session, seen: ColumnElement[bool]) -> list[tuple[Course, CourseVersion]]:
    """The newest version of every course for which this filter on courses holds, with its course, by title."""
    newest = select(func.max(CourseVersion.id)).group_by(CourseVersion.course_id)
    rows = session.execute(
        select(Course, CourseVersion)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .where(CourseVersion.id.in_(newest), seen)
        .order_by(CourseVersion.title, Course.id)
    )
    return [(course, version) for course, version in rows]


def pieces_of_version(session: Session, version_id: int, language: str | None = None) -> Sequence[CoursePiece]:
    """The pieces of a version, or those in one language, in the order of the course."""
    return pieces_of_versions(session, [version_id], language)


def pieces_of_versions(
    session: Session, version_ids: Collection[int], language: str | None = None
) -> Sequence[CoursePiece]:
    """The same of many versions; one query."""
    wanted = select(CoursePiece).where(CoursePiece.course_version_id.in_(version_ids))
    if language is not None:
        wanted = wanted.where(CoursePiece.language == language)
    order = (CoursePiece.course_version_id, CoursePiece.language, CoursePiece.no)
    return session.scalars(wanted.order_by(*order)).all()


def content_of(piece: CoursePiece) -> PieceContent:
    """What a piece says and rests on, for the rules."""
    days: tuple[date, ...] = (piece.next_reading,) if piece.next_reading else ()
    return PieceContent(piece.text_hash, piece.sources, days)


def reading_of(row: PieceReading) -> SpecialistReading:
    """A reading, for the rules."""
    return SpecialistReading(
        by_id=row.by_id,
        function=row.function,
        rights=frozenset(row.rights),
        verdict=ReviewVerdict(row.verdict),
        text_hash=row.text_hash,
        sources=row.sources,
        at=row.at,
        sentence=row.sentence,
        remark=row.remark,
    )


def readings_of(
    session: Session, course_id: int, language: str | None = None, kind: PieceKind | None = None
) -> ReadingsByPiece:
    """Every reading of the pieces of a course, by piece, in order; one query."""
    wanted = select(PieceReading).where(PieceReading.course_id == course_id).order_by(PieceReading.id)
    if language is not None:
        wanted = wanted.where(PieceReading.language == language)
    if kind is not None:
        wanted = wanted.where(PieceReading.kind == kind)
    found: ReadingsByPiece = defaultdict(list)
    for row in session.scalars(wanted):
        found[row.language, row.kind, row.name].append(reading_of(row))
    return found


def readings_of_courses(session: Session, course_ids: Collection[int]) -> dict[int, ReadingsByPiece]:
    """The same of many courses, by course; one query."""
    found: dict[int, ReadingsByPiece] = {one: defaultdict(list) for one in course_ids}
    wanted = select(PieceReading).where(PieceReading.course_id.in_(course_ids)).order_by(PieceReading.id)
    for row in session.scalars(wanted):
        found[row.course_id][row.language, row.kind, row.name].append(reading_of(row))
    return found


def name_of(piece: CoursePiece) -> PieceName:
    """By what the readings of a piece are found."""
    return piece.language, piece.kind, piece.name


def called(piece: CoursePiece) -> str:
    """What a piece is called where not everybody may read what questions ask."""
    return piece.name if piece.kind == PieceKind.QUESTION else piece.title


@dataclass(frozen=True)
class CheckedLesson:
    """How a lesson stands, as its foot says it; nothing here changes until a reading is written."""

    standing: PieceStanding
    names: tuple[str, ...]  # of who signed, the newest first
    source_count: int


def checked_lessons(session: Session, course_id: int, version_id: int, language: str) -> dict[str, CheckedLesson]:
    """How each lesson of a version stands in a language, by slug; three queries for all of them."""
    wanted = select(CoursePiece).where(
        CoursePiece.course_version_id == version_id,
        CoursePiece.language == language,
        CoursePiece.kind == PieceKind.LESSON,
    )
    pieces = session.scalars(wanted).all()
    read = readings_of(session, course_id, language, PieceKind.LESSON)
    each = {one.name: (standing_of(content_of(one), read.get(name_of(one), ())), one) for one in pieces}
    signed = {
        reading.by_id
        for standing, _piece in each.values() if standing.state is not PieceState.RETURNED
        for reading in standing.readings
    }  # fmt: skip
    names = people_named(session, signed) if signed else {}
    return {
        slug: CheckedLesson(
            standing, tuple(names[one.by_id] for one in standing.readings if one.by_id in names), len(piece.sources)
        )
        for slug, (standing, piece) in each.items()
    }


def review_no(session: Session, course_id: int) -> int:
    """How often the review of a course was written: what pages remember of it goes by that."""
    return session.scalars(select(Course.review_no).where(Course.id == course_id)).one()


def texts(session: Session, hashes: Collection[str]) -> dict[str, list[str]]:
    """What these texts say, by hash; one query."""
    rows = session.execute(select(PieceText.hash, PieceText.lines).where(PieceText.hash.in_(hashes)))
    return dict(rows.all())


def sources(session: Session, hashes: Collection[str]) -> dict[str, Any]:
    """How courses described these sources, by hash; one query."""
    rows = session.execute(select(PieceSource.hash, PieceSource.said).where(PieceSource.hash.in_(hashes)))
    return {digest: said["source"] for digest, said in rows}


def loaders_of(session: Session, course_id: int, pieces: Collection[CoursePiece]) -> dict[int, frozenset[int]]:
    """Who brought what each piece says, or a source below it, as far as that is known, by id of the piece; one query.

    That is who loaded the version in which a text stands for the first time, or for the first time on a source as it
    is now. Who loads a later version brings the same along, and did not write it.
    """
    loader = (CourseVersion.loaded_by_id, CourseLoader.person_id)
    rows = session.execute(
        select(CourseVersion.id, CoursePiece.text_hash, CoursePiece.sources, *loader)
        .join(CourseVersion, CourseVersion.id == CoursePiece.course_version_id)
        .outerjoin(CourseLoader, CourseLoader.course_version_id == CourseVersion.id)
        .where(CourseVersion.course_id == course_id, CoursePiece.text_hash.in_({one.text_hash for one in pieces}))
        .order_by(CourseVersion.id)
    )
    first: dict[tuple[str, str], int] = {}  # by text, and the text itself or a source
    loaded: dict[int, set[int]] = defaultdict(set)
    for version_id, text, rests_on, *people in rows:
        for said in (text, *rests_on.values()):
            first.setdefault((text, said), version_id)
        loaded[version_id] |= {one for one in people if one is not None}
    return {
        one.id: frozenset(
            person for said in (one.text_hash, *one.sources.values()) for person in loaded[first[one.text_hash, said]]
        )
        for one in pieces
    }


def loaders_of_version(session: Session, version_id: int) -> frozenset[int]:
    """Who loaded a version, as far as that is known."""
    named = select(CourseLoader.person_id).where(CourseLoader.course_version_id == version_id)
    loaded = select(CourseVersion.loaded_by_id).where(CourseVersion.id == version_id)
    return frozenset(one for one in (*session.scalars(named), *session.scalars(loaded)) if one is not None)


def read_answers(session: Session, version_id: int, person_id: int) -> bool:
    """Whether somebody opened the questions of a version with their answers."""
    wanted = select(AnswersRead.person_id).where(
        AnswersRead.course_version_id == version_id, AnswersRead.person_id == person_id
    )
    return session.scalars(wanted).first() is not None


@dataclass(frozen=True)
class FoundRule:
    """A proposed rule, and what became of it."""

    row: ReviewRule
    decision: ReviewRuleDecision | None

    @property
    def needs(self) -> tuple[Need, ...]:
        """Whose signatures it asks for."""
        return tuple(Need(one.get("role", ""), one.get("person")) for one in self.row.needs)


def rules_of(session: Session, course_ids: Collection[int]) -> dict[int, list[FoundRule]]:
    """Every rule that was proposed for these courses, the newest first; one query."""
    rows = session.execute(
        select(ReviewRule, ReviewRuleDecision)
        .outerjoin(ReviewRuleDecision, ReviewRuleDecision.review_rule_id == ReviewRule.id)
        .where(ReviewRule.course_id.in_(course_ids))
        .order_by(ReviewRule.id.desc())
    )
    found: dict[int, list[FoundRule]] = {one: [] for one in course_ids}
    for rule, decision in rows:
        found[rule.course_id].append(FoundRule(rule, decision))
    return found


def in_force(rules: Iterable[FoundRule]) -> FoundRule | None:
    """The rule that counts: of those confirmed the one confirmed last; `rules` are the newest first."""
    confirmed = [(one.decision.at, one.row.id, one) for one in rules if one.decision and one.decision.confirmed]
    return max(confirmed, key=lambda one: one[:2])[2] if confirmed else None


def open_rule(rules: Iterable[FoundRule]) -> FoundRule | None:
    """The proposal on which somebody has to decide."""
    return next((one for one in rules if one.decision is None), None)


def needs_of(session: Session, course_id: int) -> tuple[Need, ...]:
    """Whose signatures every piece of a course needs before a version is published; one query."""
    rule = in_force(rules_of(session, [course_id])[course_id])
    return rule.needs if rule else ()


def version_without_pieces(session: Session) -> CourseVersion | None:
    """A version whose pieces an older program did not keep."""
    kept = exists().where(CoursePiece.course_version_id == CourseVersion.id)
    files = exists().where(CourseFile.course_version_id == CourseVersion.id)
    return session.scalars(select(CourseVersion).where(files, ~kept).order_by(CourseVersion.id).limit(1)).first()


def readings_by(session: Session, person_id: int, limit: int) -> Sequence[tuple[PieceReading, str]]:
    """What somebody signed and returned in any course, the newest first, each with the name of its course."""
    rows = session.execute(
        select(PieceReading, Course.slug)
        .join(Course, Course.id == PieceReading.course_id)
        .where(PieceReading.by_id == person_id)
        .order_by(PieceReading.id.desc())
        .limit(limit)
    )
    return [(row, slug) for row, slug in rows]


def standings(
    pieces: Iterable[CoursePiece], readings: Mapping[PieceName, Sequence[SpecialistReading]]
) -> list[tuple[CoursePiece, PieceStanding]]:
    """How each of these pieces stands."""
    return [(one, standing_of(content_of(one), readings.get(name_of(one), ()))) for one in pieces]


def course_id_of(session: Session, version_id: int) -> int:
    """The course of a version."""
    return session.scalars(select(CourseVersion.course_id).where(CourseVersion.id == version_id)).one()


def version_named(session: Session, course_id: int, uuid: str) -> int | None:
    """The version of a course with this public id."""
    wanted = select(CourseVersion.id).where(CourseVersion.course_id == course_id, CourseVersion.uuid == uuid)
    return session.scalars(wanted).one_or_none()
