"""Reports of mistakes, as whoever made them and whoever judges them finds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from courses.catalogue.models import Course, CourseVersion, is_published
from courses.catalogue.review.rules.standing import PieceKind
from courses.mistakes import policy
from courses.mistakes.models import MistakeNote, MistakeReport, MistakeStep
from courses.mistakes.rules import OPEN, MistakeSort, MistakeState
from lms.access import Viewer
from lms.errors import NotFound
from lms.paging import page_of

SHOWN = 50  # reports on a page
PIECES_SHOWN = 20
READ_IN, MENDED_IN = aliased(CourseVersion), aliased(CourseVersion)
BEFORE = aliased(MistakeReport)


@dataclass(frozen=True)
class FoundMistake:
    """A report with what was said last, and where it stands."""

    row: MistakeReport
    course: str  # slug
    note: MistakeNote
    notes: int
    step: MistakeStep
    read_in: int  # number of the version in which the last was said
    mended_in: int | None  # number of the version
    duplicate_of: str | None  # the public id of the report that came before

    @property
    def state(self) -> MistakeState:
        """Where it stands."""
        return MistakeState(self.step.state)

    @property
    def is_of_exam(self) -> bool:
        """Whether it is about a question that a quiz or exam asks: its words are for few."""
        return bool(self.row.exam)


@dataclass(frozen=True)
class MistakeFilter:
    """By what a list is narrowed; nothing narrows nothing."""

    course_id: int | None = None
    open: bool = False  # those alone that are not decided
    state: MistakeState | None = None
    piece: PieceKind | None = None
    sort: MistakeSort | None = None
    name: str = ""  # of the piece

    def conditions(self) -> list[ColumnElement[bool]]:
        """As filters on reports with their last note and step."""
        pairs: tuple[tuple[InstrumentedAttribute[Any], Any], ...] = (
            (MistakeReport.course_id, self.course_id),
            (MistakeStep.state, self.state),
            (MistakeReport.piece, self.piece),
            (MistakeNote.sort, self.sort),
            (MistakeReport.name, self.name),
        )
        asked = [column == value for column, value in pairs if value]
        return [*asked, MistakeStep.state.in_(OPEN)] if self.open else asked


@dataclass(frozen=True)
class ReportsPage:
    """Some reports of a long list, and where they stand in it."""

    lines: Sequence[FoundMistake]
    count: int
    number: int
    pages: int


@dataclass(frozen=True)
class PieceCount:
    """How many reports are open about one piece."""

    course_id: int
    course: str  # slug
    piece: str
    name: str
    title: str
    exam: str
    count: int


def _newest(column: InstrumentedAttribute[int], of: InstrumentedAttribute[int]) -> Any:
    wanted = select(func.max(column)).where(of == MistakeReport.id)
    return wanted.correlate(MistakeReport).scalar_subquery()


def _joined(wanted: Select[Any]) -> Select[Any]:
    return (
        wanted.join(Course, Course.id == MistakeReport.course_id)
        .join(MistakeNote, MistakeNote.id == _newest(MistakeNote.id, MistakeNote.report_id))
        .join(MistakeStep, MistakeStep.id == _newest(MistakeStep.id, MistakeStep.report_id))
    )


def _found(
    session: Session, *where: ColumnElement[bool], first: int = 0, most: int | None = None
) -> list[FoundMistake]:
    """The reports for which this holds, the newest words first; one query."""
    notes = select(func.count()).select_from(MistakeNote).where(MistakeNote.report_id == MistakeReport.id)
    wanted = select(
        MistakeReport,
        Course.slug,
        MistakeNote,
        notes.correlate(MistakeReport).scalar_subquery(),
        MistakeStep,
        READ_IN.no,
        MENDED_IN.no,
        BEFORE.uuid,
    ).select_from(MistakeReport)
    rows = session.execute(
        _joined(wanted)
        .join(READ_IN, READ_IN.id == MistakeNote.course_version_id)
        .outerjoin(MENDED_IN, MENDED_IN.id == MistakeStep.mended_in_id)
        .outerjoin(BEFORE, BEFORE.id == MistakeStep.duplicate_of_id)
        .where(*where)
        .order_by(MistakeNote.at.desc(), MistakeNote.id.desc())
        .offset(first)
        .limit(most)
    )
    return [FoundMistake(*row) for row in rows]


def reports_listed(
    session: Session, viewer: Viewer, narrowed: MistakeFilter, *, number: int = 1, size: int = SHOWN
) -> ReportsPage:
    """The reports that the viewer judges, narrowed, page by page; two queries."""
    where = (policy.judged_by(viewer), *narrowed.conditions())
    count = session.scalars(
        _joined(select(func.count(MistakeReport.id)).select_from(MistakeReport)).where(*where)
    ).one()
    number, pages = page_of(count, number, size)
    return ReportsPage(_found(session, *where, first=(number - 1) * size, most=size), count, number, pages)


def pieces_counted(session: Session, viewer: Viewer) -> list[PieceCount]:
    """The pieces about which most reports are open, as far as the viewer judges them; one query."""
    how_many = func.count(MistakeReport.id)
    piece = (MistakeReport.course_id, Course.slug, MistakeReport.piece, MistakeReport.name)
    wanted: Any = select(*piece, func.max(MistakeReport.title), func.max(MistakeReport.exam), how_many)
    rows = session.execute(
        _joined(wanted.select_from(MistakeReport))
        .where(policy.judged_by(viewer), MistakeStep.state.in_(OPEN))
        .group_by(*piece)
        .order_by(how_many.desc(), Course.slug, MistakeReport.piece, MistakeReport.name)
        .limit(PIECES_SHOWN)
    )
    return [PieceCount(*row) for row in rows]


def courses_reported(session: Session, viewer: Viewer) -> dict[str, int]:
    """The courses about which there are reports that the viewer judges: their names in addresses, with their ids."""
    wanted = select(Course.slug, Course.id).join(MistakeReport, MistakeReport.course_id == Course.id)
    return dict(session.execute(wanted.where(policy.judged_by(viewer)).distinct().order_by(Course.slug)).all())


def report_judged(session: Session, viewer: Viewer, uuid: str) -> FoundMistake:
    """One that the viewer judges."""
    return _one(session, MistakeReport.uuid == uuid, policy.judged_by(viewer))


def _one(session: Session, *where: ColumnElement[bool]) -> FoundMistake:
    found = _found(session, *where)
    if not found:
        raise NotFound
    return found[0]


def own_reports(session: Session, viewer: Viewer, *, most: int | None = None) -> list[FoundMistake]:
    """Those that this person made, what they said last first."""
    return _found(session, policy.made_by(viewer), most=most)


def newest_own(session: Session, person_id: int, course_id: int, piece: PieceKind, name: str) -> FoundMistake | None:
    """The last report of this person about a piece."""
    own = (MistakeReport.person_id == person_id, MistakeReport.course_id == course_id)
    about = (MistakeReport.piece == piece, MistakeReport.name == name)
    found = _found(session, *own, *about)
    return max(found, key=lambda one: one.row.no, default=None)


def report_of_note(session: Session, key: str) -> str | None:
    """The public id of the report to which words with this key belong."""
    wanted = select(MistakeReport.uuid).join(MistakeNote, MistakeNote.report_id == MistakeReport.id)
    return session.scalars(wanted.where(MistakeNote.key == key)).one_or_none()


def notes_of(session: Session, report_id: int) -> Sequence[tuple[MistakeNote, int]]:
    """What was said in a report, in order, each with the number of the version."""
    wanted = select(MistakeNote, CourseVersion.no).join(
        CourseVersion, CourseVersion.id == MistakeNote.course_version_id
    )
    rows = session.execute(wanted.where(MistakeNote.report_id == report_id).order_by(MistakeNote.id))
    return [(note, no) for note, no in rows]


def steps_of(session: Session, report_id: int) -> Sequence[tuple[MistakeStep, int | None]]:
    """What became of a report, in order, each with the number of the version in which it was mended."""
    wanted = select(MistakeStep, CourseVersion.no).outerjoin(
        CourseVersion, CourseVersion.id == MistakeStep.mended_in_id
    )
    rows = session.execute(wanted.where(MistakeStep.report_id == report_id).order_by(MistakeStep.no))
    return [(step, no) for step, no in rows]


def versions_after(session: Session, course_id: int, no: int) -> Mapping[int, int]:
    """The published versions of a course that came after one, the newest first: ids by their numbers."""
    wanted = select(CourseVersion.no, CourseVersion.id).where(
        CourseVersion.course_id == course_id, CourseVersion.no > no, is_published()
    )
    return dict(session.execute(wanted.order_by(CourseVersion.no.desc())).all())


def others_before(session: Session, found: FoundMistake, *, most: int = SHOWN) -> list[FoundMistake]:
    """Other reports of the course that are no duplicates themselves: about the same piece first, then the newest."""
    others = (MistakeReport.course_id == found.row.course_id, MistakeReport.id != found.row.id)
    listed = _found(session, *others, MistakeStep.state != MistakeState.DUPLICATE, most=most * 4)
    same = [one for one in listed if (one.row.piece, one.row.name) == (found.row.piece, found.row.name)]
    return [*same, *(one for one in listed if one not in same)][:most]


def duplicates_of(session: Session, report_id: int) -> list[FoundMistake]:
    """The reports that say the same as this one, as somebody found."""
    return _found(session, MistakeStep.duplicate_of_id == report_id)
