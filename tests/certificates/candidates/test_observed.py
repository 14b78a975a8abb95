"""Sealed observation sheets of trainers become evidence of candidates."""

from __future__ import annotations

import pytest

from assessments.sheets.services.marking import Bringing, reopen
from certificates.candidates.queries.collecting import kind_in
from certificates.candidates.queries.found import evidence_of
from certificates.candidates.queries.standing import file_at
from certificates.candidates.services.evidence import take_up
from certificates.schemes.rules.definition import RubricUse
from lms.ids import new_uuid
from tests.builders import candidates, certificates, cohorts, meetings, observations, people


@pytest.fixture
def seen(session, now):
    """A trainer, an officer of the cohort who is a candidate too, a meeting that runs, and a rubric."""
    place = people.administration(session)
    trainer = cohorts.trainer(session, place=place)
    cohort = cohorts.cohort(session, certificates.course_version(session), now, place=place, leader=trainer)
    (officer,) = cohorts.officers(session, cohort, 1, now)
    meeting = meetings.running(session, cohort, now)
    return trainer, officer, meeting, observations.observing_rubric(session)


def candidate(session, officer, now, **more):
    on = candidates.scheme(session, people.person(session), now, candidates.definition(**more))
    return candidates.candidate(session, officer, on, now)


def current(session, found):
    rows = evidence_of(session, [found.row.id])[found.row.id]
    return [one for one in rows if one.withdrawn_at is None]


def test_a_sealed_sheet_is_evidence_at_once_and_was_observed_by_its_trainer(session, seen, now):
    trainer, officer, meeting, rubric = seen
    found = candidate(session, officer, now)
    sheet = observations.begun(session, meeting, trainer, officer, rubric, now)
    observations.marked(session, sheet, now)
    take_up(session, [officer.id], now=now)
    assert current(session, found) == []
    observations.sealed(session, sheet, now)
    (piece,) = current(session, found)
    assert (piece.kind, piece.observed_by_id, piece.ref) == ("observation", trainer.id, f"observation:{sheet.uuid}")
    assert piece.title == meeting.title
    file = file_at(session, found, now.date())
    assert [one.observed for one in file.matrix.pieces] == [True]
    assert file.matrix.rows[0].cells == (True,)


def test_opened_again_it_speaks_no_more_and_sealed_anew_it_is_another_version(session, seen, now):
    trainer, officer, meeting, rubric = seen
    found = candidate(session, officer, now)
    sheet = observations.begun(session, meeting, trainer, officer, rubric, now)
    observations.sealed(session, sheet, now)
    (before,) = current(session, found)
    reopen(session, sheet, "The wrong row.", key=new_uuid(), by=Bringing(trainer.id), now=now)
    take_up(session, [officer.id], now=now)
    assert current(session, found) == []
    observations.sealed(session, sheet, now, names=0, protects=1)
    (after,) = current(session, found)
    assert (after.ref, after.digest == before.digest) == (before.ref, False)
    assert file_at(session, found, now.date()).matrix.rows[0].cells == (False,)  # it did not pass


def test_a_scheme_takes_it_as_what_its_rubric_rates_else_as_an_observation():
    scheme = candidates.definition(rubrics=(RubricUse("micro", "course"),))
    assert kind_in(scheme, "observation:micro") == "course"
    assert kind_in(scheme, "observation:other") == "observation"


def test_who_is_no_candidate_has_no_evidence_from_it(session, seen, now):
    trainer, officer, meeting, rubric = seen
    observations.sealed(session, observations.begun(session, meeting, trainer, officer, rubric, now), now)
    assert candidate(session, officer, now).row.steps == 0
