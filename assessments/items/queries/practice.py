"""The practice items that lessons ask."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.items.item import Use
from assessments.items.models import CourseItem, Item, ItemVersion
from lms.db import database


def versions_by_key(session: Session, course_version_id: int) -> dict[str, int]:
    """The practice items of a course version by the name that lessons use; one query the first time, then none."""
    memory = database().cache("practice-items", 256)
    found: dict[str, int] | None = memory.get(course_version_id)
    if found is None:
        found = dict(
            session.execute(
                select(Item.key, CourseItem.item_version_id)
                .join(ItemVersion, ItemVersion.id == CourseItem.item_version_id)
                .join(Item, Item.id == ItemVersion.item_id)
                .where(CourseItem.course_version_id == course_version_id, CourseItem.use == Use.PRACTICE)
            ).all()
        )
        memory[course_version_id] = found
    return found
