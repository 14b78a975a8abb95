"""Imports into cohorts, the accounts they propose, and permits to make those, as they are found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from courses.cohorts import policy
from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.imports import CohortAccountPermit, CohortAccountProposal, CohortImport, CohortImportPerson
from courses.cohorts.queries.cohorts import FoundCohort, trainers_of_one
from courses.cohorts.rules.imports import ImportState
from lms.access import Viewer
from lms.errors import NotFound
from lms.queue.jobs import Job

DECIDED_SHOWN = 200


@dataclass(frozen=True)
class WorkDone:
    """How far the work is that applies an import."""

    state: str
    done: int
    total: int | None


def imports_of(session: Session, cohort: FoundCohort) -> list[CohortImport]:
    """The files of a cohort, the newest first; who leads it is asked before."""
    wanted = select(CohortImport).where(CohortImport.cohort_id == cohort.id).order_by(CohortImport.id.desc())
    return list(session.scalars(wanted))


def import_of(session: Session, cohort: FoundCohort, uuid: str, *, lock: bool = False) -> CohortImport:
    """One of them; locked, nobody else changes it until the commit."""
    wanted = select(CohortImport).where(CohortImport.cohort_id == cohort.id, CohortImport.uuid == uuid)
    row = session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()
    if row is None:
        raise NotFound
    return row


def import_by_id(session: Session, number: int) -> CohortImport:
    """This one, whoever asks: for the work that applies it; locked."""
    return session.get_one(CohortImport, number, with_for_update=True)


def applied_before(session: Session, row: CohortImport) -> CohortImport | None:
    """An earlier import of the very same file into the cohort that stands."""
    wanted = select(CohortImport).where(
        CohortImport.cohort_id == row.cohort_id,
        CohortImport.digest == row.digest,
        CohortImport.state == ImportState.APPLIED,
        CohortImport.id != row.id,
    )
    return session.scalars(wanted.order_by(CohortImport.id.desc()).limit(1)).first()


def work_of(session: Session, row: CohortImport) -> WorkDone | None:
    """How far the work of an import is; nothing where there is none any more."""
    job = session.get(Job, row.job_id) if row.job_id else None
    return WorkDone(str(job.state), job.done_count, job.total_count) if job else None


def people_of(session: Session, import_id: int) -> list[CohortImportPerson]:
    """Who came by an import, in the order of its rows."""
    wanted = select(CohortImportPerson).where(CohortImportPerson.import_id == import_id)
    return list(session.scalars(wanted.order_by(CohortImportPerson.row, CohortImportPerson.id)))


def came_count(session: Session, import_id: int) -> int:
    """How many came by an import."""
    wanted = select(func.count()).where(CohortImportPerson.import_id == import_id)
    return session.scalars(wanted).one()


def people_of_earlier(session: Session, cohort_id: int) -> dict[str, int]:
    """Who came into a cohort by which row of an import that stands; one query."""
    rows = session.execute(
        select(CohortImportPerson.row_key, CohortImportPerson.person_id)
        .join(CohortImport, CohortImport.id == CohortImportPerson.import_id)
        .where(CohortImport.cohort_id == cohort_id, CohortImport.state != ImportState.UNDONE)
        .order_by(CohortImportPerson.id)
    )
    return dict(rows.all())


def rows_proposed(session: Session, cohort_id: int) -> frozenset[str]:
    """The keys of rows for which an account of this cohort is proposed and waits; one query."""
    wanted = (
        select(CohortAccountProposal.rows)
        .join(CohortImport, CohortImport.id == CohortAccountProposal.import_id)
        .where(CohortImport.cohort_id == cohort_id, CohortAccountProposal.decided_at.is_(None))
    )
    return frozenset(row["key"] for rows in session.scalars(wanted) for row in rows)


def proposals_of(session: Session, import_id: int) -> list[CohortAccountProposal]:
    """The accounts that an import proposes, in parts."""
    wanted = select(CohortAccountProposal).where(CohortAccountProposal.import_id == import_id)
    return list(session.scalars(wanted.order_by(CohortAccountProposal.id)))


def made_by(session: Session, proposal_id: int) -> list[int]:
    """Whose accounts were made for a proposal."""
    wanted = select(CohortImportPerson.person_id).where(CohortImportPerson.proposal_id == proposal_id)
    return list(session.scalars(wanted.order_by(CohortImportPerson.row)))


@dataclass(frozen=True)
class FoundProposal:
    """Proposed accounts, with the cohort and the file that they are for."""

    row: CohortAccountProposal
    imported: CohortImport
    cohort: Cohort


def _proposals(session: Session, *where: ColumnElement[bool], newest_first: bool = False) -> list[FoundProposal]:
    order = CohortAccountProposal.id.desc() if newest_first else CohortAccountProposal.id
    rows = session.execute(
        select(CohortAccountProposal, CohortImport, Cohort)
        .join(CohortImport, CohortImport.id == CohortAccountProposal.import_id)
        .join(Cohort, Cohort.id == CohortImport.cohort_id)
        .where(*where)
        .order_by(order)
        .limit(DECIDED_SHOWN if newest_first else None)
    )
    return [FoundProposal(*row) for row in rows]


def proposals_waiting(session: Session, viewer: Viewer) -> list[FoundProposal]:
    """What waits for this viewer, oldest first."""
    return _proposals(session, CohortAccountProposal.decided_at.is_(None), policy.accounts_decided_by(viewer))


def proposals_decided(session: Session, viewer: Viewer) -> list[FoundProposal]:
    """What was decided in the administrations of this viewer, newest first."""
    decided = CohortAccountProposal.decided_at.is_not(None)
    return _proposals(session, decided, policy.accounts_decided_by(viewer), newest_first=True)


def proposals_standing(viewer: Viewer | None) -> Select[int, datetime | None]:
    """As SQL: how many wait for this viewer, or at all, and since when the oldest."""
    return select(func.count(), func.min(CohortAccountProposal.at)).where(
        CohortAccountProposal.decided_at.is_(None), policy.accounts_decided_by(viewer)
    )


def proposal_seen(session: Session, viewer: Viewer, uuid: str) -> FoundProposal:
    """These proposed accounts, if the viewer decides on them."""
    return _one(_proposals(session, CohortAccountProposal.uuid == uuid, policy.accounts_decided_by(viewer)))


def proposal_of(session: Session, cohort: FoundCohort, uuid: str) -> FoundProposal:
    """Proposed accounts of this cohort, for who leads it."""
    return _one(_proposals(session, CohortAccountProposal.uuid == uuid, Cohort.id == cohort.id))


def lock_proposal(session: Session, proposal_id: int) -> CohortAccountProposal:
    """These as they stand now: who else decides waits until the commit."""
    return session.get_one(CohortAccountProposal, proposal_id, with_for_update=True, populate_existing=True)


def permit_of(session: Session, cohort_id: int) -> CohortAccountPermit | None:
    """The permit to make accounts that holds for a cohort, if there is one."""
    wanted = select(CohortAccountPermit).where(
        CohortAccountPermit.cohort_id == cohort_id, CohortAccountPermit.ended_at.is_(None)
    )
    return session.scalars(wanted).one_or_none()


def permit_for(session: Session, viewer: Viewer, cohort_id: int) -> CohortAccountPermit | None:
    """The permit by which the viewer makes the accounts of a cohort, if there is one."""
    permit = permit_of(session, cohort_id)
    return permit if policy.makes_by_permit(viewer, trainers_of_one(session, cohort_id), permit) else None


def imported_elsewhere(session: Session, import_id: int, people: Collection[int]) -> set[int]:
    """Those of these people whom another import that stands names too."""
    wanted = (
        select(CohortImportPerson.person_id)
        .join(CohortImport, CohortImport.id == CohortImportPerson.import_id)
        .where(CohortImportPerson.person_id.in_(people), CohortImportPerson.import_id != import_id)
        .where(CohortImport.state != ImportState.UNDONE)
    )
    return set(session.scalars(wanted))


def _one(found: list[FoundProposal]) -> FoundProposal:
    if not found:
        raise NotFound
    return found[0]
