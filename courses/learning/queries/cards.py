"""What opens a counter card, and the days on which owners say that they used it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from courses.learning.models import CardUse, Enrolment, LessonRead, StepDone
from lms.batch import Ids, among, asked


@dataclass(frozen=True)
class CardUses:
    """On how many days a person used the card of a course, and when last."""

    days: int
    last_on: date | None


def done_ever(session: Session, people: Ids, course_id: int) -> dict[int, dict[int, frozenset[str]]]:
    """What each person did in each of their runs of a course, by run; one query. A card stays open in later runs.

    A run in which nothing was done is left out.
    """
    whose = (among(Enrolment.person_id, people), Enrolment.course_id == course_id)
    read, done = (select(Enrolment.person_id, Enrolment.id, column) for column in (LessonRead.lesson, StepDone.step))
    rows = session.execute(
        union_all(
            read.join(LessonRead, LessonRead.enrolment_id == Enrolment.id).where(*whose),
            done.join(StepDone, StepDone.enrolment_id == Enrolment.id).where(*whose),
        )
    )
    found: dict[int, dict[int, set[str]]] = {person_id: {} for person_id in asked(people)}
    for person_id, run_id, name in rows:
        found.setdefault(person_id, {}).setdefault(run_id, set()).add(name)
    return {
        person_id: {run_id: frozenset(names) for run_id, names in runs.items()} for person_id, runs in found.items()
    }


def card_uses(session: Session, people: Ids, course_id: int) -> dict[int, CardUses]:
    """How often each person says that they used the card, whatever run they were in."""
    rows = session.execute(
        select(CardUse.person_id, func.count(), func.max(CardUse.used_on))
        .where(among(CardUse.person_id, people), CardUse.course_id == course_id)
        .group_by(CardUse.person_id)
    )
    found = {person_id: CardUses(0, None) for person_id in asked(people)}
    return found | {person_id: CardUses(days, last_on) for person_id, days, last_on in rows}
