"""Exams of a course version, their blueprints and cut scores."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from assessments.exams.models import CutScore, Exam, ExamVersion
from assessments.exams.queries.newest import is_published
from assessments.exams.queries.withdrawn import names_withdrawn
from assessments.exams.rules.blueprint import Blueprint, restore_blueprint
from assessments.exams.rules.dates import as_reviewed, in_force
from assessments.exams.rules.paper import PoolItem
from assessments.items.item import Use
from assessments.items.models import CourseItem, Item, ItemVersion
from assessments.items.queries.definitions import definitions
from lms.db import after_commit, database, read_session
from lms.errors import NotFound


@dataclass(frozen=True)
class ExamInForce:
    """An exam as one course version has it; never changes, so it is remembered."""

    exam_id: int
    uuid: str
    slug: str
    version_id: int
    course_id: int
    course_version_id: int
    title: str
    use: Use
    blueprint: Blueprint

    def title_in(self, language: str) -> str:
        """What it is called in a language, or in the course's own."""
        return self.blueprint.words.get(language, {}).get("title", self.title)


def title_in(language: str) -> Any:
    """The column of what exams are called in a language, or in their course's own, as where no language is named."""
    if not language:  # PostgreSQL takes no empty step in a path
        return ExamVersion.title
    return func.coalesce(ExamVersion.blueprint[("words", language, "title")].as_string(), ExamVersion.title)


def exams_of_version(session: Session, course_version_id: int) -> list[ExamInForce]:
    """Every quiz and exam of a course version; one query the first time, then none."""
    memory = database().cache("exams-of-version", 256)
    found: list[ExamInForce] | None = memory.get(course_version_id)
    if found is None:
        rows = session.execute(
            select(ExamVersion, Exam)
            .join(Exam, Exam.id == ExamVersion.exam_id)
            .where(ExamVersion.course_version_id == course_version_id)
            .order_by(ExamVersion.id)
        ).all()
        found = [
            ExamInForce(
                exam_id=exam.id,
                uuid=exam.uuid,
                slug=exam.slug,
                version_id=version.id,
                course_id=exam.course_id,
                course_version_id=version.course_version_id,
                title=version.title,
                use=Use(version.use),
                blueprint=restore_blueprint(version.blueprint),
            )
            for version, exam in rows
        ]
        _remember(session, lambda: memory.__setitem__(course_version_id, found))
    return found


def _remember(session: Session, keep: Callable[[], None]) -> None:
    """At once where the session only reads; else after the commit: what is rolled back must not be remembered."""
    if session is read_session():
        keep()
    else:
        after_commit(session, keep)


def exam_of_version(session: Session, course_version_id: int, slug: str) -> ExamInForce:
    """The exam of this name in a course version."""
    for one in exams_of_version(session, course_version_id):
        if one.slug == slug:
            return one
    raise NotFound


def exam_by_version_id(session: Session, exam_version_id: int) -> ExamInForce:
    """The exam that an attempt was drawn from; one query or two the first time, then none."""
    memory = database().cache("exam-by-version", 256)
    found: ExamInForce | None = memory.get(exam_version_id)
    if found is None:
        course_version_id = session.scalars(
            select(ExamVersion.course_version_id).where(ExamVersion.id == exam_version_id)
        ).one()
        exams = exams_of_version(session, course_version_id)
        found = memory[exam_version_id] = next(e for e in exams if e.version_id == exam_version_id)
    return found


def newest_cut_score(session: Session, exam_id: int) -> CutScore | None:
    """The cut score in force; none before the first."""
    return session.scalars(_newest_cut(exam_id)).one_or_none()


def cut_score_in_force(session: Session, exam_id: int) -> CutScore:
    """The newest cut score of an exam, which has one since it was loaded."""
    return session.scalars(_newest_cut(exam_id)).one()


def _newest_cut(exam_id: int) -> Select[CutScore]:
    return select(CutScore).where(CutScore.exam_id == exam_id).order_by(CutScore.id.desc()).limit(1)


def cut_scores(session: Session, exam_id: int) -> list[CutScore]:
    """Every cut score that an exam ever had, newest first."""
    return list(session.scalars(select(CutScore).where(CutScore.exam_id == exam_id).order_by(CutScore.id.desc())))


def pool_at(session: Session, exam: ExamInForce, person_id: int, now: datetime) -> list[PoolItem]:
    """What a paper of this person that starts now may ask: dates, and wording after them, are of the newest version
    that is published.

    Nothing that others withdrew is among it, in whatever version. One query, and one or two the first time.
    """
    newest = (
        select(ExamVersion.course_version_id)
        .where(ExamVersion.exam_id == exam.exam_id, is_published())
        .order_by(ExamVersion.no.desc())
        .limit(1)
        .scalar_subquery()
    )
    number, withdrawn = session.execute(select(newest, names_withdrawn(exam.course_id, person_id, now))).one()
    own, today = pool(session, exam), now.date()
    reviewed = {one.id: one for one in pool(session, exam_of_version(session, number, exam.slug))}
    return in_force(as_reviewed(own, reviewed, today), today, frozenset((withdrawn or "").split()))


def pool(session: Session, exam: ExamInForce) -> list[PoolItem]:
    """The items of an exam, whatever their dates; one query the first time."""
    memory = database().cache("exam-pools", 256)
    found: list[PoolItem] | None = memory.get((exam.uuid, exam.version_id))
    if found is None:
        found = memory[exam.uuid, exam.version_id] = _pool(session, exam)
    return found


def _pool(session: Session, exam: ExamInForce) -> list[PoolItem]:
    rows = session.execute(
        select(Item.key, CourseItem.module, CourseItem.item_version_id, CourseItem.until)
        .join(ItemVersion, ItemVersion.id == CourseItem.item_version_id)
        .join(Item, Item.id == ItemVersion.item_id)
        .where(CourseItem.course_version_id == exam.course_version_id, CourseItem.use == exam.use)
    ).all()
    stored = definitions(session, (number for _, _, number, _ in rows))
    return [
        PoolItem(
            id=key,
            topic=stored[number].topic,
            module=module,
            points=stored[number].points,
            options=tuple(option.id for option in getattr(stored[number].definition, "options", ())),
            shuffled=getattr(stored[number].definition, "shuffled", True),
            never_given=getattr(stored[number].definition, "never_given", ()),
            until=until,
            kind=stored[number].kind,
            version=number,
        )
        for key, module, number, until in rows
    ]
