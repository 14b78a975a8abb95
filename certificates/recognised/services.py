"""Entering a credential of another body, confirming it as a second person, refusing or ending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.api import ActingPart, demand_free
from certificates.recognised.events import RecognisedClosed, RecognisedConfirmed, RecognisedEntered
from certificates.recognised.models import RecognisedCredential
from certificates.recognised.queries import state_of
from certificates.recognised.rules import RecognisedState
from lms import events, ids
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import bound_by_rights


@dataclass(frozen=True, kw_only=True)
class RecognisedDraft:
    """A credential of another body as a registrar types it."""

    body: str
    number: str
    topics: Sequence[str]
    valid_until: date
    compared_by: str
    compared_on: date
    document_note: str = ""


def enter_recognised(
    session: Session, person_id: int, draft: RecognisedDraft, *, by_id: int, now: datetime
) -> RecognisedCredential:
    """Enter one; it counts for nothing before somebody else has confirmed it."""
    demand_free(session, by_id, person_id, ActingPart.REGISTRAR, now=now)
    today = now.date()
    if not draft.topics:
        raise BadInput("topics", _("Choose at least one topic that the credential covers."))
    if draft.valid_until < today:
        raise BadInput("valid_until", _("This credential has expired. Enter one that is valid."))
    if draft.compared_on > today:
        raise BadInput("compared_on", _("This day is in the future. Enter the day on which the body answered."))
    row = RecognisedCredential(
        uuid=ids.new_uuid(), person_id=person_id, body=draft.body, number=draft.number, topics=sorted(draft.topics),
        valid_until=draft.valid_until, document_note=draft.document_note, compared_by=draft.compared_by,
        compared_on=draft.compared_on, entered_by_id=by_id, entered_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        RecognisedEntered(
            subject=f"person:{person_id}", actor_id=by_id, at=now, recognised_id=row.id,
            valid_until=row.valid_until.isoformat(), topics=row.topics,
        ),
    )  # fmt: skip
    return row


def confirm_recognised(session: Session, row: RecognisedCredential, *, by_id: int, now: datetime) -> None:
    """A second person confirms one: neither its holder nor who entered it, nor somebody bound to either by rights."""
    demand_free(session, by_id, row.person_id, ActingPart.REGISTRAR, now=now)
    if by_id == row.entered_by_id or by_id in bound_by_rights(session, [row.entered_by_id]):
        raise RuleBroken(
            _("A second person has to confirm this. Their rights must not come from the person who entered it.")
        )
    if state_of(row, now.date()) is RecognisedState.EXPIRED:
        raise RuleBroken(_("This credential has expired. Enter one that is valid."))
    done = session.scalars(
        update(RecognisedCredential)
        .where(
            RecognisedCredential.id == row.id,
            RecognisedCredential.confirmed_at.is_(None),
            RecognisedCredential.closed_at.is_(None),
        )
        .values(confirmed_by_id=by_id, confirmed_at=now)
        .returning(RecognisedCredential.id)
    ).one_or_none()
    _demand_one(done)
    events.publish(
        session,
        RecognisedConfirmed(subject=f"person:{row.person_id}", actor_id=by_id, at=now, recognised_id=row.id),
    )


def close_recognised(session: Session, row: RecognisedCredential, reason: str, *, by_id: int, now: datetime) -> None:
    """Refuse one that waits, or end one in force before its date, for instance because the body withdrew it."""
    if by_id == row.person_id:
        raise RuleBroken(_("This is your own credential. Somebody else has to do this."))
    if not reason.strip():
        raise BadInput("reason", _("Give the reason. It is saved."))
    done = session.scalars(
        update(RecognisedCredential)
        .where(RecognisedCredential.id == row.id, RecognisedCredential.closed_at.is_(None))
        .values(closed_by_id=by_id, closed_at=now, closed_reason=reason.strip())
        .returning(RecognisedCredential.id)
    ).one_or_none()
    _demand_one(done)
    events.publish(
        session,
        RecognisedClosed(
            subject=f"person:{row.person_id}", actor_id=by_id, at=now, recognised_id=row.id, reason=reason.strip()
        ),
    )


def _demand_one(changed: int | None) -> None:
    if changed is None:
        raise Conflict(_("Somebody else was faster. Load the page again to see the status."))
