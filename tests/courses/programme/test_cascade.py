"""A trainer's log builds itself; officers who lead later stand below them; beyond one's scope there are counts."""

import json
from datetime import timedelta

import pytest

from courses.cohorts.services import leaving
from courses.cohorts.services.joining import bring_in
from courses.cohorts.services.trainers import give_cohort, grant_for
from courses.learning.queries.runs import newest_runs
from courses.learning.services import record_completion
from courses.ports.runs import CREDENTIAL_IN_FORCE, CredentialHeld
from courses.programme.pages.cascade import trained_page, trainer_page
from courses.programme.queries.cascade import all_trainings, trainer_seen
from courses.programme.rules.cascade import Training
from lms.access import Grant, Role
from lms.errors import NotFound
from lms.people.api import end_role_for, people_info
from tests.builders import cohorts, composition
from tests.builders.people import administration, give_anywhere, person, viewer

DAY = timedelta(days=1)


@pytest.fixture
def certified(shared_app, monkeypatch):
    """Who holds a certificate in force of which course."""
    held = {}

    def in_force(_session, people, courses, _now):
        return {key: one for key, one in held.items() if key[0] in people and key[1] in courses}

    composition.fill(shared_app, monkeypatch, CREDENTIAL_IN_FORCE, in_force)
    return held


@pytest.fixture
def lao(session):
    return administration(session, "Lao Customs", country="LA")


@pytest.fixture
def thai(session):
    return administration(session, "Thai Customs", country="TH")


@pytest.fixture
def anong(session, certified, lao):
    return cohorts.trainer(session, "Anong Wattana", place=lao)


@pytest.fixture
def first(session, version, now, anong, lao):
    """Anong's cohort in Laos, in which six officers are."""
    made = cohorts.cohort(session, version, now, leader=anong, place=lao, title="First class")
    return made, cohorts.officers(session, made, 6, now)


@pytest.fixture
def second(session, version, now, first, thai):
    """One of them, Bounmy, leads a cohort in Thailand a day later, with seven officers."""
    bounmy = first[1][0]
    bounmy.name = "Bounmy Keo"
    give_anywhere(session, bounmy, Grant(Role.TRAINER, "administration", str(thai.id)))
    made = cohorts.cohort(session, version, now + DAY, leader=bounmy, place=thai, title="Second class")
    return made, cohorts.officers(session, made, 7, now + DAY)


def withdraw(session, cohort, participant, by, now):
    leaving.withdraw(session, cohort, participant, "Ill.", actor=viewer(session, by), now=now)


def passes(session, course_id, people, now):
    for one in people:
        run = newest_runs(session, [one.id], course_id)[one.id]
        record_completion(session, run.id, "the-exam", now=now)


def seen_by(session, row, whom, now):
    reader = viewer(session, row)
    return trainer_page(session, reader, people_info(session, [whom.id])[whom.id], now)


def test_the_log_has_each_cohort_with_officers_and_passes(session, anong, first, now):
    cohort, officers = first
    passes(session, cohort.row.course_id, officers[:2], now)
    (line,) = seen_by(session, anong, anong, now).lines
    assert (line.cohort.row.title, line.officers, line.passed, line.until) == ("First class", 6, 2, None)


def test_who_was_withdrawn_is_no_longer_counted(session, anong, first, now):
    cohort, officers = first
    from_cohort = cohorts.participant(session, cohort, officers[0])
    withdraw(session, cohort, from_cohort, anong, now)
    assert seen_by(session, anong, anong, now).lines[0].officers == 5


def test_a_cohort_that_was_handed_on_stays_in_the_log_in_counts(session, anong, first, now):
    cohort, _officers = first
    other = cohorts.trainer(session)
    give_cohort(session, cohort.id, other.id, by=None, now=now)
    end_role_for(session, anong.id, grant_for(cohort.id), actor_id=None, now=now + DAY)
    (line,) = seen_by(session, anong, anong, now + DAY).lines
    assert (line.seen, line.officers, line.passed, line.until is None) == (False, 6, None, False)


def test_an_officer_who_leads_later_stands_below_their_trainer(session, anong, first, second, now):
    page = seen_by(session, anong, anong, now)
    assert [(one.person.name, one.cohorts) for one in page.below] == [("Bounmy Keo", 1)]
    assert [one.name for one in seen_by(session, anong, first[1][0], now).above] == ["Anong Wattana"]


def test_who_led_before_they_were_an_officer_was_trained_by_nobody_there(session, version, now, first, lao):
    earlier = cohorts.trainer(session, "Vilay Earlier", place=lao)
    cohorts.cohort(session, version, now - DAY, leader=earlier, place=lao)
    bring_in(session, first[0], [earlier.id], by=None, now=now)
    assert all_trainings(session) == []


def test_a_training_names_trainer_officer_and_cohort(session, anong, first, second):
    assert all_trainings(session) == [Training(anong.id, first[1][0].id, first[0].id)]


def test_beyond_their_scope_a_trainer_reads_counts_of_five_or_more(session, anong, first, second, now):
    (line,) = seen_by(session, anong, first[1][0], now).lines
    assert (line.seen, line.officers, line.passed) == (False, 7, None)


def test_fewer_than_five_beyond_their_scope_are_left_out(session, version, anong, first, second, thai, now):
    for one in second[1][:3]:
        withdraw(session, second[0], cohorts.participant(session, second[0], one), first[1][0], now)
    page = seen_by(session, anong, first[1][0], now)
    assert (page.lines[0].officers, page.total) == (None, None)
    assert seen_by(session, anong, anong, now).below[0].officers is None


def test_a_certificate_in_force_of_a_course_that_they_taught_is_said(session, anong, first, version, certified, now):
    assert not seen_by(session, anong, anong, now).certified
    certified[anong.id, version.course_id] = CredentialHeld(None)
    assert seen_by(session, anong, anong, now).certified


def coordinator(session, country):
    row = person(session)
    give_anywhere(session, row, Grant(Role.COORDINATOR, "country", country))
    return row


def test_a_coordinator_names_the_trainers_of_their_country_alone(session, anong, first, second, now):
    lao, thai = (viewer(session, coordinator(session, code)) for code in ("LA", "TH"))
    assert trainer_seen(session, lao, anong.uuid).name == "Anong Wattana"
    with pytest.raises(NotFound):
        trainer_seen(session, thai, anong.uuid)


def test_an_officer_who_never_led_is_no_trainer(session, anong, first, now):
    with pytest.raises(NotFound):
        trainer_seen(session, viewer(session, anong), first[1][3].uuid)


def test_the_officers_of_a_cohort_stand_with_their_results_and_whether_they_train(session, anong, first, second, now):
    passes(session, first[0].row.course_id, first[1][:1], now)
    page = trained_page(session, viewer(session, anong), first[0])
    assert [(one.person.name, one.passed, one.trains) for one in page.officers if one.passed or one.trains] == [
        ("Bounmy Keo", True, True)
    ]
    assert (len(page.officers), page.others) == (6, 0)


def test_the_number_of_queries_does_not_grow_with_cohorts_and_trainers(
    session, version, anong, first, second, now, counting
):
    reader, whom = viewer(session, anong), people_info(session, [anong.id])[anong.id]
    session.flush()
    with counting() as few:
        trainer_page(session, reader, whom, now)
    for number, officer in enumerate(first[1][1:5]):
        place = administration(session, country="VN")
        give_anywhere(session, officer, Grant(Role.TRAINER, "administration", str(place.id)))
        made = cohorts.cohort(session, version, now + DAY, leader=officer, place=place, title=f"Class {number}")
        cohorts.officers(session, made, 3, now + DAY)
    session.flush()
    with counting() as many:
        page = trainer_page(session, reader, whom, now)
    assert len(page.below) == 5
    assert len(many) == len(few)


def test_pages_of_the_cascade_speak(session, anong, first, second, signed_in, now):
    manager = signed_in(person(session, "Rosa", Role.PROGRAMME_MANAGER))
    assert all(name in manager.get("/cascade").text for name in ("Anong Wattana", "Bounmy Keo"))
    page = manager.get(f"/cascade/{anong.uuid}").text
    assert "First class" in page
    assert "Bounmy Keo" in page
    assert "Bounmy Keo" in manager.get(f"/cascade/cohorts/{first[0].row.uuid}").text
    assert len(json.loads(manager.get(f"/cascade/cohorts/{first[0].row.uuid}/export.json").text)) == 6
    assert len(json.loads(manager.get("/cascade/export.json?person=bounmy").text)) == 1


def test_a_trainer_takes_their_own_log_and_finds_no_list_of_trainers(session, anong, first, second, signed_in):
    here = signed_in(anong)
    assert "First class" in here.get("/my-trainings").text
    (row,) = json.loads(here.get("/my-trainings/export.json").text)
    assert (row["cohort"], row["officers"], row["passed"]) == ("First class", 6, 0)
    assert here.get("/cascade").status_code == 404
    far = here.get(f"/cascade/{first[1][0].uuid}").text
    assert "Second class" not in far
    assert here.get(f"/cascade/cohorts/{second[0].row.uuid}").status_code == 404


def test_whoever_never_led_reads_that_nothing_is_there(session, officer, signed_in, certified):
    assert "No training yet" in signed_in(officer).get("/my-trainings").text
