"""Steps of candidates by those who keep no files: who finds whom, what they see, and what follows by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from assessments.missions.queries.missions import team_of
from assessments.missions.services.team import take_out
from assessments.permissions import PracticalRole
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.queries.standing import cuts_met, file_at
from certificates.candidates.queries.waiting import movable
from certificates.candidates.queries.workshop_cut import root_up, workshop_passed
from certificates.candidates.services.advancing import advance
from certificates.permissions import SchemeRole
from certificates.schemes.models import Candidate
from certificates.schemes.rules.definition import CutKind, CutRule, EvidenceKind, TriggerFact
from lms.access import Grant, Role
from lms.people.api import COUNTRY
from tests.builders import candidates as build
from tests.builders import missions, people
from tests.builders.candidates import said, step

TERMS = "terms-of-reference"
STATION = {"total": "7", "cut": "5", "sem": "0", "critical_ok": True}


def planned():
    """The scheme of tests, where a planner assigns a mission to who is eligible."""
    usual = build.definition()
    assign = step("assign", "eligible", "known", "mission.plan", needs=(TERMS,), fact=TriggerFact.MISSION_ASSIGNED)
    return replace(
        usual,
        transitions=(*usual.transitions, assign),
        evidence=(*usual.evidence, EvidenceKind(TERMS, said("Terms of reference"))),
    )


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now, planned())


@pytest.fixture
def built(session, now):
    return missions.mission(session, now)


@pytest.fixture
def found(session, built, on, now):
    return build.candidate(session, built.candidate, on, now - timedelta(days=60), "eligible")


def holding(session, role, *scope):
    row = people.person(session)
    people.give_anywhere(session, row, Grant(role, *scope))
    return people.viewer(session, row)


def test_who_may_take_the_next_step_finds_the_candidate_and_others_find_nobody(session, on, found, now):
    planner = holding(session, PracticalRole.MISSION_PLANNER)
    assert [one.row.id for one in movable(session, planner)] == [found.row.id]
    for role in (PracticalRole.MODERATOR, PracticalRole.WORKSHOP_COORDINATOR, Role.TRAINER):
        assert movable(session, holding(session, role)) == []
    place = people.administration(session, country="KE")
    other = build.candidate(session, people.person(session, place=place), on, now - timedelta(days=60), "eligible")
    here = (COUNTRY, place.country)
    elsewhere = (COUNTRY, "SN")
    near = movable(session, holding(session, PracticalRole.MISSION_PLANNER, *here))
    assert [one.row.id for one in near] == [other.row.id]
    assert movable(session, holding(session, PracticalRole.MISSION_PLANNER, *elsewhere)) == []


def test_nobody_finds_their_own_step_nor_one_that_a_panel_takes(session, on, now):
    planner = people.person(session)
    people.give_anywhere(session, planner, Grant(PracticalRole.MISSION_PLANNER))
    build.candidate(session, planner, on, now - timedelta(days=60), "eligible")
    build.candidate(session, people.person(session), on, now, "known")
    assert movable(session, people.viewer(session, planner)) == []
    assert movable(session, holding(session, SchemeRole.DECIDER)) == []


def test_a_mission_assigned_is_evidence_at_once_and_none_any_more_for_who_left(session, on, now):
    built = missions.mission(session, now)
    found = build.candidate(session, built.other, on, now - timedelta(days=60), "eligible")
    session.flush()
    member = next(one for one in team_of(session, built.row.id) if one.person_id == built.other.id)
    advance(session, [built.other.id], now=now)
    standing = file_at(session, found, now.date()).standing
    assert TERMS in standing.kinds
    assert TriggerFact.MISSION_ASSIGNED in standing.happened
    take_out(session, built.found, member.uuid, actor=built.planner, now=now)
    assert TERMS not in file_at(session, found, now.date()).standing.kinds


def test_a_planner_takes_the_step_on_a_page_that_shows_no_evidence(app, session, built, found, now):
    app.config["WTF_CSRF_ENABLED"] = False
    session.commit()
    planner = session.get_one(people.Person, built.planner.id)
    browser = people.browser(app)
    people.sign_in(browser, session, planner)
    advance(session, [built.candidate.id], now=now)
    session.commit()
    assert "1 candidate waits for your step." in browser.get("/").text
    assert built.candidate.name in browser.get("/candidates/to-move").text
    address = f"/candidates/to-move/{found.row.uuid}"
    page = browser.get(address).text
    assert "Take this step" in page
    assert "Evidence matrix" not in page
    assert browser.get(f"/candidates/{found.row.uuid}").status_code == 404
    assert browser.post(f"{address}/steps/refuse", data={"reason": "No."}).status_code == 404
    assert browser.post(f"{address}/steps/assign").status_code == 303
    session.expire_all()
    assert candidate_by_id(session, found.row.id).row.state == "known"
    assert browser.get(address).status_code == 404
    assert "Nobody waits for you" in browser.get("/candidates/to-move").text


def test_the_list_costs_the_same_for_many_candidates(app, session, on, now, counting):
    planner = people.person(session)
    people.give_anywhere(session, planner, Grant(PracticalRole.MISSION_PLANNER))
    build.candidate(session, people.person(session), on, now - timedelta(days=60), "eligible")
    browser = people.browser(app)
    people.sign_in(browser, session, planner)
    session.commit()
    browser.get("/candidates/to-move")
    with counting() as one:
        browser.get("/candidates/to-move")
    for _ in range(5):
        build.candidate(session, people.person(session), on, now - timedelta(days=60), "eligible")
    session.commit()
    with counting() as many:
        browser.get("/candidates/to-move")
    assert len(many) == len(one)
    assert session.query(Candidate).count() >= 6


@pytest.mark.parametrize(
    ("stations", "sems", "passed"),
    [
        ([], 0, False),
        ([{}], 0, False),
        ([{"total": "5"}], 0, True),  # the cut itself passes
        ([{"total": "9/2"}], 0, False),
        ([{"total": "9"}, {"total": "4"}], 0, False),  # one of two is less than three fifths
        ([{"total": "9"}, {"total": "6"}, {"total": "4"}], 0, True),
        ([{"total": "7", "critical_ok": False}], 0, False),
        ([{"total": "6", "sem": "1"}], 1, True),
        ([{"total": "6", "sem": "3/2"}], 1, False),
        ([{"total": "7", "sem": "3"}, {"total": "8", "sem": "4"}], 1, True),  # 3 and 4 are 5 together
    ],
)
def test_the_cut_of_a_workshop_is_points_stations_and_no_critical_failure(stations, sems, passed):
    cut = CutRule("workshop", CutKind.WORKSHOP, sems=Fraction(sems))
    outcomes = [STATION | one if one else {"course": "identifying"} for one in stations]
    assert workshop_passed(outcomes, cut) is passed
    assert cuts_met(replace(build.definition(), cuts=(cut,)), outcomes) == ({"workshop"} if passed else set())


def test_a_standard_error_is_rounded_up_to_a_hundredth():
    assert [root_up(Fraction(one)) for one in (0, 25, 2)] == [0, 5, Fraction(142, 100)]
