"""A trainer whose certificate ends in mid-cohort, and a cohort whose course is withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.catalogue.services.withdrawing import withdraw_course
from courses.cohorts.models.lapse import TrainerLapse
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from courses.cohorts.services.joining import join
from courses.cohorts.services.lapses import TRAINER_LAPSED, tell_of_lapses
from courses.cohorts.tasks import tell_coordinators
from courses.learning.queries.runs import newest_runs
from courses.learning.rules.progress import EndReason
from courses.learning.services import end_run, enrol, record_read
from courses.ports.runs import CREDENTIAL_IN_FORCE, CredentialHeld
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.messages.models import Message
from tests.builders import cohorts, composition
from tests.builders.people import administration, person


@pytest.fixture
def place(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, "Trainer One", place)


@pytest.fixture
def coordinator(session, place):
    return person(session, "Lao Coordinator", (Role.COORDINATOR, place))


@pytest.fixture
def held(session, version, leader, shared_app, monkeypatch):
    """What is in force; the trainer holds the certificate of the course."""
    version.holders_open_cohorts = True
    session.flush()
    found = {(leader.id, version.course_id): CredentialHeld(None)}

    def in_force(_session, people, courses, _now):
        return {key: one for key, one in found.items() if key[0] in people and key[1] in courses}

    composition.fill(shared_app, monkeypatch, CREDENTIAL_IN_FORCE, in_force)
    return found


@pytest.fixture
def opened(session, version, place, leader, held, now):
    """A cohort that the certificate opened."""
    return cohorts.proposed(session, version, leader, place, now)


def told(session):
    return session.scalars(select(Message).where(Message.kind == TRAINER_LAPSED.name)).all()


def test_while_the_certificate_holds_nobody_is_told(session, opened, coordinator, now):
    assert tell_of_lapses(session, now) == 0
    assert told(session) == []


def test_once_it_has_ended_the_coordinator_is_told_once_and_the_cohort_goes_on(
    session, opened, held, leader, coordinator, now
):
    held.clear()
    assert tell_of_lapses(session, now) == 1
    assert tell_of_lapses(session, now + timedelta(days=1)) == 0
    (message,) = told(session)
    assert (message.person_id, message.params["trainer"]) == (coordinator.id, "Trainer One")
    assert cohorts.found(session, opened.id).state is CohortState.OPEN
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "cohort.trainer-lapsed")).one()
    assert (entry.subject, entry.data["cohort_id"]) == (f"person:{leader.id}", opened.id)


def test_while_there_is_nobody_to_tell_it_is_tried_again(session, opened, held, place, now):
    held.clear()
    assert tell_of_lapses(session, now) == 0
    assert session.scalars(select(TrainerLapse)).all() == []
    person(session, "Late Coordinator", (Role.COORDINATOR, place))
    assert tell_of_lapses(session, now + timedelta(days=1)) == 1


def test_the_coordinator_reads_it_in_the_inbox(session, opened, held, coordinator, signed_in, now):
    held.clear()
    session.commit()
    tell_coordinators(now)
    session.expire_all()
    (message,) = told(session)
    page = signed_in(coordinator).get(f"/inbox/{message.uuid}").text
    assert "The cohort continues to its end" in page
    assert f"/cohorts/{opened.row.uuid}" in page


def test_the_end_of_a_run_is_not_stopped_by_a_cohort_that_waits_with_a_withdrawn_course(
    session, version, place, leader, held, now
):
    cohort = cohorts.cohort(session, version, now, place=place)
    busy = person(session, "Busy", (Role.OFFICER, place), place=place)
    enrol(session, busy.id, version.id, now=now)
    join(session, cohort, busy.id, take_over=False, now=now)
    withdraw_course(session, "tiny-course", withdrawn=True, reason="The law changed.", actor_id=None, now=now)
    run = newest_runs(session, [busy.id], version.course_id)[busy.id]
    end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=now)
    known = cohorts.participant(session, cohort, busy)
    assert known.status is ParticipantStatus.WITHDRAWN
    assert "withdrawn" in known.now.reason
    assert newest_runs(session, [busy.id], version.course_id)[busy.id].id == run.id


def test_who_is_under_way_in_a_withdrawn_course_goes_on_and_reads_why(session, version, place, signed_in, now):
    cohort = cohorts.cohort(session, version, now, place=place)
    (officer,) = cohorts.officers(session, cohort, 1, now)
    withdraw_course(session, "tiny-course", withdrawn=True, reason="The law changed.", actor_id=None, now=now)
    assert record_read(session, officer.id, version.course_id, "first", now=now)
    page = signed_in(officer).get(f"/my-cohorts/{cohort.row.uuid}").text
    assert "You are in it, and continue to the end." in page
    assert "The law changed." in page
