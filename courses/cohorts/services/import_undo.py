"""An import is undone: everything is as before, save what somebody has used since, which is named."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.events import CohortImportUndone
from courses.cohorts.models.imports import CohortImport, CohortImportPerson
from courses.cohorts.queries.cohorts import FoundCohort, lock
from courses.cohorts.queries.imports import FoundProposal, imported_elsewhere, people_of, permit_for, proposals_of
from courses.cohorts.queries.participants import cohorts_of, known_in
from courses.cohorts.rules.import_undo import KeptBecause, UseFacts, kept_account, kept_place
from courses.cohorts.rules.imports import ImportState
from courses.cohorts.rules.states import CURRENT, ParticipantStatus
from courses.cohorts.services.import_accounts import call_back
from courses.cohorts.services.states import StateChange, write_states
from courses.learning.queries.runs import newest_runs, runs_of, used_runs
from courses.learning.rules.progress import EndReason
from courses.learning.services import end_runs
from courses.ports.assessments import ASSESSMENTS
from lms import events
from lms.access import Viewer
from lms.errors import Conflict
from lms.i18n import _
from lms.people.api import close_unused, newcomer_ids


def undo_import(session: Session, cohort: FoundCohort, row: CohortImport, *, by: Viewer, now: datetime) -> None:
    """Withdraw who joined by an import, end the runs begun for it, close the accounts made for it that nobody used."""
    lock(session, cohort.id)
    if row.state != ImportState.APPLIED:
        raise Conflict(_("This import was not done, or it was already reversed. Load the page again."))
    came = people_of(session, row.id)
    facts, runs = use_facts(session, cohort, row, came, by=by, now=now)
    kept = {one.person_id: why for one in came if (why := kept_place(facts[one.person_id])) is not None}
    leaving = [one.person_id for one in came if one.person_id not in kept]
    change = StateChange(ParticipantStatus.WITHDRAWN, _("The import was reversed."))
    write_states(session, cohort.id, dict.fromkeys(leaving, change), by=by.id, now=now)
    ending = [runs[one] for one in leaving if one in runs]
    end_runs(session, ending, reason=EndReason.WITHDRAWN, by=by.id, now=now)
    closing = [one.person_id for one in came if one.made and one.person_id not in kept]
    kept |= {one: why for one in closing if (why := kept_account(facts[one])) is not None}
    closing = [one for one in closing if one not in kept]
    permitted = permit_for(session, by, cohort.id) is not None
    closed = close_unused(session, closing, by=by, now=now, permitted=permitted)
    kept |= dict.fromkeys((one for one in closing if one not in closed), KeptBecause.NOT_YOURS)
    for proposal in proposals_of(session, row.id):
        if proposal.decided_at is None:
            call_back(session, FoundProposal(proposal, row, cohort.row), by=by, now=now)
    row.state, row.undone_at, row.undone_by_id = ImportState.UNDONE, now, by.id
    row.kept = [{"person_id": one, "why": why} for one, why in kept.items()]
    session.flush()
    happened = CohortImportUndone(
        subject=f"cohort:{cohort.id}",
        actor_id=by.id,
        at=now,
        import_id=row.id,
        withdrawn=len(leaving),
        closed=len(closed),
        kept=sorted(kept),
    )
    events.publish(session, happened)


def use_facts(
    session: Session,
    cohort: FoundCohort,
    row: CohortImport,
    came: Sequence[CohortImportPerson],
    *,
    by: Viewer,
    now: datetime,
) -> tuple[dict[int, UseFacts], dict[int, int]]:
    """What each of these people has done since, and by person the run that was begun for the import."""
    people = [one.person_id for one in came]
    known = known_in(session, cohort.id, people)
    newest = newest_runs(session, people, cohort.row.course_id, lock=True)
    runs = {
        one.person_id: run.id
        for one in came
        if (run := newest.get(one.person_id)) is not None
        and run.is_open
        and run.group == cohort.group
        and run.begun_at == one.at
    }
    states = ASSESSMENTS.provider().steps.states(session, list(runs.values()), now)
    tried = {run_id for run_id, steps in states.items() if any(step.attempts for step in steps.values())}
    used = tried | used_runs(session, list(runs.values()))
    new = newcomer_ids(session, by, people)
    others = imported_elsewhere(session, row.id, people)
    places = cohorts_of(session, people)
    every = runs_of(session, people)
    facts = {}
    for one in came:
        there = known.get(one.person_id)
        facts[one.person_id] = UseFacts(
            unchanged=there is not None and there.now.at == one.at and there.status in CURRENT,
            run_used=runs.get(one.person_id) in used,
            signed_in=one.person_id not in new,
            elsewhere=one.person_id in others
            or any(place.cohort_id != cohort.id for place in places[one.person_id])
            or any(run.group != cohort.group for run in every[one.person_id]),
        )
    return facts, runs
