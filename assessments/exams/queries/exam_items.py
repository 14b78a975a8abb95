"""The questions that an exam can draw, as who decides on its content looks at them: never their keys."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Exam, ExamVersion
from assessments.exams.queries.exams import ExamInForce, exam_by_version_id, pool
from assessments.exams.queries.newest import is_published
from assessments.exams.queries.withdrawn import WithdrawnItem
from assessments.exams.rules.paper import PoolItem, fits
from assessments.items.models import Item, ItemVersion
from courses.api import versions_open
from lms.errors import NotFound


@dataclass(frozen=True)
class ExamItem:
    """A question in the newest version of an exam that can draw it."""

    item_id: int
    lesson: str | None
    pooled: PoolItem
    exam: ExamInForce
    no: int  # of that version of the exam
    is_newest: bool  # else it stands only in an older version
    is_taken: bool  # somebody takes that version, or it is the newest

    @property
    def key(self) -> str:
        """The name that its author gave it."""
        return self.pooled.id


def drawable(session: Session, exam: ExamInForce) -> list[PoolItem]:
    """The items of its pool that a cell of this exam can draw, whatever their dates."""
    return [one for one in pool(session, exam) if any(fits(cell, one) for cell in exam.blueprint.cells)]


@dataclass(frozen=True)
class _Drawn:
    """The questions of an exam by name, each in the newest version that can draw it, and which versions are asked."""

    newest: int  # number of a version of the exam
    current: frozenset[int]
    chosen: Mapping[str, tuple[ExamInForce, int, PoolItem]]


def _drawn(session: Session, exam: Exam, *, every: bool) -> _Drawn:
    """One query, and those that remember what never changes."""
    rows = session.execute(
        select(ExamVersion.id, ExamVersion.no, ExamVersion.course_version_id.in_(versions_open()))
        .where(ExamVersion.exam_id == exam.id, is_published())
        .order_by(ExamVersion.no.desc())
    ).all()
    if not rows:
        raise NotFound
    current = {rows[0].id} | {number for number, _no, is_taken in rows if is_taken}
    chosen: dict[str, tuple[ExamInForce, int, PoolItem]] = {}
    for number, no in [(number, no) for number, no, _taken in rows if every or number in current]:
        one_version = exam_by_version_id(session, number)
        for item in sorted(drawable(session, one_version), key=lambda one: one.id):
            chosen.setdefault(item.id, (one_version, no, item))
    return _Drawn(rows[0].no, frozenset(current), chosen)


def keys_asked(session: Session, exam: Exam) -> list[str]:
    """The names of the questions of `exam_items`, in the same order; one query, and those that remember."""
    return list(_drawn(session, exam, every=False).chosen)


def exam_items(session: Session, exam: Exam, *, every: bool = False) -> list[ExamItem]:
    """Every question of its newest version, by name, then those of older ones that people take, or of `every` one.

    Two queries, and those that remember what never changes.
    """
    drawn = _drawn(session, exam, every=every)
    stored = session.execute(
        select(ItemVersion.id, Item.id, ItemVersion.lesson)
        .join(Item, Item.id == ItemVersion.item_id)
        .where(ItemVersion.id.in_([item.version for _exam, _no, item in drawn.chosen.values()]))
    )
    known = {version: (item_id, lesson) for version, item_id, lesson in stored}
    return [
        ExamItem(*known[item.version], item, in_version, no, no == drawn.newest, in_version.version_id in drawn.current)
        for in_version, no, item in drawn.chosen.values()
    ]


def exam_item(session: Session, exam: Exam, key: str) -> ExamItem:
    """The question of this name, if any version of this exam can draw it: results may have hung on it long ago."""
    for one in exam_items(session, exam, every=True):
        if one.key == key:
            return one
    raise NotFound


def exams_of(session: Session, items: Collection[WithdrawnItem]) -> dict[int, ExamInForce]:
    """The newest version of an exam that can draw each of these items, by the item's id; one query, and the memory."""
    courses = {one.course_id for one in items}
    versions = session.scalars(
        select(ExamVersion.id)
        .join(Exam, Exam.id == ExamVersion.exam_id)
        .where(Exam.course_id.in_(courses), is_published())
        .order_by(ExamVersion.id.desc())
    ).all()
    found: dict[int, ExamInForce] = {}
    for number in versions:
        missing = [one for one in items if one.item_id not in found]
        if not missing:
            break
        exam = exam_by_version_id(session, number)
        asked = {one.id for one in drawable(session, exam)}
        found |= {one.item_id: exam for one in missing if one.course_id == exam.course_id and one.key in asked}
    return found
