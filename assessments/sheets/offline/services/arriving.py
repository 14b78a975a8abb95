"""Sealed sheets that arrive, by the line or as a file: opened, matched with their performance, and taken once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.sheets.models import Performance, Sheet, SheetEvent
from assessments.sheets.queries.sheets import event_with_key, lock_performance
from assessments.sheets.rules.aliases import candidate_code
from assessments.sheets.rules.states import Occasion, SheetAct, Way
from assessments.sheets.sealing.content import SealedContent, read_content
from assessments.sheets.sealing.key_ring import KeyRing
from assessments.sheets.sealing.services import opened
from assessments.sheets.sealing.tickets import is_ticket
from assessments.sheets.services.arriving import Arrival, SealedSheet, bring_sealed
from assessments.sheets.services.marking import Bringing
from assessments.sheets.services.performances import sheet_of
from assessments.workshops.models import Exercise, Workshop, WorkshopCandidate
from assessments.workshops.scope_kind import within
from lms.access import Viewer
from lms.errors import NotFound, RuleBroken
from lms.i18n import _, lazy
from lms.people.api import person_ids

MESSAGES: Mapping[Arrival, object] = {
    Arrival.DIFFERS: lazy(
        "You had sealed another sheet for this performance before. Both are saved, and the moderator reviews them."
    ),
}


class Waits(RuleBroken):
    """Nothing is wrong with the sheet, but it cannot be taken now: it stays where it is."""


@dataclass(frozen=True)
class Brought:
    """Who brings sealed sheets, and how; `runs` is the coordinator whose workshops they must belong to."""

    by_id: int
    way: Way
    now: datetime
    runs: Viewer | None = None


@dataclass(frozen=True)
class Came:
    """What became of a sealed sheet, in words where there is something to say."""

    arrival: Arrival
    called: str  # code and exercise
    message: str = ""


def take_sealed(
    session: Session, ring: KeyRing, sealed: str, brought: Brought, *, sender: str = "", subject: str = ""
) -> Came:
    """Open a sealed sheet and take it for its assessor, each once, however it comes.

    With `sender` and `subject`, both by uuid, it must be of that assessor and performance. RuleBroken refuses; KeyAway
    and `Waits` mean that it stays where it is.
    """
    content = read_content(opened(session, ring, sealed))
    if sender and content.assessor != sender:
        raise RuleBroken(_("This sheet was sealed by somebody else. It waits for the person who sealed it."))
    if subject and content.performance != subject:
        raise RuleBroken(_("This sheet does not belong to the performance that it names."))
    performance = _performance(session, content, brought)
    assessor_id = person_ids(session, {content.assessor}).get(content.assessor)
    if assessor_id is None or assessor_id == performance.person_id:
        raise RuleBroken(_("This sheet is for a performance that is not yours."))
    sheet = _sheet(session, performance, content, assessor_id, brought.now)
    _demand_known_reopening(session, sheet, content)
    arrival = bring_sealed(
        session,
        sheet,
        SealedSheet(content.said, content.seal),
        by=Bringing(
            actor_id=brought.by_id,
            way=brought.way,
            device=content.device,
            device_seq=content.seq,
            device_at=content.sealed_at,
            offset_ms=content.offset_ms,
        ),
        now=brought.now,
    )
    return Came(arrival, called(session, performance), str(MESSAGES.get(arrival, "")))


def _performance(session: Session, content: SealedContent, brought: Brought) -> Performance:
    """The performance of a sheet; of a file only at a workshop that the coordinator runs."""
    query = select(Performance).where(Performance.uuid == content.performance)
    if brought.runs is not None:
        scopes = brought.runs.scopes(PracticalPermission.WORKSHOP_RUN)
        query = query.join(
            Workshop, and_(Workshop.id == Performance.occasion_id, Performance.occasion == Occasion.WORKSHOP)
        ).where(within(scopes))
    found = session.scalars(query).one_or_none()
    if found is None and brought.runs is not None:
        raise NotFound
    if found is None:
        raise RuleBroken(_("This sheet is for a performance that is not yours."))
    return found


def _sheet(
    session: Session, performance: Performance, content: SealedContent, assessor_id: int, now: datetime
) -> Sheet:
    """Their sheet; where a later plan named others, a new one for whoever was named when the day was kept."""
    lock_performance(session, performance.id)
    known = session.scalars(
        select(Sheet).where(Sheet.performance_id == performance.id, Sheet.assessor_id == assessor_id)
    ).one_or_none()
    if known is not None:
        return known
    if not is_ticket(content.ticket, content.performance, content.assessor):
        raise RuleBroken(_("This sheet is for a performance that is not yours."))
    return sheet_of(session, performance, assessor_id, now=now)


def _demand_known_reopening(session: Session, sheet: Sheet, content: SealedContent) -> None:
    """A sheet that was opened again after this seal waits for the new seal; then both are kept."""
    last = session.execute(
        select(SheetEvent.act, SheetEvent.no)
        .where(SheetEvent.sheet_id == sheet.id, SheetEvent.act.in_((SheetAct.SEAL, SheetAct.REOPEN)))
        .order_by(SheetEvent.no.desc())
        .limit(1)
    ).first()
    if last is None or last.act != SheetAct.REOPEN or content.after >= last.no:
        return
    if event_with_key(session, sheet.id, content.seal) is None:
        raise Waits(
            _("The sheet was opened again after you sealed this one. This one waits until you seal the sheet again.")
        )


def called(session: Session, performance: Performance) -> str:
    """A performance by code and exercise, as everybody may know it."""
    row = session.execute(
        select(WorkshopCandidate.number, Exercise.title)
        .join(Exercise, Exercise.workshop_id == WorkshopCandidate.workshop_id)
        .where(
            WorkshopCandidate.workshop_id == performance.occasion_id,
            WorkshopCandidate.person_id == performance.person_id,
            Exercise.id == performance.exercise_id,
        )
    ).first()
    return f"{candidate_code(row.number)}, {row.title}" if row else ""
