"""Who may not sit which exam: what decisions in force say."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.decisions.kinds import DecisionFacts
from assessments.decisions.queries import decisions_in_force
from assessments.decisions.rules import SittingBar, bar_on, strictest
from assessments.exams.models import Exam
from lms.batch import Ids, among, asked


def bar_of(decision: DecisionFacts, today: date) -> SittingBar | None:
    """What a decision in force bars on this day."""
    return bar_on(today, opens_on=decision.opens_on, never_again=decision.never_again)


def sitting_barred(
    session: Session, people: Ids, course_ids: Ids, now: datetime
) -> Mapping[int, Mapping[int, SittingBar]]:
    """Of each person the courses, by id, whose exams they may not sit now: until a day or for ever; two queries.

    Where decisions bar several exams of a course, or one exam twice, the longest is said.
    """
    courses = dict(session.execute(select(Exam.id, Exam.course_id).where(among(Exam.course_id, course_ids))).all())
    found: dict[int, dict[int, SittingBar]] = {person_id: {} for person_id in asked(people)}
    for person_id, each in decisions_in_force(session, people, list(courses)).items():
        barred = found.setdefault(person_id, {})
        for one in each:
            if one.exam_id is None:
                continue
            course_id = courses[one.exam_id]
            bar = bar_of(one, now.date())
            longest = strictest([barred.get(course_id), bar])
            if longest is not None:
                barred[course_id] = longest
    return found
