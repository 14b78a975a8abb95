"""Exams whose questions run out or were withdrawn: which cells, and from which day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assessments.exams.models import Exam, ExamVersion
from assessments.exams.queries.newest import newest_published
from assessments.exams.queries.withdrawn import courses_with_withdrawals, keys_withdrawn
from assessments.exams.rules.blueprint import restore_blueprint
from assessments.exams.rules.dates import Shortage, as_reviewed, running_short
from assessments.exams.rules.paper import PoolItem
from assessments.items.item import Use
from assessments.items.models import CourseItem, Item, ItemVersion
from courses.api import versions_open

Pools = dict[tuple[int, str], dict[str, PoolItem]]  # by version of the course and use, then by the item's id


@dataclass(frozen=True)
class ShortExam:
    """A version of an exam that has cells with too few items, now or soon."""

    uuid: str
    title: str
    use: Use
    no: int
    is_newest: bool  # an older one is still taken by somebody
    shortages: tuple[Shortage, ...]

    def waits_on(self, today: date) -> bool:
        """Whether nobody can start it on this day."""
        return any(one.stops_on is not None and one.stops_on <= today for one in self.shortages)


def short_exams(session: Session, now: datetime, *where: ColumnElement[bool]) -> list[ShortExam]:
    """Every exam for which this holds that runs short, the newest version first, then older ones that people take.

    Two queries, one where no question ends or is withdrawn. An older version says something only where it runs short
    in another way than the newest.
    """
    today = now.date()
    ending = (
        select(Item.course_id)
        .join(ItemVersion, ItemVersion.item_id == Item.id)
        .join(CourseItem, CourseItem.item_version_id == ItemVersion.id)
        .where(CourseItem.until.is_not(None))
    )
    rows = session.execute(
        select(Exam, ExamVersion, keys_withdrawn(Exam.course_id.expression, now))
        .join(ExamVersion, ExamVersion.exam_id == Exam.id)
        .where(
            Exam.course_id.in_(ending) | Exam.course_id.in_(courses_with_withdrawals(now)),
            ExamVersion.id.in_(newest_published()) | ExamVersion.course_version_id.in_(versions_open()),
            *where,
        )
        .order_by(ExamVersion.exam_id, ExamVersion.no.desc())
    ).all()
    pools = _pools(session, {version.course_version_id for _exam, version, _out in rows}) if rows else {}
    found: dict[str, list[ShortExam]] = {}
    reviewed: dict[str, dict[str, PoolItem]] = {}
    for exam, version, withdrawn in rows:
        uuid = exam.uuid
        own = pools.get((version.course_version_id, version.use), {})
        pool = as_reviewed(own.values(), reviewed.setdefault(uuid, own), today)
        out = frozenset((withdrawn or "").split())
        shortages = tuple(running_short(restore_blueprint(version.blueprint), pool, today, withdrawn=out))
        before = found.setdefault(uuid, [])
        if shortages and all(shortages != one.shortages for one in before):
            is_newest = reviewed[uuid] is own
            before.append(ShortExam(uuid, version.title, Use(version.use), version.no, is_newest, shortages))
    return [one for each in found.values() for one in each]


def _pools(session: Session, course_version_ids: Collection[int]) -> Pools:
    """The items of these versions of courses, as far as cells and dates are concerned."""
    rows = session.execute(
        select(
            CourseItem.course_version_id,
            CourseItem.use,
            Item.key,
            ItemVersion.topic,
            ItemVersion.kind,
            CourseItem.module,
            CourseItem.until,
        )
        .join(ItemVersion, ItemVersion.id == CourseItem.item_version_id)
        .join(Item, Item.id == ItemVersion.item_id)
        .where(CourseItem.course_version_id.in_(course_version_ids))
    )
    pools: Pools = defaultdict(dict)
    for number, use, key, topic, kind, module, until in rows:
        pools[number, use][key] = PoolItem(key, topic, module, until=until, kind=kind)
    return pools
