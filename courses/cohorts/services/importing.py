"""An import is applied: who has an account joins, for the others accounts are proposed. May run twice without harm."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.events import CohortImportApplied
from courses.cohorts.models.imports import CohortImport
from courses.cohorts.queries.cohorts import FoundCohort, lock
from courses.cohorts.queries.imports import came_count, proposals_of, work_of
from courses.cohorts.rules.imports import JOINING, ImportState, RowState
from courses.cohorts.rules.states import CohortState
from courses.cohorts.services.import_accounts import propose_accounts
from courses.cohorts.services.import_judging import JudgedRow, demand_checked
from courses.cohorts.services.import_people import CameByRow, keep_people
from courses.cohorts.services.joining import bring_in
from lms import events
from lms.errors import RuleBroken
from lms.i18n import _
from lms.queue.jobs import JobState, enqueue

APPLY = "cohort-import"
SOME = 500  # officers who join in one transaction


def begin_import(session: Session, cohort: FoundCohort, row: CohortImport, *, by: int, now: datetime) -> None:
    """Let a worker apply an import, or go on where the work has stopped; its page tells how far it is."""
    lock(session, cohort.id)
    work = work_of(session, row) if row.state == ImportState.APPLYING else None
    if work is None or work.state != JobState.FAILED:
        demand_checked(row)
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so nobody can join it."))
    row.state, row.fault, row.applied_by_id = ImportState.APPLYING, "", by
    row.job_id = enqueue(session, APPLY, {"import_id": row.id}, now=now).id
    session.flush()


def give_up(session: Session, row: CohortImport, fault: str) -> None:
    """Put an import back that cannot be applied, with the reason; who has joined by it is in already."""
    row.state, row.fault = ImportState.CHECKED, fault
    session.flush()


def joining_rows(judged: Sequence[JudgedRow]) -> list[JudgedRow]:
    """The rows of those who have an account and are to join."""
    return [one for one in judged if one.state in JOINING]


def join_some(
    session: Session, cohort: FoundCohort, row: CohortImport, some: Sequence[JudgedRow], *, now: datetime
) -> None:
    """Let some people of an import join, and remember that they came by it."""
    rows = {one.matched.person_id: one for one in some if one.matched.person_id is not None}
    fits = bring_in(session, cohort, list(rows), by=row.applied_by_id, now=now)
    by_row = {person_id: CameByRow(one.row.number, one.matched.key) for person_id, one in rows.items()}
    keep_people(session, row.id, fits, by_row, now=now)


def finish_import(
    session: Session, cohort: FoundCohort, row: CohortImport, judged: Sequence[JudgedRow], *, now: datetime
) -> None:
    """Propose the missing accounts, and say in the record what was done."""
    if row.state != ImportState.APPLYING or row.applied_by_id is None:
        return
    new = [one for one in judged if one.state is RowState.NEW]
    propose_accounts(session, cohort, row, new, by=row.applied_by_id, now=now)
    row.state, row.applied_at = ImportState.APPLIED, now
    session.flush()
    happened = CohortImportApplied(
        subject=f"cohort:{cohort.id}",
        actor_id=row.applied_by_id,
        at=now,
        import_id=row.id,
        digest=row.digest,
        joined=came_count(session, row.id),
        proposed=sum(one.count for one in proposals_of(session, row.id)),
    )
    events.publish(session, happened)
