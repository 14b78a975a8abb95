"""Names compared with identity documents at a door: of a meeting or a sitting, by somebody without a general right.

It is the same check as any other: who and when is kept, no number and no copy of the document.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.errors import RuleBroken
from lms.i18n import _
from lms.people import policy
from lms.people.models import Person
from lms.people.queries.facts import names_changed_by
from lms.people.rules import shown_names
from lms.people.services import name_checks


class DoorCheckState(StrEnum):
    """What became of one tick."""

    CHECKED = "checked"
    BEFORE = "before"  # somebody had checked the name already
    REFUSED = "refused"


@dataclass(frozen=True)
class DoorCheck:
    """What became of one tick, and why it was refused."""

    state: DoorCheckState
    message: str = ""


def checkable_at_door(
    session: Session, viewer: Viewer, permissions: Collection[str], people: Collection[int]
) -> frozenset[int]:
    """Those of these people whose names the viewer may check at a door; one query."""
    wanted = policy.names_checked_at_door_by(viewer, permissions)
    return frozenset(session.scalars(select(Person.id).where(Person.id.in_(people), wanted)))


def check_at_door(
    session: Session, seen: Mapping[str, str], permissions: Collection[str], *, by: Viewer, now: datetime
) -> dict[str, DoorCheck]:
    """Say of people, by their public ids, that the names that one saw stand so in their documents; each for itself.

    Whom one of these permissions reaches. A name that was checked before stays as it was checked.
    """
    people = {one.uuid: one for one in session.scalars(select(Person).where(Person.uuid.in_(seen)).order_by(Person.id))}
    allowed = checkable_at_door(session, by, permissions, [one.id for one in people.values()])
    return {uuid: _judged(session, people.get(uuid), shown, allowed, by=by, now=now) for uuid, shown in seen.items()}


def _judged(
    session: Session, person: Person | None, seen: str, allowed: Collection[int], *, by: Viewer, now: datetime
) -> DoorCheck:
    if person is None or (person.id not in allowed and person.name_checked_at is None):
        return DoorCheck(DoorCheckState.REFUSED, _why_not(session, person, by))
    if shown_names(person.name, person.local_name) != seen:
        words = _("The name has changed. Compare the new name with the document.")
        return DoorCheck(DoorCheckState.REFUSED, words)
    if person.name_checked_at is not None:
        return DoorCheck(DoorCheckState.BEFORE)
    try:
        name_checks.demand_checkable(person)
    except RuleBroken as fault:
        return DoorCheck(DoorCheckState.REFUSED, fault.message)
    name_checks.write_check(session, person, by_id=by.id, now=now)
    return DoorCheck(DoorCheckState.CHECKED)


def _why_not(session: Session, person: Person | None, by: Viewer) -> str:
    """Why somebody does not check this name; of people whom they do not reach nothing is told."""
    if person is not None and person.id == by.id:
        return _("You cannot check your own name. Ask a colleague to do it.")
    if person is not None and by.id in names_changed_by(session, person.id):
        return _("You changed the name of this account, so somebody else compares it with the document.")
    return _("You do not check the name of this person. A coordinator or an administrator does.")
