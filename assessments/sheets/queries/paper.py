"""Paper sheets found: by their code, and those of a workshop, within what a coordinator runs."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.sheets.models import PaperKeying, Performance, PrintedRatingSheet, Sheet
from assessments.sheets.queries.sheets import RatedSheet, with_standing
from assessments.sheets.rules.paper import PaperState, paper_state
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import Occasion, PaperStep
from assessments.workshops.models import Workshop
from assessments.workshops.scope_kind import within
from lms.access import Viewer
from lms.errors import NotFound


@dataclass(frozen=True)
class FoundPaper:
    """A sheet with its paper, if it was printed, and what was keyed in from it."""

    sheet: RatedSheet
    row: PrintedRatingSheet | None
    keyed: Mapping[PaperStep, PaperKeying]

    @property
    def contents(self) -> dict[PaperStep, SheetContent]:
        """What was keyed in, step by step."""
        return {step: SheetContent.from_data(one.content) for step, one in self.keyed.items()}

    @property
    def state(self) -> PaperState:
        """How far the paper is."""
        return paper_state(self.contents)


def workshop_run(session: Session, viewer: Viewer, uuid: str) -> Workshop:
    """A workshop that this person runs; any other is not there."""
    scopes = viewer.scopes(PracticalPermission.WORKSHOP_RUN)
    row = session.scalars(select(Workshop).where(within(scopes), Workshop.uuid == uuid)).one_or_none()
    if row is None:
        raise NotFound
    return row


def workshops_run(session: Session, viewer: Viewer) -> list[Workshop]:
    """The workshops that this person runs, the newest first."""
    scopes = viewer.scopes(PracticalPermission.WORKSHOP_RUN)
    return list(session.scalars(select(Workshop).where(within(scopes)).order_by(Workshop.starts_on.desc())))


def papers_of(session: Session, viewer: Viewer, workshop_id: int) -> list[FoundPaper]:
    """Every sheet of a workshop that this person may handle on paper, printed or not."""
    return _papers(session, viewer, Performance.occasion_id == workshop_id)


def paper_by_code(session: Session, viewer: Viewer, code: str) -> FoundPaper:
    """The paper with this code at a workshop that this person runs; any other is not there."""
    found = _papers(
        session, viewer, Sheet.id.in_(select(PrintedRatingSheet.sheet_id).where(PrintedRatingSheet.code == code))
    )
    if not found:
        raise NotFound
    return found[0]


def _papers(session: Session, viewer: Viewer, *where: ColumnElement[bool]) -> list[FoundPaper]:
    """Those of workshops that one runs, none about oneself, and none of a performance that one rates."""
    scopes = viewer.scopes(PracticalPermission.WORKSHOP_RUN)
    own = select(Sheet.performance_id).where(Sheet.assessor_id == viewer.id)
    rows = session.execute(
        select(Sheet, Performance, PrintedRatingSheet)
        .join(Performance, Performance.id == Sheet.performance_id)
        .outerjoin(PrintedRatingSheet, PrintedRatingSheet.sheet_id == Sheet.id)
        .where(
            Performance.occasion == Occasion.WORKSHOP,
            Performance.occasion_id.in_(select(Workshop.id).where(within(scopes))),
            Performance.person_id != viewer.id,
            Performance.id.not_in(own),
            *where,
        )
        .order_by(Sheet.id)
    ).all()
    sheets = with_standing(session, [(row.Sheet, row.Performance) for row in rows])
    keyed: dict[int, dict[PaperStep, PaperKeying]] = defaultdict(dict)
    papers = [row.PrintedRatingSheet.id for row in rows if row.PrintedRatingSheet is not None]
    for one in session.scalars(select(PaperKeying).where(PaperKeying.paper_id.in_(papers)).order_by(PaperKeying.id)):
        keyed[one.paper_id][PaperStep(one.step)] = one
    return [
        FoundPaper(
            sheet, row.PrintedRatingSheet, keyed.get(row.PrintedRatingSheet.id, {}) if row.PrintedRatingSheet else {}
        )
        for sheet, row in zip(sheets, rows, strict=True)
    ]
