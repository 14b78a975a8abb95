"""Days on which owners say that they used their counter card."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.learning.models import CardUse
from lms.batch import Ids, among, asked


@dataclass(frozen=True)
class CardUses:
    """On how many days a person used the card of a course, and when last."""

    days: int
    last_on: date | None


def card_uses(session: Session, people: Ids, course_id: int) -> dict[int, CardUses]:
    """How often each person says that they used the card, whatever run they were in."""
    rows = session.execute(
        select(CardUse.person_id, func.count(), func.max(CardUse.used_on))
        .where(among(CardUse.person_id, people), CardUse.course_id == course_id)
        .group_by(CardUse.person_id)
    )
    found = {person_id: CardUses(0, None) for person_id in asked(people)}
    return found | {person_id: CardUses(days, last_on) for person_id, days, last_on in rows}
