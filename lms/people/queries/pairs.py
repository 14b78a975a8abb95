"""What two people have in common by their accounts: where they work or worked, and from whom their rights come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.people import policy
from lms.people.models import Placement


@dataclass(frozen=True)
class SharedAdministration:
    """Two people worked for one administration at the same time; until when, or still."""

    one_id: int
    other_id: int
    administration_id: int
    until: datetime | None


def shared_administrations(
    session: Session, ones: Collection[int], others: Collection[int]
) -> list[SharedAdministration]:
    """For pairs of these and those people: which administrations both worked for at one time; one query."""
    one, other = aliased(Placement), aliased(Placement)
    lasting = func.count(case((and_(one.ended_at.is_(None), other.ended_at.is_(None)), 1)))
    earlier = case(
        (one.ended_at.is_(None), other.ended_at),
        (other.ended_at.is_(None), one.ended_at),
        (one.ended_at < other.ended_at, one.ended_at),
        else_=other.ended_at,
    )
    rows = session.execute(
        select(
            one.person_id, other.person_id, one.administration_id, case((lasting > 0, None), else_=func.max(earlier))
        )
        .join(other, other.administration_id == one.administration_id)
        .where(
            one.person_id.in_(ones),
            other.person_id.in_(others),
            one.person_id != other.person_id,
            or_(one.ended_at.is_(None), other.begun_at < one.ended_at),
            or_(other.ended_at.is_(None), one.begun_at < other.ended_at),
        )
        .group_by(one.person_id, other.person_id, one.administration_id)
    )
    return [SharedAdministration(*row) for row in rows]


def appointments_between(session: Session, ones: Collection[int], others: Collection[int]) -> list[tuple[int, int]]:
    """Pairs of these and those people where the rights of the first come from the second; one query."""
    return [(one, other) for one, other in session.execute(policy.appointer_pairs(ones, others))]
