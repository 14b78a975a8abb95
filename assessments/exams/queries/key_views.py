"""Who saw questions of exams with their keys."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import KeyView
from assessments.exams.queries.exam_items import drawable
from assessments.exams.queries.exams import ExamInForce, exam_by_version_id
from assessments.exams.rules.key_views import SeenPool, keys_seen_at
from lms.batch import Ids, among, asked
from lms.people.api import appointed, appointers_of

SeenBy = dict[tuple[int, int], list[SeenPool]]  # by person and course: within a course a question keeps its name


def seen_pools(session: Session, people: Ids) -> SeenBy:
    """What each of these people saw with its keys; one query, and those that remember what never changes."""
    found: SeenBy = defaultdict(list)
    rows = session.execute(
        select(KeyView.person_id, KeyView.exam_version_id, KeyView.at).where(among(KeyView.person_id, people))
    ).all()
    for person_id, version_id, at in rows:
        exam = exam_by_version_id(session, version_id)
        found[person_id, exam.course_id].append(SeenPool(names(session, exam), at))
    return found


def pools_of_circle(session: Session, people: Ids) -> SeenBy:
    """The same of each of these people, with what those saw whose rights come from them: their second account may.

    Two queries, and one for each person whose rights come from one of them and who saw something.
    """
    found: SeenBy = defaultdict(list)
    asked_for = set(asked(people))
    wanted = select(KeyView.person_id).where(KeyView.person_id.in_(appointed(sorted(asked_for)))).distinct()
    below = set(session.scalars(wanted))  # somebody who was asked for too may be among them
    for (person_id, course_id), pools in seen_pools(session, sorted(asked_for | below)).items():
        of = {person_id} | (appointers_of(session, [person_id]) if person_id in below else set())
        for each in of & asked_for:
            found[each, course_id] += pools
    return found


def names(session: Session, exam: ExamInForce) -> frozenset[str]:
    """The names of the questions that this version of an exam can draw."""
    return frozenset(one.id for one in drawable(session, exam))


def seen_at(session: Session, person_id: int, exam: ExamInForce) -> datetime | None:
    """Since when this person knows the key of a question that this version of an exam can draw."""
    views = seen_pools(session, [person_id]).get((person_id, exam.course_id))
    return keys_seen_at(names(session, exam), views) if views else None


def has_key_view(session: Session, person_id: int, exam_version_id: int) -> bool:
    """Whether it is written down that this person saw the keys of this very version."""
    wanted = select(KeyView.id).where(KeyView.person_id == person_id, KeyView.exam_version_id == exam_version_id)
    return session.scalars(wanted).one_or_none() is not None
