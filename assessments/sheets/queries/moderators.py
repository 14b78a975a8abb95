"""Who moderates a workshop, and so may see every sheet of it."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission, PracticalRole
from assessments.workshops.models import Workshop
from assessments.workshops.scope_kind import WORKSHOP
from lms.people.api import COUNTRY, held_for, holders_everywhere


def moderating(session: Session, workshop_id: int, people: Collection[int]) -> frozenset[int]:
    """Those of these people who moderate this workshop: by itself, by its country, or everywhere; four queries."""
    country = session.scalars(select(Workshop.country).where(Workshop.id == workshop_id)).first()
    everywhere = frozenset(holders_everywhere(session, PracticalPermission.SHEET_MODERATE))
    of_it = held_for(session, PracticalRole.MODERATOR, WORKSHOP, people)
    of_country = held_for(session, PracticalRole.MODERATOR, COUNTRY, people)
    return frozenset(
        one for one in people if one in everywhere or str(workshop_id) in of_it[one] or country in of_country[one]
    )
