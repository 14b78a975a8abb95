"""Observation sheets of trainers: one for each trainee of a meeting, released to all at one moment."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from assessments.api import ActingPart, observation_results, obstacles_between
from assessments.rubrics.queries import observation_rubrics
from assessments.rubrics.rules.definition import definition_as_data, definition_digest, definition_from_data
from assessments.rubrics.rules.reading import read_rubric_text
from assessments.sheets.models import ObservationRelease, Performance, Sheet
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.rules.observing import is_told, observation_passes
from assessments.sheets.services.marking import Bringing, reopen
from assessments.sheets.services.observing import begin_observation, release_observations
from courses.api import COHORT
from courses.catalogue.models import CourseVersion
from lms import clock
from lms.access import Grant, Role
from lms.errors import BadInput, NotFound, RuleBroken
from lms.ids import new_uuid
from lms.people.models import Person
from tests.builders import cohorts, meetings, observations
from tests.builders.assessments import load_folder, write_exam_course
from tests.builders.observations import observing_rubric, sealed, text_of
from tests.builders.people import NOW, administration, browser_of, give_anywhere, person
from tests.builders.rubrics import BENCH
from tests.builders.sheets import rubric

OBSERVED, OTHER = text_of(), text_of("talk", "Talk")


@pytest.fixture(scope="module")
def loaded(module_session, tmp_path_factory):
    with module_session() as session:
        return load_folder(session, write_exam_course(tmp_path_factory.mktemp("course")), NOW).id


@pytest.fixture
def version(session, loaded):
    return session.get_one(CourseVersion, loaded)


@pytest.fixture
def place(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def at(session, client, version, place, now, monkeypatch):
    """A meeting that runs, of a cohort with a trainer and two trainees, and a rubric meant for observing."""
    monkeypatch.setattr(clock, "now", lambda: now)
    leader = cohorts.trainer(session, "Sekou Diallo", place)
    cohort = cohorts.cohort(session, version, now, place=place, leader=leader)
    one, two = cohorts.officers(session, cohort, 2, now)
    meeting = meetings.running(session, cohort, now)
    return SimpleNamespace(cohort=cohort, leader=leader, one=one, two=two, meeting=meeting)


@pytest.fixture
def bench(session, at):
    return observing_rubric(session)


def begun(session, at, bench, now, whom=None, by=None):
    return observations.begun(session, at.meeting, by or at.leader, whom or at.one, bench, now)


@pytest.fixture
def enter(app, session, now):
    def sign(row):
        return browser_of(app, session, session.get_one(Person, row.id), at=now)

    return sign


def filled(**fields):
    return {"key": new_uuid(), **{name.replace("_", "-"): value for name, value in fields.items()}}


def test_a_rubric_says_that_it_is_meant_for_observing_and_others_keep_their_digest():
    marked, _ = read_rubric_text(OBSERVED)
    plain, _ = read_rubric_text(BENCH)
    assert marked.observation
    assert definition_from_data(definition_as_data(marked)) == marked
    assert "observation" not in definition_as_data(plain)
    assert definition_digest(marked) != definition_digest(plain)
    assert not definition_from_data(definition_as_data(plain)).observation
    _, wrong = read_rubric_text(BENCH.replace("sem: 0", "observation: perhaps"))
    assert "“observation” must be true or false." in wrong[0].message


def test_only_the_newest_version_of_a_rubric_that_is_meant_for_it_is_offered(session, at):
    rubric(session, OBSERVED)
    rubric(session)  # the newest version of “bench” is not meant for it
    rubric(session, OTHER)
    assert [one.rubric.slug for one in observation_rubrics(session)] == ["talk"]


@given(st.integers(0, 2), st.integers(0, 2))
def test_the_cut_itself_passes_and_a_critical_criterion_has_to(names, protects):
    definition, _ = read_rubric_text(OBSERVED)
    passes = observation_passes(definition, {"names": names, "protects": protects})
    assert passes == (protects >= 1 and Fraction(5, 2) * names + protects >= Fraction(7, 2))


@given(st.integers(0, 9), st.integers(0, 9))
def test_what_was_sealed_by_the_release_is_told_and_no_more(sealed_at, released_at):
    at, when = NOW + timedelta(minutes=sealed_at), NOW + timedelta(minutes=released_at)
    assert is_told(at, when) == (sealed_at <= released_at)
    assert not is_told(None, when)
    assert not is_told(at, None)


def test_begun_twice_it_is_one_sheet_and_another_rubric_is_another(session, at, bench, now):
    first, again = begun(session, at, bench, now), begun(session, at, bench, now)
    assert first.id == again.id
    talk = observing_rubric(session, "talk", "Talk")
    assert begun(session, at, talk, now).id != first.id
    assert [one.no for one in session.scalars(select(Performance).order_by(Performance.no))] == [1, 2]


def test_two_trainers_each_have_a_sheet_of_their_own_about_one_performance(session, at, bench, now):
    other = cohorts.trainer(session, "Mai Phan", administration(session))
    first, second = begun(session, at, bench, now), begun(session, at, bench, now, by=other)
    assert first.performance_id == second.performance_id
    assert session.query(Sheet).count() == 2


def test_nobody_outside_the_cohort_is_observed_and_nobody_observes_themselves(session, at, bench, now):
    stranger = person(session, "Stranger", Role.OFFICER)
    with pytest.raises(NotFound):
        begun(session, at, bench, now, whom=stranger)
    with pytest.raises(BadInput):
        begun(session, at, bench, now, by=at.one)


def test_a_meeting_that_has_not_begun_or_was_cancelled_takes_no_sheet(session, at, bench, now):
    (later,) = meetings.planned(session, at.cohort, [(now + timedelta(days=4)).date()], now)
    with pytest.raises(BadInput, match="when the meeting has started"):
        begin_observation(session, later, at.one.id, bench, by_id=at.leader.id, now=now)


def test_what_is_released_is_read_and_stays_sealed_and_what_comes_later_waits(session, at, bench, now):
    first = sealed(session, begun(session, at, bench, now), now)
    draft = begun(session, at, bench, now, whom=at.two)
    with pytest.raises(RuleBroken, match="not sealed yet"):
        release_observations(session, at.meeting, by_id=at.leader.id, now=now)
    sealed(session, draft, now)
    release_observations(session, at.meeting, by_id=at.leader.id, now=now)
    with pytest.raises(RuleBroken, match="may already read this sheet"):
        reopen(session, first, "The wrong row.", key=new_uuid(), by=Bringing(at.leader.id), now=now)
    with pytest.raises(RuleBroken, match="No sealed sheet waits"):
        release_observations(session, at.meeting, by_id=at.leader.id, now=now)
    assert session.query(ObservationRelease).count() == 1


def test_until_the_release_a_sealed_sheet_is_opened_again_with_a_reason(session, at, bench, now):
    first = sealed(session, begun(session, at, bench, now), now)
    reopen(session, first, "The wrong row.", key=new_uuid(), by=Bringing(at.leader.id), now=now)
    assert not sheet_standing(session, first).standing.sealed


def test_what_a_trainer_began_who_leads_the_cohort_no_more_keeps_nothing_back(session, at, bench, now):
    former = cohorts.trainer(session, "Mai Phan", administration(session))
    begun(session, at, bench, now, whom=at.two, by=former)
    sealed(session, begun(session, at, bench, now), now)
    assert release_observations(session, at.meeting, by_id=at.leader.id, now=now).id


def test_who_observed_somebody_trained_them_and_examines_them_no_more(session, at, bench, now):
    sealed(session, begun(session, at, bench, now), now)
    found = obstacles_between(session, [at.leader.id], [at.one.id], ActingPart.EXAMINER, now=now)
    assert "taught" in [one.tie for one in found[at.leader.id, at.one.id]]


def test_sealed_sheets_are_results_for_whoever_weighs_them_and_drafts_are_not(session, at, bench, now):
    sealed(session, begun(session, at, bench, now), now)
    begun(session, at, bench, now, whom=at.two)
    found = observation_results(session, [at.one.id, at.two.id])
    assert list(found) == [at.one.id]
    (one,) = found[at.one.id]
    assert (one.rubric, one.passed, one.trainer_id, one.title) == ("bench", True, at.leader.id, at.meeting.title)


def test_a_trainer_rates_and_releases_by_forms_alone_and_the_trainee_reads_it_then(session, at, enter):
    rubric(session, OBSERVED)
    here, theirs = enter(at.leader), enter(at.one)
    where = f"/observations/meetings/{at.meeting.uuid}"
    assert where in here.get(f"/cohorts/{at.cohort.row.uuid}/meetings/{at.meeting.uuid}").text
    page = here.get(where).text
    assert page.count("no sheet") == 2
    assert at.one.name in page
    asked = here.post(where, data={"person": at.one.uuid, "rubric": "bench"})
    assert asked.status_code == 303
    sheet = asked.location
    assert here.post(sheet, data=filled(rating_names="2", rating_protects="2", grade="3")).status_code == 303
    assert "7 of 7 points" in here.get(sheet).text
    assert "draft: 2 of 2 rated" in here.get(where).text
    assert here.post(sheet, data=filled(do="seal", comment_names="You looked first.")).status_code == 303
    assert "sealed" in here.get(where).text
    assert "No feedback yet" in theirs.get("/feedback").text
    assert here.post(where + "/release").status_code == 303
    assert f"Feedback of a meeting: {at.meeting.title}" in theirs.get("/inbox").text
    told = theirs.get("/feedback").text
    assert "You looked first." in told
    assert "Sekou Diallo" in told
    assert "You looked first." in theirs.get("/feedback/export.csv").text
    assert "No feedback yet" in enter(at.two).get("/feedback").text
    assert at.one.name in here.get(where + "/export.csv").text
    assert here.get(sheet + "/reopen").status_code == 200
    assert here.post(sheet + "/reopen", data=filled(reason="Once more, please.")).status_code == 409


def test_an_empty_sheet_is_taken_back_and_a_marked_one_stays(session, at, enter):
    rubric(session, OBSERVED)
    here, where = enter(at.leader), f"/observations/meetings/{at.meeting.uuid}"
    sheet = here.post(where, data={"person": at.one.uuid, "rubric": "bench"}).location
    assert here.post(sheet + "/remove").status_code == 303
    assert here.get(sheet).status_code == 404
    sheet = here.post(where, data={"person": at.one.uuid, "rubric": "bench"}).location
    here.post(sheet, data=filled(rating_names="1"))
    assert here.post(sheet + "/remove").status_code == 409
    assert here.get(sheet).status_code == 200


def test_bad_input_is_told_beside_its_field(session, at, enter):
    rubric(session, OBSERVED)
    here, where = enter(at.leader), f"/observations/meetings/{at.meeting.uuid}"
    assert here.post(where, data={"person": at.one.uuid, "rubric": "none"}).status_code == 404
    assert here.post(where, data={"rubric": "bench"}).status_code == 422
    sheet = here.post(where, data={"person": at.one.uuid, "rubric": "bench"}).location
    page = here.post(sheet, data=filled(rating_names="9"))
    assert page.status_code == 422
    assert "choose one of the levels 0, 1, 2" in page.text
    assert (
        "Give the global grade first"
        in here.post(sheet, data=filled(rating_names="1", rating_protects="1", do="seal")).text
    )


def test_the_script_saves_each_change(session, at, enter):
    rubric(session, OBSERVED)
    here, where = enter(at.leader), f"/observations/meetings/{at.meeting.uuid}"
    sheet = here.post(where, data={"person": at.one.uuid, "rubric": "bench"}).location
    sent = here.post(sheet + "/ratings", data=filled(rating_names="2"))
    assert sent.json == {"saved": True, "rated": 1, "total": False}


def test_another_trainer_a_trainee_a_colleague_and_who_leads_no_more_find_nothing(session, at, place, enter, now):
    rubric(session, OBSERVED)
    here, where = enter(at.leader), f"/observations/meetings/{at.meeting.uuid}"
    sheet = here.post(where, data={"person": at.one.uuid, "rubric": "bench"}).location
    other = cohorts.trainer(session, "Other Trainer", administration(session))
    elsewhere = person(session, "Elsewhere", place=place)
    give_anywhere(session, elsewhere, Grant(Role.TRAINER, COHORT, str(at.cohort.id + 1000)))
    manager = person(session, "Manager", Role.PROGRAMME_MANAGER)
    colleague = cohorts.trainer(session, "Colleague", place)
    for who in (other, elsewhere, manager, colleague, at.one, at.two):
        there = enter(who)
        for address in (where, where + "/export.csv", sheet, sheet + "/reopen"):
            assert there.get(address).status_code == 404, (who.name, address)
        assert there.post(sheet, data=filled(rating_names="1")).status_code == 404
        assert there.post(where, data={"person": at.two.uuid, "rubric": "bench"}).status_code == 404
        assert there.post(where + "/release").status_code == 404


def test_a_trainer_of_the_same_cohort_has_the_list_and_not_the_sheets_of_the_other(session, at, place, enter):
    rubric(session, OBSERVED)
    sheet = (
        enter(at.leader)
        .post(f"/observations/meetings/{at.meeting.uuid}", data={"person": at.one.uuid, "rubric": "bench"})
        .location
    )
    second = person(session, "Second", place=place)
    give_anywhere(session, second, Grant(Role.TRAINER, COHORT, str(at.cohort.id)))
    there = enter(second)
    assert "no sheet" in there.get(f"/observations/meetings/{at.meeting.uuid}").text
    assert there.get(sheet).status_code == 404


def test_the_page_asks_as_often_for_many_trainees_as_for_two(session, at, enter, now, counting):
    rubric(session, OBSERVED)
    here, where = enter(at.leader), f"/observations/meetings/{at.meeting.uuid}"
    here.post(where, data={"person": at.one.uuid, "rubric": "bench"})
    here.get(where)
    with counting() as few:
        here.get(where)
    many = cohorts.officers(session, at.cohort, 6, now)
    session.commit()
    for one in many[:3]:
        here.post(where, data={"person": one.uuid, "rubric": "bench"})
    with counting() as more:
        here.get(where)
    assert len(more) == len(few)
