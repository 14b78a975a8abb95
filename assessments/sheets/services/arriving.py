"""Whole sheets that arrive at once: sealed on a tablet, handed over as a file, keyed in from paper.

The same sheet by two ways is taken once. Two that differ are both kept, and a moderator chooses; until then nothing
is reconciled from them, so that what comes out never depends on which came first.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.events import SheetDiffered
from assessments.sheets.models import Sheet, SheetCopy, SheetEvent
from assessments.sheets.queries.sheets import RatedSheet, lock_performance, sheet_standing
from assessments.sheets.rules.standing import WHOLE, SheetContent, SheetStanding, same_content
from assessments.sheets.rules.states import SheetAct
from assessments.sheets.services.marking import (
    Bringing,
    SheetEntry,
    append_all,
    demand_comment,
    demand_key,
    demand_rating,
    demand_whole,
)
from assessments.sheets.services.reconciling import after_seal
from lms import events
from lms.errors import BadInput
from lms.i18n import _
from lms.ids import new_uuid


class Arrival(StrEnum):
    """What became of a whole sheet that arrived."""

    TAKEN = "taken"
    KNOWN = "known"  # it says what is there already
    DIFFERS = "differs"  # kept beside what is there; a moderator chooses


@dataclass(frozen=True)
class SealedSheet:
    """A sheet as it was sealed elsewhere; the key names this seal: sent twice it is one."""

    content: SheetContent
    key: str


def bring_sealed(session: Session, sheet: Sheet, sealed: SealedSheet, *, by: Bringing, now: datetime) -> Arrival:
    """Take a sheet that its assessor sealed elsewhere.

    Independence was asked when the sheet was assigned, and is not asked again: what was sealed is never lost.
    """
    demand_key(sealed.key)
    lock_performance(session, sheet.performance_id)
    known = came_before(session, sheet.id, sealed.key)
    if known is not None:
        return known
    session.refresh(sheet)
    found = sheet_standing(session, sheet)
    demand_content(found, sealed.content)
    if not found.standing.sealed:
        write_content(session, found, sealed, by=by, now=now)
        after_seal(session, found.performance, sheet, now=now)
        return Arrival.TAKEN
    if same_content(found.standing.content, sealed.content):
        return Arrival.KNOWN
    kept = SheetCopy(
        uuid=new_uuid(), sheet_id=sheet.id, key=sealed.key, way=by.way, content=sealed.content.as_data(),
        device=by.device, device_seq=by.device_seq, device_at=by.device_at, offset_ms=by.offset_ms,
        actor_id=by.actor_id, at=now, reason="",
    )  # fmt: skip
    session.add(kept)
    session.flush()
    events.publish(
        session,
        SheetDiffered(subject=f"sheet:{sheet.id}", actor_id=by.actor_id, at=now, copy_id=kept.id, way=by.way),
    )
    return Arrival.DIFFERS


def came_before(session: Session, sheet_id: int, key: str) -> Arrival | None:
    """What became of this seal when it came before; nothing where it comes for the first time. One query."""
    event = select(SheetEvent.id).where(SheetEvent.sheet_id == sheet_id, SheetEvent.key == key).exists()
    copy = select(SheetCopy.id).where(SheetCopy.sheet_id == sheet_id, SheetCopy.key == key).exists()
    taken, kept = session.execute(select(event, copy)).one()
    return Arrival.KNOWN if taken else Arrival.DIFFERS if kept else None


def demand_content(found: RatedSheet, content: SheetContent) -> None:
    """A content that could have been sealed here: whole, within the rubric, with its grade and its reasons."""
    for code, level in content.ratings.items():
        demand_rating(found, code, level)
    for code, words in content.comments.items():
        demand_comment(found, code or None, words)
    if content.grade is not None and not 0 <= content.grade < len(found.definition.grades):
        raise BadInput("grade", _("Choose one of the global grades."))
    if content.flagged and not found.definition.borderline:
        raise BadInput("flagged", _("This rubric has no mark for borderline performances."))
    demand_whole(RatedSheet(found.row, found.performance, found.definition, SheetStanding(content)))


def write_content(session: Session, found: RatedSheet, sealed: SealedSheet, *, by: Bringing, now: datetime) -> None:
    """Write what differs from what stands, the grade before the last rating, then the seal under its key."""
    stands, content = found.standing.content, sealed.content
    entries = []
    if content.grade != stands.grade:
        entries.append(SheetEntry(SheetAct.GRADE, level=content.grade))
    entries += [
        SheetEntry(SheetAct.RATE, code, content.ratings[code])
        for code in found.definition.codes
        if content.ratings[code] != stands.ratings.get(code)
    ]
    for code in (*found.definition.codes, WHOLE):
        words = content.comments.get(code, "").strip()
        if words != stands.comments.get(code, ""):
            entries.append(SheetEntry(SheetAct.COMMENT, code or None, words=words))
    if content.flagged != stands.flagged:
        entries.append(SheetEntry(SheetAct.FLAG, level=int(content.flagged)))
    keyed = [*((one, new_uuid()) for one in entries), (SheetEntry(SheetAct.SEAL), sealed.key)]
    append_all(session, found, keyed, by=by, now=now)
