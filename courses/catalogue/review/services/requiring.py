"""Whose signatures a course needs before a version is published: one administrator proposes, another confirms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.queries import lock_course
from courses.catalogue.review import queries
from courses.catalogue.review.models import ReviewRule, ReviewRuleDecision
from courses.catalogue.review.queries import FoundRule
from courses.catalogue.review.rules.standing import Need
from courses.catalogue.review.services.publishing import publish_when_signed
from courses.events import ReviewRuleDecided, ReviewRuleProposed
from lms import events, ids
from lms.errors import Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.inserts import insert_missing
from lms.people.api import bound_by_rights


def as_data(needs: Sequence[Need]) -> list[dict[str, Any]]:
    """Needs as they are stored, each once."""
    each = [{"person": one.person_id} if one.person_id is not None else {"role": one.role} for one in needs]
    return [one for number, one in enumerate(each) if one not in each[:number]]


def propose_rule(
    session: Session, course_id: int, needs: Sequence[Need], *, reason: str, actor_id: int, now: datetime
) -> ReviewRule:
    """Propose whose signatures a course needs; it counts once another administrator confirms it."""
    rules = _locked(session, course_id)
    if queries.open_rule(rules) is not None:
        raise Conflict(_("There is a proposal already. Somebody has to decide on it first."))
    current = queries.in_force(rules)
    before = as_data(current.needs) if current else []
    after = as_data(needs)
    if after == before:
        raise RuleBroken(_("This is the rule already. Nothing was changed."))
    row = ReviewRule(uuid=ids.new_uuid(), course_id=course_id, needs=after, reason=reason, by_id=actor_id, at=now)
    session.add(row)
    session.flush()
    happened = ReviewRuleProposed(
        subject=f"course:{course_id}", actor_id=actor_id, at=now, rule=row.uuid, before=before, after=after
    )
    events.publish(session, happened)
    return row


def decide_rule(session: Session, course_id: int, uuid: str, *, confirmed: bool, actor_id: int, now: datetime) -> None:
    """Confirm a proposed rule as a second person, or take it back; a rule that asks for less may publish at once."""
    found = next((one for one in _locked(session, course_id) if one.row.uuid == uuid), None)
    if found is None:
        raise NotFound
    if confirmed and found.row.by_id == actor_id:
        raise RuleBroken(_("You proposed this. Another administrator has to confirm it."))
    if confirmed and found.row.by_id in bound_by_rights(session, [actor_id]):
        raise RuleBroken(
            _("One of you gave the other their rights. An administrator with rights from elsewhere has to confirm it.")
        )
    if not insert_missing(
        session, ReviewRuleDecision, review_rule_id=found.row.id, confirmed=confirmed, by_id=actor_id, at=now
    ):
        raise Conflict(_("Somebody else has decided on this proposal already."))
    happened = ReviewRuleDecided(
        subject=f"course:{course_id}", actor_id=actor_id, at=now, rule=uuid, confirmed=confirmed
    )
    events.publish(session, happened)
    if confirmed:
        publish_when_signed(session, course_id, now=now)


def _locked(session: Session, course_id: int) -> list[FoundRule]:
    """Every rule of a course; nobody else proposes or decides meanwhile."""
    lock_course(session, course_id)
    return queries.rules_of(session, [course_id])[course_id]
