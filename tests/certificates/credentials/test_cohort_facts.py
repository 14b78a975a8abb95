"""The cohort, its venue and its trainers on certificates: as on the day on which it was earned."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.events import ExamPassed
from certificates.credentials.models import Claim
from certificates.credentials.queries.taught_in import taught_in
from certificates.credentials.rules.taught_in import taught_as_data, taught_from_data
from courses.api import COHORT
from courses.cohorts.services.trainers import grant_for
from courses.learning.models import Enrolment
from lms import events
from lms.access import Role
from lms.people.api import end_role_for, give_role_for
from tests.builders import certificates as build
from tests.builders import cohorts
from tests.builders.people import administration, person
from tests.certificates.awards import TAUGHT_IN


@pytest.fixture
def leader(session, now):
    return person(session, "Amina Odhiambo", Role.TRAINER, name_checked_at=now)


@pytest.fixture
def cohort(session, course, leader, now):
    made = cohorts.cohort(session, course, now, leader=leader, place=administration(session))
    give_role_for(session, leader.id, grant_for(made.id), actor_id=None, now=now)
    return made


@pytest.fixture
def claim(session, officer, course, cohort, now):
    return build.claim(session, officer, course, at=now + timedelta(days=5), cohort_id=cohort.id)


def test_a_certificate_says_in_which_cohort_it_was_earned(session, claim, now):
    held = build.taken(session, claim, "Ngozi Okafor", at=now + timedelta(days=6))
    kept = taught_from_data(held.credential.taught_in)
    assert (kept.cohort, kept.venue, kept.trainers) == ("Cohort 2026-2", "Training room 2", ("Amina Odhiambo",))
    said = json.loads(held.version.record)["evidence"][1]
    assert said["genre"] == "Training cohort"
    assert "Amina Odhiambo" in said["narrative"]


def test_a_trainer_of_another_day_is_not_named(session, claim, cohort, now):
    before = person(session, "Left Before", Role.TRAINER, name_checked_at=now)
    after = person(session, "Came After", Role.TRAINER, name_checked_at=now)
    give_role_for(session, before.id, grant_for(cohort.id), actor_id=None, now=now)
    end_role_for(session, before.id, grant_for(cohort.id), actor_id=None, now=now + timedelta(days=2))
    give_role_for(session, after.id, grant_for(cohort.id), actor_id=None, now=now + timedelta(days=6))
    assert taught_in(session, claim).trainers == ("Amina Odhiambo",)


def test_who_taught_on_the_day_is_named_though_they_left_since(session, claim, cohort, leader, now):
    end_role_for(session, leader.id, grant_for(cohort.id), actor_id=None, now=now + timedelta(days=6))
    assert taught_in(session, claim).trainers == ("Amina Odhiambo",)


def test_a_trainer_whose_name_nobody_checked_is_not_named(session, claim, leader):
    leader.name_checked_at = None
    session.flush()
    assert taught_in(session, claim).trainers == ()


def test_a_corrected_name_leaves_the_cohort_as_it_was_said(session, claim, cohort, now):
    held = build.taken(session, claim, "Ngozi Okafor", at=now + timedelta(days=6))
    cohort.row.title = "Another title"
    session.commit()
    again = build.reissued(session, held, "Ngozi Okonkwo", at=now + timedelta(days=8))
    assert json.loads(again.version.record)["evidence"][1]["name"] == "Cohort 2026-2"


def test_what_was_earned_alone_names_no_cohort(session, officer, course):
    assert build.issued(session, officer, course).credential.taught_in == {}


def test_an_exam_that_was_passed_in_a_cohort_is_earned_in_it(session, officer, course, cohort, now):
    run = session.scalars(select(Enrolment).where(Enrolment.person_id == officer.id)).one()
    run.group_kind, run.group_id = COHORT, cohort.id
    session.flush()
    passed = ExamPassed(
        subject="attempt:0",
        actor_id=officer.id,
        at=now,
        person_id=officer.id,
        course_id=course.course_id,
        course_version_id=course.id,
        exam_id=1,
        exam_slug=course.final,
        percent="85",
        cut="70",
        supervised=False,
    )
    events.publish(session, passed)
    assert session.scalars(select(Claim.cohort_id)).one() == cohort.id


def test_what_is_kept_of_a_cohort_is_read_back_whole():
    assert taught_from_data(taught_as_data(TAUGHT_IN)) == TAUGHT_IN
    assert taught_from_data(taught_as_data(None)) is None
