"""Files of officers, sent and applied as a trainer does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.models.imports import CohortAccountPermit, CohortAccountProposal, CohortImport
from courses.cohorts.pages.imports import written_languages
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.imports import FoundProposal, permit_of, proposal_of
from courses.cohorts.rules.imports import RowState
from courses.cohorts.services.import_judging import JudgedRow, judge_import
from courses.cohorts.services.import_reading import SentFile, keep_import
from courses.cohorts.services.importing import begin_import
from lms.people.models import Person
from lms.queue import jobs
from tests.builders import cohorts


def text_file(*rows: Sequence[str], head: str = "Name;E-mail;User name;Administration;Unit;Language") -> bytes:
    """A CSV file with semicolons."""
    return "\n".join([head, *(";".join(row) for row in rows)]).encode()


def sent(session: Session, cohort: FoundCohort, content: bytes, by: Person, now: datetime) -> CohortImport:
    """A file that is kept as a proposal."""
    return keep_import(session, cohort, SentFile("class.csv", content), by=by.id, now=now)


def judge(session: Session, cohort: FoundCohort, row: CohortImport, now: datetime) -> list[JudgedRow]:
    """What would become of each row."""
    return judge_import(session, cohort, row, languages=written_languages(), now=now)


def states(session: Session, cohort: FoundCohort, row: CohortImport, now: datetime) -> list[RowState]:
    """The same, in short."""
    return [one.state for one in judge(session, cohort, row, now)]


def applied(session: Session, cohort: FoundCohort, content: bytes, by: Person, now: datetime) -> CohortImport:
    """A file that a worker has applied."""
    row = sent(session, cohort, content, by, now)
    begin_import(session, cohorts.found(session, cohort.id), row, by=by.id, now=now)
    session.flush()
    jobs.run_due(now)
    session.expire_all()
    return row


def proposal(session: Session, cohort: FoundCohort, row: CohortAccountProposal) -> FoundProposal:
    """Proposed accounts as the trainers of their cohort find them."""
    return proposal_of(session, cohort, row.uuid)


def permit(session: Session, cohort: FoundCohort) -> CohortAccountPermit:
    """The permit of a cohort."""
    found = permit_of(session, cohort.id)
    assert found is not None
    return found
