"""Sheets on paper: printed under a code, keyed in by one person and again, blind, by another."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.printed.rules.codes import draw_sheet_code
from assessments.sheets.events import PaperSheetKeyed, PaperSheetPrinted
from assessments.sheets.models import PaperKeying, PrintedRatingSheet
from assessments.sheets.queries.paper import FoundPaper
from assessments.sheets.queries.sheets import lock_performance
from assessments.sheets.rules.paper import NEXT_STEPS, PaperState, paper_state
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import PaperStep, Way
from assessments.sheets.services.arriving import Arrival, SealedSheet, bring_sealed, demand_content
from assessments.sheets.services.marking import Bringing
from lms import events
from lms.errors import Conflict, RuleBroken
from lms.i18n import _


def print_sheets(
    session: Session, found: Sequence[FoundPaper], *, choose: Callable[[str], str], by_id: int, now: datetime
) -> list[PrintedRatingSheet]:
    """A paper for each of these sheets that has none; `choose` picks the signs of codes."""
    made = [
        PrintedRatingSheet(sheet_id=one.sheet.row.id, code=draw_sheet_code(choose), printed_by_id=by_id, printed_at=now)
        for one in found
        if one.row is None and not one.sheet.standing.sealed
    ]
    session.add_all(made)
    session.flush()
    for row in made:
        events.publish(
            session,
            PaperSheetPrinted(subject=f"sheet:{row.sheet_id}", actor_id=by_id, at=now, paper_id=row.id),
        )
    return made


def key_in_sheet(
    session: Session, found: FoundPaper, content: SheetContent, *, by_id: int, now: datetime
) -> PaperState | Arrival:
    """Take the next keying of a paper; once two agree, or the paper settled it, the sheet is sealed by way of paper.

    The second person is another one. Answers how far the paper is, or what became of the sheet.
    """
    paper = found.row
    if paper is None:
        raise RuleBroken(_("This sheet was not printed."))
    lock_performance(session, found.sheet.performance.id)
    keyed = {
        PaperStep(one.step): one for one in session.scalars(select(PaperKeying).where(PaperKeying.paper_id == paper.id))
    }
    if set(keyed) != set(found.keyed):
        raise Conflict(_("Somebody else entered this sheet at the same moment. Load the page again."))
    demand_next(found, by_id)
    demand_content(found.sheet, content)
    step = NEXT_STEPS[found.state]
    row = PaperKeying(paper_id=paper.id, step=step, content=content.as_data(), by_id=by_id, at=now)
    session.add(row)
    session.flush()
    events.publish(
        session,
        PaperSheetKeyed(subject=f"sheet:{paper.sheet_id}", actor_id=by_id, at=now, keying_id=row.id, step=step),
    )
    after = paper_state({**found.contents, step: content})
    if after is not PaperState.DONE:
        return after
    sealed = SealedSheet(content, f"paper-{paper.code}")
    return bring_sealed(session, found.sheet.row, sealed, by=Bringing(by_id, Way.PAPER), now=now)


def why_not_key(found: FoundPaper, by_id: int) -> str:
    """Why this person does not key the paper in now, in a sentence; empty where they may."""
    if found.state is PaperState.DONE:
        return _("This sheet is entered and checked.")
    first = found.keyed.get(PaperStep.FIRST)
    if found.state is PaperState.KEYED and first is not None and first.by_id == by_id:
        return _("You entered this sheet. Somebody else has to enter it again, without seeing what you typed.")
    return ""


def demand_next(found: FoundPaper, by_id: int) -> None:
    """Whoever keys in next may do so."""
    words = why_not_key(found, by_id)
    if words:
        raise RuleBroken(words)
