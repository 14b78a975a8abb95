"""Practice logged, corrected, withdrawn: each is another revision, by the person alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.api import evidence_of
from certificates.practice.events import PracticeCorrected, PracticeLogged, PracticeWithdrawn
from certificates.practice.models import PracticeEntry, PracticeRevision
from certificates.practice.queries.entries import FoundPractice, own_entry
from certificates.practice.rules.log import EARLIEST, MOST_AMOUNT, PracticeKind, PracticeUnit
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import is_country


@dataclass(frozen=True, kw_only=True)
class PracticeDraft:
    """What somebody typed of something that they did; `evidence` is the reference of a piece of theirs, or empty."""

    kind: PracticeKind
    on: date
    amount: int
    unit: PracticeUnit
    country: str
    role: str
    words: str
    evidence: str = ""


def log_practice(session: Session, draft: PracticeDraft, *, actor: Viewer, now: datetime) -> PracticeEntry:
    """Log practice of one's own."""
    _demand_right(session, draft, actor, now)
    row = PracticeEntry(uuid=ids.new_uuid(), person_id=actor.id, made_at=now)
    session.add(row)
    session.flush()
    made = _append(session, row, 1, draft, withdrawn=False, reason="", now=now)
    happened = PracticeLogged(
        subject=f"person:{actor.id}", actor_id=actor.id, at=now, revision_id=made.id, kind=made.kind,
        on=made.on.isoformat(),
    )  # fmt: skip
    events.publish(session, happened)
    return row


def correct_practice(
    session: Session, uuid: str, draft: PracticeDraft, reason: str, *, actor: Viewer, now: datetime
) -> None:
    """Say it anew, with a reason; what the entry said before stays."""
    found = _open(session, uuid, actor)
    if not reason.strip():
        raise BadInput("reason", _("Say why you correct it. The earlier entry stays in the record."))
    _demand_right(session, draft, actor, now)
    made = _append(
        session, found.row, found.revision.no + 1, draft, withdrawn=False, reason=reason.strip(), now=now
    )  # fmt: skip
    happened = PracticeCorrected(
        subject=f"person:{actor.id}", actor_id=actor.id, at=now, revision_id=made.id, reason=made.reason
    )
    events.publish(session, happened)


def withdraw_practice(session: Session, uuid: str, reason: str, *, actor: Viewer, now: datetime) -> None:
    """It does not count any more, and stays in the record with its reason."""
    found = _open(session, uuid, actor)
    if not reason.strip():
        raise BadInput("reason", _("Say why you withdraw it. It stays in the record."))
    said = found.revision
    draft = PracticeDraft(
        kind=PracticeKind(said.kind), on=said.on, amount=said.amount, unit=PracticeUnit(said.unit),
        country=said.country, role=said.role, words=said.words, evidence=said.evidence,
    )  # fmt: skip
    made = _append(session, found.row, said.no + 1, draft, withdrawn=True, reason=reason.strip(), now=now)
    happened = PracticeWithdrawn(
        subject=f"person:{actor.id}", actor_id=actor.id, at=now, revision_id=made.id, reason=made.reason
    )
    events.publish(session, happened)


def _open(session: Session, uuid: str, actor: Viewer) -> FoundPractice:
    found = own_entry(session, actor, uuid)
    if found.revision.withdrawn:
        raise RuleBroken(_("This entry was withdrawn. Add it again if the activity took place."))
    return found


def _demand_right(session: Session, draft: PracticeDraft, actor: Viewer, now: datetime) -> None:
    if not EARLIEST <= draft.on <= (now + timedelta(days=1)).date():  # in the east it is tomorrow already
        raise BadInput("on", _("Type the last day on which it was. It is not in the future."))
    if not 0 < draft.amount <= MOST_AMOUNT:
        raise BadInput("amount", _("Type how long it took, from 1 to %(most)s.", most=MOST_AMOUNT))
    if not is_country(draft.country):
        raise BadInput("country", _("Choose the country from the list."))
    if draft.evidence and draft.evidence not in {
        one.ref for one in evidence_of(session, [actor.id]).get(actor.id, ()) if one.withdrawn_at is None
    }:
        raise BadInput("evidence", _("Choose a piece of your own evidence that you have not withdrawn."))


def _append(
    session: Session,
    row: PracticeEntry,
    no: int,
    draft: PracticeDraft,
    *,
    withdrawn: bool,
    reason: str,
    now: datetime,
) -> PracticeRevision:
    """The next revision; of two at once one is refused."""
    made = PracticeRevision(
        entry_id=row.id, no=no, kind=draft.kind, on=draft.on, amount=draft.amount, unit=draft.unit,
        country=draft.country, role=draft.role.strip(), words=draft.words.strip(), evidence=draft.evidence,
        withdrawn=withdrawn, reason=reason, at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as fault:
        raise Conflict(_("This entry was changed in another window. Open it again to see what it says now.")) from fault
    return made
