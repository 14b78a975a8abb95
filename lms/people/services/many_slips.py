"""Slips for many people at once: codes drawn, printed, and only then kept, so that a sheet that fails ends nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict
from lms.i18n import _
from lms.inserts import insert_many
from lms.people import policy
from lms.people.events import SecretMade
from lms.people.models import OneTimeSecret, Person
from lms.people.queries import people as queries
from lms.people.queries.officers import OfficerRow, newcomers_named
from lms.people.rules import SECRET_LIFE, SecretPurpose
from lms.people.services import password_hashing
from lms.people.services.secrets import end_secrets

MOST = 500  # slips in one file


@dataclass(frozen=True)
class DrawnSlip:
    """A code that was drawn for somebody and counts once it is kept."""

    person: OfficerRow
    code: str
    expires_at: datetime


def draw_slips(
    session: Session, uuids: Sequence[str], *, by: Viewer, now: datetime, among: Collection[int] | None = None
) -> list[DrawnSlip]:
    """A new code for each of these people, none of whom has ever been in; writes nothing.

    `among`: whom another rule lets the viewer reach, instead of those whom they manage.
    """
    wanted = set(uuids)
    if not 0 < len(wanted) <= MOST:
        raise BadInput("who", _("Tick the people who need a slip, at most %(most)s.", most=MOST))
    found = newcomers_named(session, by, wanted, among)
    _demand_all(found, wanted)
    until = now + SECRET_LIFE[SecretPurpose.SLIP]
    return [DrawnSlip(one, password_hashing.new_code(), until) for one in found]


def keep_slips(
    session: Session, slips: Sequence[DrawnSlip], *, by: Viewer, now: datetime, among: Collection[int] | None = None
) -> None:
    """Let these codes open their accounts once; every older link and code of these people ends.

    Refused as a whole if one of them has been in meanwhile: what somebody uses is opened by nobody else's slip.
    """
    ids = [one.person.id for one in slips]
    wanted = (
        select(Person).where(Person.id.in_(ids), policy.newcomers_of(by, among)).order_by(Person.id).with_for_update()
    )
    people = {person.id: person for person in session.scalars(wanted)}
    _demand_all(people, ids)
    end_secrets(session, ids, now=now)
    rows = [
        {
            "token_hash": queries.code_digest(people[one.person.id], one.code),
            "person_id": one.person.id,
            "purpose": SecretPurpose.SLIP,
            "made_at": now,
            "made_by_id": by.id,
            "expires_at": one.expires_at,
        }
        for one in slips
    ]
    insert_many(session, OneTimeSecret, rows)
    kept = select(OneTimeSecret.id, OneTimeSecret.person_id).where(
        OneTimeSecret.token_hash.in_([row["token_hash"] for row in rows])
    )
    for secret_id, person_id in session.execute(kept.order_by(OneTimeSecret.id)):
        subject = f"person:{person_id}"
        made = SecretMade(subject=subject, actor_id=by.id, at=now, purpose=SecretPurpose.SLIP, secret_id=secret_id)
        events.publish(session, made)
    session.flush()


def _demand_all(found: Sequence[object] | dict[int, Person], wanted: Sequence[int] | set[str]) -> None:
    """Refuse what no longer fits the page that was ticked."""
    if len(found) != len(wanted):
        raise Conflict(_("Some of these people have signed in, or you no longer manage them. Look at the list again."))
