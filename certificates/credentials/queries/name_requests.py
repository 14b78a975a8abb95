"""Names that wait for a manager, and what was decided about them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from certificates.credentials.models import Achievement, Claim, NameRequest
from certificates.credentials.queries.held import is_open
from certificates.credentials.rules.lifecycle import NameOutcome


@dataclass(frozen=True)
class AskedName:
    """A name to judge, with what was earned."""

    request: NameRequest
    claim: Claim
    achievement: Achievement


def names_asked(
    session: Session, *where: ColumnElement[bool], most: int | None = None, skip: int = 0
) -> list[AskedName]:
    """The names for which this holds, oldest first."""
    rows = session.execute(
        select(NameRequest, Claim, Achievement)
        .join(Claim, Claim.id == NameRequest.claim_id)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .where(*where)
        .order_by(NameRequest.id)
        .limit(most)
        .offset(skip)
    )
    return [AskedName(request, claim, achievement) for request, claim, achievement in rows]


def waiting(*where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """As filters of `names_asked`: those that nobody has decided, for claims of which a certificate can be made."""
    return (NameRequest.outcome.is_(None), Claim.withdrawn_at.is_(None), *where)


def how_many_wait(*where: ColumnElement[bool]) -> Select[int]:
    """As SQL: how many names wait for which this holds."""
    query = select(func.count()).select_from(NameRequest).join(Claim, Claim.id == NameRequest.claim_id)
    return query.where(*waiting(*where))


def count_waiting(session: Session, *where: ColumnElement[bool]) -> int:
    """How many names wait for which this holds."""
    return session.scalars(how_many_wait(*where)).one()


def newest_requests(session: Session, claim_ids: Collection[int]) -> dict[int, NameRequest]:
    """What became last of the names asked for these claims, by claim; what the holder withdrew does not count."""
    rows = session.scalars(
        select(NameRequest)
        .where(
            NameRequest.claim_id.in_(claim_ids),
            NameRequest.outcome.is_distinct_from(NameOutcome.WITHDRAWN.value),
        )
        .order_by(NameRequest.id)
    )
    return {row.claim_id: row for row in rows}


def newest_counting() -> ScalarSelect[int | None]:
    """As SQL beside `Claim`: the newest request for its name; what the holder withdrew does not count."""
    counts = NameRequest.outcome.is_distinct_from(NameOutcome.WITHDRAWN.value)
    newest = select(func.max(NameRequest.id)).where(NameRequest.claim_id == Claim.id, counts)
    return newest.correlate(Claim).scalar_subquery()


def claims_with_requests(
    session: Session, *where: ColumnElement[bool]
) -> list[tuple[Claim, Achievement, NameRequest | None]]:
    """What was earned and waits for its holder, newest first, each with the same; one query."""
    rows = session.execute(
        select(Claim, Achievement, NameRequest)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .outerjoin(NameRequest, NameRequest.id == newest_counting())
        .where(*is_open(), *where)
        .order_by(Claim.id.desc())
    )
    return [(claim, achievement, request) for claim, achievement, request in rows]


def approved_request(session: Session, claim_id: int) -> NameRequest | None:
    """The newest name for this claim to which a manager agreed."""
    return session.scalars(
        select(NameRequest)
        .where(NameRequest.claim_id == claim_id, NameRequest.outcome == NameOutcome.APPROVED)
        .order_by(NameRequest.id.desc())
        .limit(1)
    ).one_or_none()
