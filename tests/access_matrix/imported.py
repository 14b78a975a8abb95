"""Files of officers of which the rows of imports speak: checked, applied, and with accounts that a trainer made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.models.imports import CohortAccountPermit, CohortImport
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.imports import proposals_of
from courses.cohorts.rules.imports import ImportState
from courses.cohorts.services.import_accounts import make_accounts
from courses.cohorts.services.import_judging import judge_import
from courses.cohorts.services.importing import finish_import, join_some, joining_rows
from lms.access import Role
from lms.people.models import Administration, Person
from tests.builders import imports, people


@dataclass(frozen=True)
class Imported:
    """The files and accounts, by their numbers outside; all of the cohort of home."""

    checked: str  # with a row that waits for an answer
    applied: str  # with somebody who joined
    waiting: str  # accounts that `applied` proposes
    made: str  # accounts that a trainer made with a permit
    made_file: str  # which proposed them


def build(session: Session, home: FoundCohort, place: Administration, helper: Person, now: datetime) -> Imported:
    """All of them, sent by one of its trainers."""
    giver = people.person(session, "Tom Giver", (Role.COORDINATOR, place))
    permit = CohortAccountPermit(cohort_id=home.id, given_by_id=giver.id, given_at=now)
    session.add(permit)
    people.person(session, "Kim Known", (Role.OFFICER, place), place=place, email="kim@post.example")
    checked = imports.sent(
        session, home, imports.text_file(("Ned New", "ned@gmial.com"), ("Una Plain", "")), helper, now
    )
    applied = _applied(
        session, home, imports.text_file(("Kim Known", "kim@post.example"), ("Pia New", "")), helper, now
    )
    second = _applied(session, home, imports.text_file(("Rex Made", "")), helper, now)
    (waiting,), (made,) = proposals_of(session, applied.id), proposals_of(session, second.id)
    found = imports.proposal(session, home, made)
    make_accounts(session, found, by=people.viewer(session, helper), now=now, permit=permit)
    session.flush()
    return Imported(checked.uuid, applied.uuid, waiting.uuid, made.uuid, second.uuid)


def _applied(session: Session, cohort: FoundCohort, content: bytes, by: Person, now: datetime) -> CohortImport:
    """A file that was applied without a worker."""
    row = imports.sent(session, cohort, content, by, now)
    row.state, row.applied_by_id = ImportState.APPLYING, by.id
    judged = judge_import(session, cohort, row, languages={}, now=now)
    join_some(session, cohort, row, joining_rows(judged), now=now)
    finish_import(session, cohort, row, judged, now=now)
    return row
