"""An officer of a cohort on one page: progress with days, results, certificate and history, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.pages.board import chips_of, seen_words
from courses.cohorts.pages.deadlines import (
    ChangeLine,
    Extension,
    OwnDeadlineLine,
    extension_of,
    officer_changes,
    officer_deadlines,
)
from courses.cohorts.pages.participant import StanceLine, history_lines
from courses.cohorts.pages.standing import OfficerStanding, standings
from courses.cohorts.queries.attendance import attendance_of
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.participants import FoundParticipant, history_of
from courses.cohorts.rules.board import BoardFilter
from courses.cohorts.rules.meetings import Attendance
from courses.learning.outline import ModuleOutline, Outline, OutlineStep, outlines
from courses.learning.queries.one_run import course_of_version
from courses.learning.queries.progress import days_done
from courses.learning.rules.progress import Run
from courses.ports.assessments import ASSESSMENTS
from courses.ports.runs import REOPENING, Reopening
from courses.ports.steps import StepAttempt
from lms.access import Viewer
from lms.errors import NotFound
from lms.i18n import _, language
from lms.people.api import PersonInfo, person_of


@dataclass(frozen=True)
class AttemptShown:
    """An attempt at a quiz or exam: how it came out, never what was answered."""

    title: str
    no: int
    on: date
    result: tuple[str, str]


@dataclass(frozen=True)
class OfficerPage:
    """All that a trainer may see of an officer in their cohort."""

    participant: FoundParticipant
    person: PersonInfo
    standing: OfficerStanding
    chips: Sequence[tuple[Any, str]]
    seen: str
    modules: Sequence[ModuleOutline]
    final: OutlineStep | None
    attendance: Attendance
    done_on: Mapping[str, date]  # lessons and steps that are done
    attempts: Sequence[AttemptShown]
    certificate: Reopening | None
    history: Sequence[StanceLine]
    deadlines: Sequence[OwnDeadlineLine]
    longer: Sequence[ChangeLine]  # what they were given beyond the deadlines of the cohort
    extension: Extension  # what one tap would give them


def officer_page(
    session: Session, viewer: Viewer, cohort: FoundCohort, participant: FoundParticipant, now: datetime
) -> OfficerPage:
    """The page of one officer; of somebody who has left the cohort there is none."""
    person = [participant.person_id]
    found = standings(session, [cohort], now, viewer=viewer, people=person)[cohort.id]
    if not found:
        raise NotFound
    (standing,) = found
    run = standing.progress.run if standing.progress else None
    version = run.version_id if run else cohort.row.course_version_id
    outline = outlines(session, [course_of_version(session, version, language())], language())[version]
    seen_on = standing.facts.seen_on
    return OfficerPage(
        participant=participant,
        person=person_of(session, participant.person_id),
        standing=standing,
        chips=chips_of(standing),
        seen=seen_words((standing.days.today - seen_on).days) if seen_on else _("never"),
        modules=outline.modules,
        final=outline.final,
        attendance=attendance_of(session, [cohort.id], now, person)[cohort.id].of(participant.person_id),
        done_on=_days(session, cohort, run),
        attempts=_attempts(session, cohort, run, outline),
        certificate=REOPENING.provider()(session, [run], now).get(run.id) if run else None,
        history=history_lines(session, cohort, history_of(session, [participant.id])[participant.id]),
        deadlines=officer_deadlines(standing),
        longer=officer_changes(session, cohort, participant.id),
        extension=extension_of([standing], BoardFilter.ALL, [participant.uuid], {}),
    )


def _days(session: Session, cohort: FoundCohort, run: Run | None) -> dict[str, date]:
    """On which day each lesson was read and each step done, where the cohort meets."""
    if run is None:
        return {}
    return {name: cohort.today(at) for name, at in days_done(session, [run.id])[run.id].items()}


def _attempts(session: Session, cohort: FoundCohort, run: Run | None, outline: Outline) -> list[AttemptShown]:
    """Every attempt in the order of the course."""
    if run is None:
        return []
    tried: Sequence[StepAttempt] = ASSESSMENTS.provider().steps.attempts(session, [run.id]).get(run.id, ())
    places = {step.slug: (number, step.title) for number, step in enumerate(outline.steps)}
    known = sorted((one for one in tried if one.slug in places), key=lambda one: (places[one.slug][0], one.no))
    return [AttemptShown(places[one.slug][1], one.no, cohort.today(one.at), (one.words, one.tone)) for one in known]
