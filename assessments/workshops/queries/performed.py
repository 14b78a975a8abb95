"""The live performances of a workshop, of which a recording may exist."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.models import Performance
from assessments.sheets.rules.states import Occasion


def performed_at(session: Session, workshop_id: int) -> list[Performance]:
    """All of them, by candidate and exercise; written work is left out."""
    query = select(Performance).where(
        Performance.occasion == Occasion.WORKSHOP,
        Performance.occasion_id == workshop_id,
        Performance.person_id.is_not(None),
        Performance.written.is_(False),
    )
    order = Performance.person_id, Performance.exercise_id, Performance.no
    return list(session.scalars(query.order_by(*order)))


def performed_called(session: Session, workshop_id: int, uuids: Collection[str], viewer_id: int) -> list[Performance]:
    """Those of them that have these ids; one's own is none of them."""
    return [one for one in performed_at(session, workshop_id) if one.uuid in uuids and one.person_id != viewer_id]
