"""Waivers: somebody asks that a rule of the rotation need not be kept, another person decides."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.independence.api import ActingPart, Tie, may_be_waived, waive
from assessments.workshops.events import WorkshopWaiverAsked, WorkshopWaiverDecided
from assessments.workshops.models import REASON_LENGTH, Rotation, WorkshopWaiver
from assessments.workshops.queries.workshops import WorkshopParts, lock
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.services.rotating import demand_reason
from lms import events, ids
from lms.errors import Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent

NEVER = frozenset({RotationRule.TIME, RotationRule.SCOPE})  # a half-day is added; a credential is had or not


def ask_waiver(
    session: Session,
    parts: WorkshopParts,
    rotation: Rotation,
    rule: RotationRule,
    reason: str,
    *,
    by: int,
    now: datetime,
) -> WorkshopWaiver:
    """Ask that a rule which a relaxed rotation breaks need not be kept, of conflicts for those very pairs."""
    lock(session, parts.id)
    words = demand_reason(reason, REASON_LENGTH)
    if rule in NEVER or rule.value not in {name for one in relaxed_in(rotation) for name in one["rules"]}:
        raise NotFound
    about = conflicts_asked(rotation) if rule is RotationRule.CONFLICT else []
    if rule is RotationRule.CONFLICT and not about:
        raise RuleBroken(
            _("These people have a conflict of interest, and no exception is possible. Choose another assessor.")
        )
    row = WorkshopWaiver(
        uuid=ids.new_uuid(), workshop_id=parts.id, rule=rule.value, about=about, reason=words, asked_by_id=by,
        asked_at=now, granted=None, answer="", decided_by_id=None, decided_at=None,
    )  # fmt: skip
    session.add(row)
    try:
        session.flush()
    except IntegrityError as fault:
        raise Conflict(_("Somebody has already requested this exception. It waits for another person.")) from fault
    events.publish(
        session,
        WorkshopWaiverAsked(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, waiver_id=row.id, rule=rule.value, reason=words
        ),
    )
    return row


def decide_waiver(
    session: Session,
    parts: WorkshopParts,
    uuid: str,
    *,
    granted: bool,
    reason: str,
    by: int,
    now: datetime,
) -> WorkshopWaiver:
    """Say yes or no to what somebody else asked; nobody does whose rights come from them, or about whom it is."""
    lock(session, parts.id)
    words = demand_reason(reason, REASON_LENGTH)
    wanted = select(WorkshopWaiver).where(WorkshopWaiver.workshop_id == parts.id, WorkshopWaiver.uuid == uuid)
    row = session.scalars(wanted).one_or_none()
    if row is None:
        raise NotFound
    if row.asked_by_id == by:
        raise RuleBroken(_("You requested this exception. Another person has to decide."))
    demand_independent(session, by, row.asked_by_id)
    if by in parts.taking_part:
        raise RuleBroken(_("You take part in this workshop. Somebody who does not take part has to decide."))
    decided = session.scalars(
        update(WorkshopWaiver)
        .where(WorkshopWaiver.id == row.id, WorkshopWaiver.decided_at.is_(None))
        .values(granted=granted, answer=words, decided_by_id=by, decided_at=now)
        .returning(WorkshopWaiver.id)
        .execution_options(synchronize_session="fetch")
    ).one_or_none()
    if decided is None:
        raise Conflict(_("This exception is already decided. Load the page again."))
    if granted:
        for person, candidate, part, tie in row.about:
            waive(session, person, candidate, ActingPart(part), Tie(tie), words, by_id=by, now=now)
    events.publish(
        session,
        WorkshopWaiverDecided(
            subject=f"workshop:{parts.id}", actor_id=by, at=now, waiver_id=row.id, rule=row.rule, granted=granted,
            reason=words,
        ),
    )  # fmt: skip
    return row


def relaxed_in(rotation: Rotation) -> list[dict[str, list[str]]]:
    """The rules, alone or together, without which there is a rotation, as its report keeps them."""
    found: list[dict[str, list[str]]] = rotation.report.get("relaxations", [])
    return found


def conflicts_asked(rotation: Rotation) -> list[list[object]]:
    """The ties that would have to be allowed, pair by pair; none where one of them never is."""
    for one in rotation.report.get("relaxations", []):
        ties: list[list[object]] = one.get("ties", [])
        if ties and all(may_be_waived(Tie(str(tie)), ActingPart(str(part))) for _p, _c, part, tie in ties):
            return ties
    return []
