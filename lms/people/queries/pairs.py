"""What two people have in common by their accounts: where they work or worked, and from whom their rights come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.people import policy
from lms.people.models import Placement

ONE, OTHER = aliased(Placement), aliased(Placement)


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
    lasting = func.count(case((and_(ONE.ended_at.is_(None), OTHER.ended_at.is_(None)), 1)))
    earlier = case(
        (ONE.ended_at.is_(None), OTHER.ended_at),
        (OTHER.ended_at.is_(None), ONE.ended_at),
        (ONE.ended_at < OTHER.ended_at, ONE.ended_at),
        else_=OTHER.ended_at,
    )
    rows = session.execute(
        select(
            ONE.person_id, OTHER.person_id, ONE.administration_id, case((lasting > 0, None), else_=func.max(earlier))
        )
        .join(OTHER, OTHER.administration_id == ONE.administration_id)
        .where(
            ONE.person_id.in_(ones),
            OTHER.person_id.in_(others),
            ONE.person_id != OTHER.person_id,
            or_(ONE.ended_at.is_(None), OTHER.begun_at < ONE.ended_at),
            or_(OTHER.ended_at.is_(None), ONE.begun_at < OTHER.ended_at),
        )
        .group_by(ONE.person_id, OTHER.person_id, ONE.administration_id)
    )
    return [SharedAdministration(*row) for row in rows]


def appointments_between(session: Session, ones: Collection[int], others: Collection[int]) -> list[tuple[int, int]]:
    """Pairs of these and those people where the rights of the first come from the second; one query."""
    return [(one, other) for one, other in session.execute(policy.appointer_pairs(ones, others))]
