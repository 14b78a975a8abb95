"""Files of officers in every state, for the pages of imports."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.imports import CohortImport
from courses.cohorts.queries.imports import people_of, proposals_of
from courses.cohorts.rules.imports import ImportState
from courses.cohorts.services.account_permits import give_permit
from courses.cohorts.services.import_accounts import make_accounts
from courses.cohorts.services.import_judging import judge_import
from courses.cohorts.services.import_undo import undo_import
from courses.cohorts.services.importing import begin_import, finish_import, join_some, joining_rows
from lms.people.models import Person
from lms.queue.jobs import Job
from tests.builders import cohorts, imports
from tests.builders import people as build
from tests.pages.made import World


def add(session: Session, made: World, now: datetime) -> None:
    """All of them, in the cohort of the demonstration; the coordinator lets its trainers make accounts."""
    row = session.scalars(select(Cohort).where(Cohort.uuid == made.values["class"])).one()
    cohort, trainer = cohorts.found(session, row.id), made.person(session, "trainer")
    coordinator = build.viewer(session, made.person(session, "coordinator"))
    give_permit(session, cohort, by=coordinator, now=now)
    officer = made.person(session, "officer")

    def file(name: str, *rows: tuple[str, ...], apply: bool = False) -> CohortImport:
        """A file, applied without a worker or not."""
        sent = imports.sent(session, cohort, imports.text_file(*rows), trainer, now)
        made.values[f"file-{name}"] = sent.uuid
        if apply:
            sent.state, sent.applied_by_id = ImportState.APPLYING, trainer.id
            judged = judge_import(session, cohort, sent, languages={}, now=now)
            join_some(session, cohort, sent, joining_rows(judged), now=now)
            finish_import(session, cohort, sent, judged, now=now)
        return sent

    file(
        "checked",
        ("Bintou Traoré", "bintou@gmial.com"),
        (officer.name, ""),
        ("Chan Mony", "chan@post.example"),
        ("Chan Mony", "chan@post.example"),
        ("12/03/1990", ""),
        ("Dara Sok", "", "", "Customs of Nowhere"),
    )
    file("idle", ("12/03/1990", ""))
    applying = file("applying", ("Emma Keo", "emma@post.example"))
    begin_import(session, cohort, applying, by=trainer.id, now=now)
    job = session.get_one(Job, applying.job_id)
    job.state, job.done_count, job.total_count = "done", 20, 60
    applied = file("applied", ("Fay Lao", ""), ("Gia Mon", ""), apply=True)
    made.values["accounts-waiting"] = proposals_of(session, applied.id)[0].uuid
    undone = file("undone", ("Hugo Vann", ""), ("Ines Prado", ""), apply=True)
    (proposal,) = proposals_of(session, undone.id)
    made.values["accounts-made"] = proposal.uuid
    make_accounts(session, imports.proposal(session, cohort, proposal), by=coordinator, now=now)
    session.get_one(Person, people_of(session, undone.id)[0].person_id).has_signed_in = True
    session.flush()
    undo_import(session, cohort, undone, by=build.viewer(session, trainer), now=now)
