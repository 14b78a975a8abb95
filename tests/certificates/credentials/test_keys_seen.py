"""What a passed exam is worth to who knew its keys, and by which record of a cut it was judged."""

import pytest
from sqlalchemy import select

from assessments.exams.queries.exams import cut_score_in_force
from assessments.exams.services.key_views import look_at_keys
from certificates.credentials.models import Claim
from certificates.credentials.rules.award import Standard
from certificates.credentials.rules.evidence import from_data
from courses.api import EndReason, end_run, newest_runs
from lms.access import Role
from tests.builders import assessments as make
from tests.builders.people import person, viewer


@pytest.fixture
def exam(session, tmp_path, now):
    return make.exam_of(session, make.load_folder(session, make.write_exam_course(tmp_path), now))


def sit(session, exam, row, now):
    make.enrol(session, row.id, exam.course_version_id, now=now)
    return make.sit(session, exam, row, now)


def claims(session, row):
    return session.scalars(select(Claim).where(Claim.person_id == row.id)).all()


def test_who_saw_the_keys_passes_without_a_certificate(session, exam, now):
    insider = person(session, None, Role.PROGRAMME_MANAGER)
    look_at_keys(session, exam, viewer(session, insider), now)
    attempt = sit(session, exam, insider, now)
    assert make.result_of(session, attempt).passed
    assert claims(session, insider) == []


def test_what_was_earned_before_stays_earned(session, exam, now):
    officer = person(session, None, Role.PROGRAMME_MANAGER)
    sit(session, exam, officer, now)
    run = newest_runs(session, [officer.id], exam.course_id)[officer.id]
    end_run(session, run.id, reason=EndReason.COMPLETED, by=None, now=now)
    look_at_keys(session, exam, viewer(session, officer), now)
    assert len(claims(session, officer)) == 1


def test_what_is_earned_names_the_record_of_the_cut(session, exam, now):
    officer = person(session, None, Role.OFFICER)
    cut = cut_score_in_force(session, exam.exam_id)
    sit(session, exam, officer, now)
    (claim,) = claims(session, officer)
    (evidence,) = from_data(claim.evidence)
    assert evidence.standard == Standard(f"cut-score:{cut.id}", "Course authors", "Set before first use", True)


def test_a_cut_that_came_later_is_not_the_one_that_is_named(session, exam, now):
    officer = person(session, None, Role.OFFICER)
    make.enrol(session, officer.id, exam.course_version_id, now=now)
    before = cut_score_in_force(session, exam.exam_id)
    attempt = make.start(session, exam, officer, now)
    make.cut(session, exam, make.Fraction(80), now)
    for position, name in make.kinds(session, attempt).items():
        make.save(session, attempt, position, make.RIGHT[name], now)
    make.submit_attempt(session, attempt, key="k", now=now)
    make.grade_attempt(session, attempt.id, now=now)
    (evidence,) = from_data(claims(session, officer)[0].evidence)
    assert evidence.standard.ref == f"cut-score:{before.id}"
