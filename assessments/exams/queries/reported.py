"""Questions by the names under which mistakes in them are reported."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Exam
from assessments.items.models import CourseItem, Item, ItemVersion


def name_of(session: Session, item_version_id: int) -> str:
    """The name that the authors gave the item of this version."""
    wanted = select(Item.key).join(ItemVersion, ItemVersion.item_id == Item.id)
    return session.scalars(wanted.where(ItemVersion.id == item_version_id)).one()


def version_named(session: Session, course_version_id: int, name: str) -> int | None:
    """The version of the item of this name that belongs to a version of a course; none: it has no such item."""
    return session.scalars(
        select(CourseItem.item_version_id)
        .join(ItemVersion, ItemVersion.id == CourseItem.item_version_id)
        .join(Item, Item.id == ItemVersion.item_id)
        .where(CourseItem.course_version_id == course_version_id, Item.key == name)
    ).first()


def exam_outside(session: Session, exam_id: int) -> str:
    """The public id of an exam."""
    return session.scalars(select(Exam.uuid).where(Exam.id == exam_id)).one()
