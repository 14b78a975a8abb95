"""Imports are applied, cohorts follow corrections, old files are forgotten, coordinators are told of lapses."""

from datetime import datetime, timedelta
from typing import Any

from courses.cohorts.pages.imports import written_languages
from courses.cohorts.queries.cohorts import cohort_by_id
from courses.cohorts.queries.imports import import_by_id
from courses.cohorts.queries.versions import courses_corrected, open_cohorts_of
from courses.cohorts.rules.imports import ImportState
from courses.cohorts.services.cohort_versions import FOLLOW, follow_corrections
from courses.cohorts.services.import_judging import JudgedRow, judge_import
from courses.cohorts.services.import_reading import forget_old_files
from courses.cohorts.services.importing import APPLY, SOME, finish_import, give_up, join_some, joining_rows
from courses.cohorts.services.lapses import tell_of_lapses
from lms import clock
from lms.db import read_session, transaction
from lms.errors import RuleBroken
from lms.queue.kinds import Progress, job, periodic


@job(APPLY)
def apply_import(payload: dict[str, Any], progress: Progress) -> None:
    """Let who has an account join, then propose the other accounts; a second run finds nothing left to do."""
    try:
        _apply(payload["import_id"], progress)
    except RuleBroken as fault:  # such as a cohort that ended meanwhile: the page of the import says so
        with transaction() as session:
            give_up(session, import_by_id(session, payload["import_id"]), fault.message)


def _apply(import_id: int, progress: Progress) -> None:
    with transaction() as session:
        row = import_by_id(session, import_id)
        if row.state != ImportState.APPLYING:
            return
        cohort = cohort_by_id(session, row.cohort_id)
        judged = judge_import(session, cohort, row, languages=written_languages(), now=clock.now())
    joining = joining_rows(judged)
    progress(0, len(joining))
    for begin in range(0, len(joining), SOME):
        _join(import_id, joining[begin : begin + SOME])
        progress(min(begin + SOME, len(joining)))
    with transaction() as session:
        row = import_by_id(session, import_id)
        finish_import(session, cohort_by_id(session, row.cohort_id), row, judged, now=clock.now())


def _join(import_id: int, some: list[JudgedRow]) -> None:
    with transaction() as session:
        row = import_by_id(session, import_id)
        join_some(session, cohort_by_id(session, row.cohort_id), row, some, now=clock.now())


@job(FOLLOW)
def follow_correction(payload: dict[str, Any], _progress: Progress) -> None:
    """Let the open cohorts of a course follow its newest corrections."""
    _follow(payload["course_id"], clock.now())


@periodic("cohort-corrections", every=timedelta(minutes=5))
def follow_later(now: datetime) -> None:
    """Let whoever sat in a quiz or exam when a correction came follow it, once that is handed in."""
    for course_id in courses_corrected(read_session()):
        _follow(course_id, now)


def _follow(course_id: int, now: datetime) -> None:
    for cohort_id in open_cohorts_of(read_session(), course_id):
        with transaction() as session:
            follow_corrections(session, cohort_id, now=now)


@periodic("cohort-imports", every=timedelta(hours=24))
def forget_files(now: datetime) -> None:
    """Forget files of officers that nobody applied, and rows that are no longer needed."""
    with transaction() as session:
        forget_old_files(session, now)


@periodic("cohort-trainers", every=timedelta(hours=24))
def tell_coordinators(now: datetime) -> None:
    """Tell coordinators of trainers whose certificate ended while their cohort goes on."""
    with transaction() as session:
        tell_of_lapses(session, now)
