"""Trainers, supervising experts and coordinators take the steps of candidates that are theirs, and no others."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from assessments.api import MISSION, WORKSHOP, PracticalRole
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.queries.waiting import movable
from certificates.permissions import SchemeRole
from certificates.schemes.models import Candidate
from courses.api import COHORT
from courses.cohorts.services.joining import bring_in
from lms import clock
from lms.access import Grant, Role
from lms.people.models import Administration, Person
from tests.builders import candidates, certificates, cohorts, missions, people, sheets
from tests.builders.candidates import step
from tests.builders.people import NOW, browser_of

STEPS = (
    step("close", "applied", "eligible", "cohort.lead", part="trainer", reason=True),
    step("confirm", "eligible", "known", "mission.supervise", part="supervisor"),
    step("admit", "known", "certified", "workshop.run", second=True),
    step("leave", "certified", "left", "candidate"),
)
KINDS = ("trainer", "expert", "coordinator")
STATES = dict(zip(KINDS, ("applied", "eligible", "known"), strict=True))
TITLES = dict(zip(KINDS, ("Close", "Confirm", "Admit"), strict=True))


@pytest.fixture(autouse=True)
def at_now(monkeypatch, client):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@dataclass
class Way:
    """A candidate in a cohort, on a mission and at a workshop, with who moves them, and who moves others."""

    found: candidates.CandidateFound
    trainer: Person
    expert: Person
    coordinator: Person
    others: dict[str, Person]


@pytest.fixture
def way(session, now):
    mission = missions.mission(session, now)
    person = mission.candidate
    shop = sheets.workshop(session)
    states = tuple(candidates.state(one.code, days=one.days) for one in candidates.definition().states)
    on = candidates.scheme(
        session, people.person(session), now, candidates.definition(transitions=STEPS, states=states)
    )
    place = session.get_one(Administration, person.administration_id)
    trainer = cohorts.trainer(session, "Tina Trainer", place)
    cohort = cohorts.cohort(session, certificates.course_version(session), now, place=place, leader=trainer)
    bring_in(session, cohort, [person.id], by=None, now=now)
    session.add(
        sheets.WorkshopCandidate(
            uuid="0" * 36, workshop_id=shop.id, person_id=person.id, number=1, languages=["en"], needs="",
            recording_agreed=True,
        )
    )  # fmt: skip

    def holder(name, role, kind, number):
        row = people.person(session, name, place=people.administration(session))
        people.give_anywhere(session, row, Grant(role, kind, str(number)))
        return row

    expert = holder("Eva Expert", PracticalRole.SUPERVISING_EXPERT, MISSION, mission.row.id)
    coordinator = holder("Carl Coordinator", PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, shop.id)
    others = {
        "trainer": holder("Other Trainer", Role.TRAINER, COHORT, cohort.id + 1000),
        "expert": holder("Other Expert", PracticalRole.SUPERVISING_EXPERT, MISSION, mission.row.id + 1000),
        "coordinator": holder("Other Coordinator", PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, shop.id + 1000),
    }
    return Way(candidates.candidate(session, person, on, now, "applied"), trainer, expert, coordinator, others)


@pytest.fixture
def enter(app, session):
    def sign(row):
        return browser_of(app, session, session.get_one(Person, row.id), at=NOW)

    return sign


def put(session, way, state):
    session.get_one(Candidate, way.found.row.id).state = state
    session.flush()


def state_of(session, way):
    session.expire_all()
    return candidate_by_id(session, way.found.row.id).row.state


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_the_step_waits_for_finds_the_candidate_and_takes_it(session, way, enter, kind):
    put(session, way, STATES[kind])
    here, at = enter(getattr(way, kind)), f"/candidates/to-move/{way.found.row.uuid}"
    listed = here.get("/candidates/to-move").text
    assert "Cara Candidate" in listed
    assert TITLES[kind] in listed
    assert "Cara Candidate" in here.get(at).text
    code = {"trainer": "close", "expert": "confirm", "coordinator": "admit"}[kind]
    done = here.post(f"{at}/steps/{code}", data={"reason": "All sheets are sealed."})
    assert done.status_code == 303, done.text
    if kind != "coordinator":
        assert state_of(session, way) == {"trainer": "eligible", "expert": "known"}[kind]
        assert here.get(at).status_code == 404
        assert "Cara Candidate" not in here.get("/candidates/to-move").text


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_role_for_another_thing_finds_nobody(session, way, enter, kind):
    put(session, way, STATES[kind])
    there = enter(way.others[kind])
    assert "Nobody waits for you" in there.get("/candidates/to-move").text
    at = f"/candidates/to-move/{way.found.row.uuid}"
    assert there.get(at).status_code == 404
    assert there.post(f"{at}/steps/close", data={"reason": "I wish so."}).status_code == 404
    assert there.post(f"{at}/proposal", data={"confirm": "1"}).status_code == 404
    assert state_of(session, way) == STATES[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_whose_step_it_is_not_finds_nobody_and_takes_no_step_of_another(session, way, enter, kind):
    put(session, way, next(state for state in STATES.values() if state != STATES[kind]))
    there, at = enter(getattr(way, kind)), f"/candidates/to-move/{way.found.row.uuid}"
    assert there.get(at).status_code == 404
    for code in ("close", "confirm", "admit", "leave"):
        assert there.post(f"{at}/steps/{code}", data={"reason": "I wish so."}).status_code == 404


def test_candidates_officers_of_schemes_and_colleagues_find_no_such_page(session, way, enter):
    officer = people.person(session, None, SchemeRole.SCHEME_OFFICER)
    for row in (session.get_one(Person, way.found.row.person_id), officer, people.person(session, None, Role.OFFICER)):
        there = enter(row)
        assert there.get("/candidates/to-move").status_code == 404
        assert there.get(f"/candidates/to-move/{way.found.row.uuid}").status_code == 404


def test_a_reason_that_is_missing_is_asked_for_beside_its_field(session, way, enter):
    here, at = enter(way.trainer), f"/candidates/to-move/{way.found.row.uuid}"
    page = here.post(f"{at}/steps/close", data={"reason": " "})
    assert page.status_code == 422
    assert "reason-close-error" in page.text
    assert state_of(session, way) == "applied"


def test_nobody_moves_themselves_though_they_hold_the_right(session, way, enter):
    row = session.get_one(Person, way.found.row.person_id)
    people.give_anywhere(session, row, Grant(Role.TRAINER))
    there = enter(row)
    assert "Nobody waits for you" in there.get("/candidates/to-move").text
    assert there.get(f"/candidates/to-move/{way.found.row.uuid}").status_code == 404


def test_what_two_people_take_is_proposed_by_one_and_confirmed_by_another(session, way, enter):
    put(session, way, "known")
    at = f"/candidates/to-move/{way.found.row.uuid}"
    assert enter(way.coordinator).post(f"{at}/steps/admit", data={}).status_code == 303
    assert state_of(session, way) == "known"
    second = people.person(session, "Second Coordinator", place=people.administration(session))
    people.give_anywhere(session, second, Grant(PracticalRole.WORKSHOP_COORDINATOR))
    there = enter(second)
    assert "Proposed: Admit" in there.get(at).text
    assert there.post(f"{at}/proposal", data={"confirm": "1"}).status_code == 303
    assert state_of(session, way) == "certified"


def test_the_page_shows_nothing_else_of_the_file(session, way, enter, now):
    page = enter(way.trainer).get(f"/candidates/to-move/{way.found.row.uuid}").text
    for heading in ("Evidence matrix", "History", "Pieces of evidence", "What the candidate says"):
        assert heading not in page


def test_the_start_page_says_that_somebody_waits(way, enter):
    page = enter(way.trainer).get("/").text
    assert "1 candidate waits for your step." in page
    assert "/candidates/to-move" in page


def test_in_each_state_exactly_who_has_the_next_step_finds_the_candidate_and_nobody_once_it_is_over(session, way):
    everybody = [way.trainer, way.expert, way.coordinator, *way.others.values(),
                 session.get_one(Person, way.found.row.person_id)]  # fmt: skip

    def finding():
        session.expire_all()
        return [
            who.name
            for who in everybody
            if [one.row.id for one in movable(session, people.viewer(session, who))] == [way.found.row.id]
        ]

    waited = {}
    for state in (*STATES.values(), "certified", "left"):
        put(session, way, state)
        waited[state] = finding()
    assert waited == {
        "applied": ["Tina Trainer"], "eligible": ["Eva Expert"], "known": ["Carl Coordinator"], "certified": [],
        "left": [],
    }  # fmt: skip
    put(session, way, "applied")
    session.get_one(Candidate, way.found.row.id).closed_at = NOW
    session.flush()
    assert finding() == []


def test_the_list_asks_as_often_for_many_candidates_as_for_one(session, way, enter, now, counting):
    here = enter(way.trainer)
    here.get("/candidates/to-move")
    with counting() as few:
        here.get("/candidates/to-move")
    on = session.scalars(select(Candidate.scheme_version_id)).one()
    version = session.get_one(candidates.SchemeVersion, on)
    cohort_id = people.viewer(session, way.trainer).scopes("cohort.lead").ids(COHORT)
    cohort = cohorts.found(session, int(next(iter(cohort_id))))
    for one in cohorts.officers(session, cohort, 4, now):
        candidates.candidate(session, one, version, now, "applied")
    session.commit()
    with counting() as more:
        assert here.get("/candidates/to-move").text.count("/candidates/to-move/") >= 5
    assert len(more) == len(few)
