"""Printed sheets with their attempts and what was keyed in, as those find them who lead the cohort."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.printed.models import PrintedKeying, PrintedLoss, PrintedSheet
from assessments.exams.printed.policy import PERMISSION
from assessments.exams.printed.rules.sheets import KeyingStep, SheetState, sheet_state
from assessments.exams.rules.states import AttemptState
from courses.api import COHORT, cohort_led_by_id, participants_seen
from lms.access import Viewer
from lms.errors import NotFound
from lms.scopes import numbers


@dataclass(frozen=True)
class FoundSheet:
    """A sheet, its attempt, and what was done with it."""

    row: PrintedSheet
    attempt: Attempt
    keyings: Sequence[PrintedKeying]
    losses: Sequence[PrintedLoss]

    @property
    def state(self) -> SheetState:
        """Where it is."""
        steps = {KeyingStep(one.step) for one in self.keyings}
        is_open = self.attempt.state == AttemptState.IN_PROGRESS
        return sheet_state(steps, is_open=is_open, counts=self.attempt.state != AttemptState.VOIDED)

    @property
    def first_by(self) -> int | None:
        """Who keyed it in first."""
        return next((one.person_id for one in self.keyings if one.step == KeyingStep.FIRST), None)

    @property
    def loss(self) -> PrintedLoss | None:
        """What was said of it and not refused: that it is given up, or shall be."""
        return next((one for one in self.losses if one.agreed is not False), None)

    def keyed(self, step: KeyingStep) -> PrintedKeying:
        """The keying of this step, which there is."""
        return next(one for one in self.keyings if one.step == step)


def sheets_where(session: Session, *where: ColumnElement[bool]) -> list[FoundSheet]:
    """The sheets for which this holds, in the order in which they were printed; three queries."""
    rows = session.execute(
        select(PrintedSheet, Attempt)
        .join(Attempt, Attempt.id == PrintedSheet.attempt_id)
        .where(*where)
        .order_by(PrintedSheet.id)
    ).all()
    ids = [sheet.id for sheet, _attempt in rows]
    keyed: dict[int, list[PrintedKeying]] = {one: [] for one in ids}
    for keying in session.scalars(
        select(PrintedKeying).where(PrintedKeying.sheet_id.in_(ids)).order_by(PrintedKeying.id)
    ):
        keyed[keying.sheet_id].append(keying)
    lost: dict[int, list[PrintedLoss]] = {one: [] for one in ids}
    for loss in session.scalars(select(PrintedLoss).where(PrintedLoss.sheet_id.in_(ids)).order_by(PrintedLoss.id)):
        lost[loss.sheet_id].append(loss)
    return [FoundSheet(sheet, attempt, keyed[sheet.id], lost[sheet.id]) for sheet, attempt in rows]


def people_seen(session: Session, viewer: Viewer, cohort_id: int) -> set[int]:
    """The officers whom the viewer sees in a cohort that they lead."""
    return {one.person_id for one in participants_seen(session, viewer, cohort_id)}


def sheets_of_cohort(session: Session, viewer: Viewer, cohort_id: int) -> list[FoundSheet]:
    """Every sheet of a cohort whose officer the viewer sees; who leads the cohort is asked before."""
    seen = people_seen(session, viewer, cohort_id)
    return sheets_where(session, PrintedSheet.cohort_id == cohort_id, Attempt.person_id.in_(seen))


def sheets_of_batch(session: Session, viewer: Viewer, cohort_id: int, batch: str) -> list[FoundSheet]:
    """The sheets that were printed in one step and still wait to be keyed in."""
    found = [one for one in sheets_of_cohort(session, viewer, cohort_id) if one.row.batch == batch]
    if not found:
        raise NotFound
    return [one for one in found if one.state is not SheetState.GIVEN_UP]


def sheet_by_code(session: Session, viewer: Viewer, code: str, *, lock: bool = False) -> FoundSheet:
    """The sheet of this code, if the viewer leads its cohort and sees its officer."""
    query = select(PrintedSheet.cohort_id, PrintedSheet.attempt_id).where(PrintedSheet.code == code)
    known = session.execute(query).one_or_none()
    if known is None:
        raise NotFound
    cohort_led_by_id(session, viewer, known.cohort_id)
    if lock:
        session.execute(select(Attempt.id).where(Attempt.id == known.attempt_id).with_for_update())
        session.expire_all()
    seen = people_seen(session, viewer, known.cohort_id)
    found = sheets_where(session, PrintedSheet.code == code, Attempt.person_id.in_(seen))
    if not found:
        raise NotFound
    return found[0]


def sheets_waiting(session: Session, viewer: Viewer, cohort_ids: Collection[int]) -> list[tuple[int, int]]:
    """In which of these cohorts sheets wait for somebody else than who keyed them in first, and how many; one query."""
    rows = session.execute(
        select(PrintedSheet.cohort_id, func.count())
        .join(Attempt, Attempt.id == PrintedSheet.attempt_id)
        .where(*_waiting(viewer, cohort_ids))
        .group_by(PrintedSheet.cohort_id)
        .order_by(PrintedSheet.cohort_id)
    )
    return [(cohort_id, int(count)) for cohort_id, count in rows]


def sheets_first(person: Viewer, now: datetime) -> list[ColumnElement[bool]]:
    """What home asks first: whether a sheet waits in a cohort of one's own."""
    own = numbers(person.scopes(PERMISSION).ids(COHORT)) if person.may(PERMISSION) else []
    sheets = select(PrintedSheet.id).join(Attempt, Attempt.id == PrintedSheet.attempt_id)
    return [sheets.where(*_waiting(person, own)).exists()] if own else []


def _waiting(viewer: Viewer, cohort_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    first = select(PrintedKeying.sheet_id).where(
        PrintedKeying.step == KeyingStep.FIRST, PrintedKeying.person_id != viewer.id
    )
    lost = select(PrintedLoss.sheet_id).where(PrintedLoss.agreed.is_(None))
    return (
        PrintedSheet.cohort_id.in_(cohort_ids),
        Attempt.state == AttemptState.IN_PROGRESS,
        Attempt.person_id != viewer.id,
        PrintedSheet.id.in_(first),
        PrintedSheet.id.not_in(lost),
    )


def sheet_of_attempt(session: Session, attempt_id: int) -> FoundSheet:
    """The sheet of an attempt on paper, whoever asks."""
    return sheets_where(session, PrintedSheet.attempt_id == attempt_id)[0]


def codes_taken(session: Session, codes: Collection[str]) -> set[str]:
    """Those of these codes that a sheet bears."""
    return set(session.scalars(select(PrintedSheet.code).where(PrintedSheet.code.in_(codes))))
