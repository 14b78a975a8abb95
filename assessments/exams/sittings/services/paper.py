"""A printed protocol: keyed in by one person, compared by a second one, and then as if it was signed in the room."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.exams.sittings.events import SittingPaperDecided, SittingPaperKeyedIn
from assessments.exams.sittings.models import SittingPaper, SittingSupervisor
from assessments.exams.sittings.queries.candidates import candidates_of
from assessments.exams.sittings.queries.sittings import FoundSitting, lock, sitting_by_id
from assessments.exams.sittings.rules.room import LineKind
from assessments.exams.sittings.services.settling import settle
from assessments.exams.sittings.services.watching import (
    ProtocolEnd,
    add_line,
    add_presence,
    add_signature,
    demand_may_tick,
    demand_times,
)
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent


@dataclass(frozen=True)
class PaperDraft:
    """What stands on a printed protocol: times, who was ticked, who signed, what was written by hand."""

    begun_at: datetime
    ended_at: datetime
    present: tuple[str, ...]  # public ids of candidates
    signed: tuple[str, ...]  # public ids of supervisors
    lines: str


def key_in(
    session: Session, sitting: FoundSitting, draft: PaperDraft, *, viewer: Viewer, now: datetime
) -> SittingPaper:
    """Copy a printed protocol; a second person compares it before it says anything."""
    lock(session, sitting.id)
    sitting = sitting_by_id(session, sitting.id)
    _demand_open(sitting, now)
    if sitting.paper is not None:
        raise Conflict(_("A printed record already waits for a second person."))
    demand_times(sitting, ProtocolEnd(draft.begun_at, draft.ended_at), now)
    signed = [one for one in sitting.watching if one.uuid in draft.signed and sitting.signature_of(one.id) is None]
    if not signed:
        raise BadInput("signed", _("Tick who signed the printed record."))
    present = [one.person_id for one in candidates_of(session, sitting) if one.uuid in draft.present]
    row = SittingPaper(
        uuid=ids.new_uuid(),
        sitting_id=sitting.id,
        begun_at=draft.begun_at,
        ended_at=draft.ended_at,
        present=present,
        signed=[one.id for one in signed],
        lines=draft.lines.strip(),
        keyed_by_id=viewer.id,
        keyed_at=now,
    )
    session.add(row)
    session.flush()
    happened = SittingPaperKeyedIn(subject=f"sitting:{sitting.id}", actor_id=viewer.id, at=now, paper_id=row.id)
    events.publish(session, happened)
    return row


def decide_paper(session: Session, sitting: FoundSitting, *, confirm: bool, viewer: Viewer, now: datetime) -> None:
    """A second person says whether what was keyed in is what stands on the sheet."""
    lock(session, sitting.id)
    sitting = sitting_by_id(session, sitting.id)
    row = sitting.paper
    if row is None:
        raise Conflict(_("No printed record waits."))
    if row.keyed_by_id == viewer.id:
        raise RuleBroken(_("You entered this yourself. Somebody else has to compare it with the sheet."))
    if confirm:
        _demand_open(sitting, now)
    decided = session.execute(
        update(SittingPaper)
        .where(SittingPaper.id == row.id, SittingPaper.decided_at.is_(None))
        .values(confirmed=confirm, decided_by_id=viewer.id, decided_at=now)
        .returning(SittingPaper.id)
    ).scalar_one_or_none()
    if decided is None:
        raise Conflict(_("Somebody else has decided meanwhile."))
    session.refresh(row)
    happened = SittingPaperDecided(
        subject=f"sitting:{sitting.id}", actor_id=viewer.id, at=now, paper_id=row.id, confirmed=confirm
    )
    events.publish(session, happened)
    if confirm:
        _take_over(session, sitting, row, viewer, now)
        settle(session, sitting.id, now=now)


def _demand_open(sitting: FoundSitting, now: datetime) -> None:
    if sitting.row.cancelled_at is not None:
        raise RuleBroken(_("This session was cancelled."))
    if now < sitting.row.begins_at:
        raise RuleBroken(_("The session has not started. Enter the record when it is signed."))
    if now >= sitting.times.waits_until:
        raise RuleBroken(_("This session is over. Its record is closed."))


def _take_over(session: Session, sitting: FoundSitting, paper: SittingPaper, viewer: Viewer, now: datetime) -> None:
    """Append what stands on the sheet; of ticks the paper gives no moment, they were made at its beginning."""
    signers = [one for one in sitting.watching if one.id in paper.signed and sitting.signature_of(one.id) is None]
    end = ProtocolEnd(paper.begun_at, paper.ended_at, paper.id)
    for row in signers:
        for person_id in paper.present:
            _demand_second(session, sitting, row, paper, person_id, viewer)
            add_presence(
                session,
                row,
                person_id,
                present=True,
                reason="",
                at=paper.begun_at,
                by=viewer.id,
                said_at=now,
                paper_id=paper.id,
            )
        add_signature(session, row, end, by=viewer.id, now=now)
    if paper.lines and signers:
        add_line(session, signers[0], LineKind.NOTE, None, paper.lines, at=now, by=viewer.id, paper_id=paper.id)


def _demand_second(
    session: Session, sitting: FoundSitting, row: SittingSupervisor, paper: SittingPaper, person_id: int, viewer: Viewer
) -> None:
    """Neither who keyed in nor who compared is the candidate, nor has their rights from them."""
    demand_may_tick(session, sitting, row, person_id)
    if person_id in {paper.keyed_by_id, viewer.id}:
        raise RuleBroken(_("You cannot decide about your own supervision. Somebody else has to compare this record."))
    for one in (paper.keyed_by_id, viewer.id):
        demand_independent(session, one, person_id)
