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
    """Of each person the courses, by id, whose exams they may not sit now: until a day or for ever.

    One query, and one more where a decision bars somebody. Where decisions bar several exams of a course, or one exam
    twice, the longest is said.
    """
    exams = select(Exam.id).where(among(Exam.course_id, course_ids))
    found: dict[int, dict[int, SittingBar]] = {person_id: {} for person_id in asked(people)}
    decided = decisions_in_force(session, people, exams)
    named = exams.add_columns(Exam.course_id)
    courses: dict[int, int] = dict(session.execute(named).all()) if any(decided.values()) else {}
    for person_id, each in decided.items():
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
