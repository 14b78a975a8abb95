"""The pages of cohorts, as trainers, managers and officers use them."""

import re
from datetime import timedelta

import pytest

from courses.catalogue.services.withdrawing import withdraw_course
from courses.cohorts.queries.hand_overs import hand_over_of
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from courses.cohorts.services.codes import WRONG_CODES, make_code
from courses.cohorts.services.joining import join
from courses.learning.services import enrol
from lms.access import Role
from lms.text.codes import shown_code
from tests.builders import cohorts
from tests.builders.people import administration, person


@pytest.fixture
def place(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, "Trainer One", place)


@pytest.fixture
def cohort(session, version, place, leader, now):
    return cohorts.cohort(session, version, now, place=place, leader=leader)


@pytest.fixture
def manager(session):
    return person(session, "Manager", Role.PROGRAMME_MANAGER)


@pytest.fixture
def joiner(session, place):
    return person(session, "Joining Officer", (Role.OFFICER, place), place=place)


@pytest.fixture
def code(session, cohort, leader, now):
    return make_code(session, cohort, by=leader.id, now=now).code


def form_of(where, **changed):
    return {
        "course": "tiny-course", "place": f"administration:{where.uuid}", "title": "Cohort 2099-1",
        "starts_on": "2099-01-05", "ends_on": "2099-03-01", "time_zone": "Asia/Vientiane", "venue": "Room 2",
        "language": "en",
    } | changed  # fmt: skip


def test_a_trainer_proposes_a_manager_approves_and_the_trainer_leads(
    session, signed_in, version, place, leader, manager
):
    mine, theirs = signed_in(leader), signed_in(manager)
    address = mine.post("/cohorts/new", data=form_of(place)).headers["Location"]
    assert "waits for approval" in mine.get(address).text
    assert "Cohort 2099-1" in theirs.get("/").text or "1 cohort waits" in theirs.get("/").text
    assert theirs.post(f"{address}/approve").status_code == 303
    page = mine.get(address).text
    assert "Add officers" in page
    assert "Trainer One" in page
    assert mine.get(f"{address}/code").status_code == 200


def test_a_refusal_needs_a_reason_and_shows_it_to_the_proposer(session, signed_in, version, place, leader, manager):
    mine, theirs = signed_in(leader), signed_in(manager)
    address = mine.post("/cohorts/new", data=form_of(place)).headers["Location"]
    assert theirs.post(f"{address}/refuse", data={"reason": " "}).status_code == 422
    assert theirs.post(f"{address}/refuse", data={"reason": "No budget."}).status_code == 303
    assert "No budget." in mine.get(address).text
    assert theirs.post(f"{address}/approve").status_code == 409


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "title"),
        ({"ends_on": "2099-01-04"}, "before the first"),
        ({"ends_on": "2199-01-04"}, "three years"),
        ({"starts_on": "2020-01-01", "ends_on": "2020-02-01"}, "days are in the past"),
        ({"starts_on": "soon"}, "Not a valid date"),
        ({"time_zone": "Asia/Nowhere"}, "Choose from the list"),
        ({"place": "administration:nowhere"}, "Choose from the list"),
        ({"course": "nothing"}, "Choose from the list"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(signed_in, version, place, leader, changed, words):
    answer = signed_in(leader).post("/cohorts/new", data=form_of(place, **changed))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Room 2" in answer.text


def test_a_place_beyond_ones_right_is_not_offered(session, signed_in, version, leader):
    abroad = administration(session, "Far Customs", country="KE")
    browser = signed_in(leader)
    assert "Far Customs" not in browser.get("/cohorts/new").text
    assert browser.post("/cohorts/new", data=form_of(abroad)).status_code == 422


def test_an_officer_joins_by_a_code_typed_with_look_alikes(session, signed_in, cohort, joiner, code):
    browser = signed_in(joiner)
    typed = shown_code(code).lower().replace("0", "o").replace("1", "l")
    address = browser.post("/join", data={"code": typed}).headers["Location"]
    page = browser.get(address).text
    assert "Who sees what" in page
    assert "Trainer One" in page
    own = browser.post(address).headers["Location"]
    assert "in the cohort" in browser.get(own).text
    assert cohorts.participant(session, cohort, joiner).status is ParticipantStatus.JOINED


def test_a_picture_that_is_scanned_leads_through_the_sign_in(app, client, code):
    answer = client.get(f"/join/{code}")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/join/{code}")


def test_whoever_has_a_run_is_asked_on_the_page(session, signed_in, version, cohort, joiner, code, now):
    enrol(session, joiner.id, version.id, now=now)
    browser = signed_in(joiner)
    assert "already started this course" in browser.get(f"/join/{code}").text
    assert browser.post(f"/join/{code}").status_code == 422
    own = browser.post(f"/join/{code}", data={"run": "wait"}).headers["Location"]
    assert "Move my progress into the cohort" in browser.get(own).text
    assert "Choose what happens" in browser.get("/").text
    assert browser.post(f"{own}/take-over").status_code == 303
    assert cohorts.participant(session, cohort, joiner).status is ParticipantStatus.JOINED


def test_a_thousand_wrong_codes_are_answered_no_more_and_the_right_one_still_works(signed_in, cohort, joiner, code):
    browser = signed_in(joiner)
    answers = [browser.post("/join", data={"code": f"A{number:07}"}).status_code for number in range(WRONG_CODES + 3)]
    assert answers == [422] * WRONG_CODES + [429] * 3
    assert browser.get("/join/AAAAAAAA").status_code == 429
    assert browser.post("/join", data={"code": code}).status_code == 303


def test_what_somebody_else_guessed_keeps_nobody_out(session, signed_in, cohort, joiner, code):
    other = signed_in(person(session, None, Role.OFFICER))
    for number in range(WRONG_CODES + 1):
        other.post("/join", data={"code": f"A{number:07}"})
    assert signed_in(joiner).post("/join", data={"code": "AAAAAAAA"}).status_code == 422


def test_an_officer_from_elsewhere_is_told_and_waits(session, signed_in, cohort, code, manager):
    abroad = administration(session, "Far Customs", country="KE")
    guest = person(session, "Guest Officer", (Role.OFFICER, abroad), place=abroad)
    browser, theirs = signed_in(guest), signed_in(manager)
    assert "another administration" in browser.get(f"/join/{code}").text
    own = browser.post(f"/join/{code}").headers["Location"]
    assert "waits for approval" in browser.get(own).text
    assert "Guest Officer" in theirs.get("/cohorts/joins").text
    uuid = cohorts.participant(session, cohort, guest).uuid
    assert theirs.post(f"/cohorts/joins/{uuid}/refuse", data={"reason": ""}).status_code == 422
    assert theirs.post(f"/cohorts/joins/{uuid}/approve").status_code == 303
    assert cohorts.participant(session, cohort, guest).status is ParticipantStatus.JOINED


def test_the_code_is_shown_large_as_a_picture_and_stops(session, signed_in, cohort, leader, joiner, code):
    browser = signed_in(leader)
    page = browser.get(f"/cohorts/{cohort.row.uuid}/code").text
    assert shown_code(code) in page
    assert "data:image/svg+xml" in page
    browser.post(f"/cohorts/{cohort.row.uuid}/code/stop")
    assert signed_in(joiner).get(f"/join/{code}").status_code == 422


def test_a_trainer_withdraws_an_officer_with_a_reason(session, signed_in, cohort, leader, now):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    browser, address = signed_in(leader), f"/cohorts/{cohort.row.uuid}/participants/{officer.uuid}"
    assert browser.post(f"{address}/withdraw", data={"withdraw-reason": ""}).status_code == 422
    assert browser.post(f"{address}/withdraw", data={"withdraw-reason": "Posted elsewhere."}).status_code == 303
    assert "Posted elsewhere." in browser.get(address).text
    assert "No longer in the cohort" in browser.get(f"/cohorts/{cohort.row.uuid}").text


def test_a_trainer_moves_an_officer_to_another_cohort_of_theirs_alone(
    session, signed_in, version, cohort, leader, place, now
):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    own = cohorts.cohort(session, version, now, place=place, leader=leader, title="Second class")
    strange = cohorts.cohort(session, version, now, place=place, title="Strange class")
    browser, address = signed_in(leader), f"/cohorts/{cohort.row.uuid}/participants/{officer.uuid}"
    page = browser.get(address).text
    assert ("Second class" in page, "Strange class" in page) == (True, False)
    assert browser.post(f"{address}/move", data={"move-cohort": strange.row.uuid}).status_code == 422
    assert browser.post(f"{address}/move", data={"move-cohort": own.row.uuid}).status_code == 303
    assert cohorts.participant(session, own, officer).status is ParticipantStatus.JOINED


def test_a_cohort_changes_hands_when_the_other_trainer_takes_it(session, signed_in, cohort, leader, place):
    other = cohorts.trainer(session, "Trainer Two", place)
    mine, theirs = signed_in(leader), signed_in(other)
    address = f"/cohorts/{cohort.row.uuid}"
    draft = {"trainer": leader.uuid, "person": other.username, "note": "Two officers are behind."}
    assert mine.post(f"{address}/hand-over", data=draft).status_code == 303
    offered = re.search(r"/hand-overs/[0-9a-f-]+", theirs.get("/").text)[0]
    assert "Two officers are behind." in theirs.get(offered).text
    assert theirs.get(address).status_code == 404
    assert theirs.post(f"{offered}/take").status_code == 303
    assert (theirs.get(address).status_code, mine.get(address).status_code) == (200, 404)


def test_an_offer_is_declined_or_called_back(session, signed_in, cohort, leader, place):
    other = cohorts.trainer(session, None, place)
    mine, theirs = signed_in(leader), signed_in(other)
    address, draft = f"/cohorts/{cohort.row.uuid}/hand-over", {
        "trainer": leader.uuid, "person": other.username, "note": "All is well.",
    }  # fmt: skip
    mine.post(address, data=draft)
    uuid = hand_over_of(session, cohort.id).uuid
    assert theirs.post(f"/hand-overs/{uuid}/decline").status_code == 303
    assert theirs.post(f"/hand-overs/{uuid}/take").status_code == 404
    mine.post(address, data=draft)
    assert mine.post(f"{address}/call-back").status_code == 303
    assert hand_over_of(session, cohort.id) is None


def test_co_trainers_come_and_go_but_the_last_stays(session, signed_in, cohort, leader, joiner, place):
    other = cohorts.trainer(session, "Trainer Two", place)
    browser, address = signed_in(leader), f"/cohorts/{cohort.row.uuid}/trainers"
    assert browser.post(f"{address}/{leader.uuid}/remove").status_code == 409
    assert browser.post(address, data={"person": joiner.username}).status_code == 422  # no administrator made them one
    assert browser.post(address, data={"person": other.username}).status_code == 303
    assert browser.post(f"{address}/{leader.uuid}/remove").status_code == 303
    assert browser.get(address).status_code == 404


def test_a_trainer_of_another_cohort_finds_nothing(session, signed_in, version, cohort, place, now):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    stranger = cohorts.trainer(session, None, place)
    cohorts.cohort(session, version, now, place=place, leader=stranger, title="Own class")
    browser, address = signed_in(stranger), f"/cohorts/{cohort.row.uuid}"
    for path in ("", "/change", "/trainers", "/hand-over", "/code", f"/participants/{officer.uuid}"):
        assert browser.get(address + path).status_code == 404, path
    listed = browser.get("/cohorts").text
    assert ("Own class" in listed, cohort.row.title in listed) == (True, False)


def test_days_and_venue_change_and_a_cohort_ends(session, signed_in, cohort, leader, now):
    browser, address = signed_in(leader), f"/cohorts/{cohort.row.uuid}"
    first = (now + timedelta(days=10)).date()
    changed = cohorts.DETAILS | {"starts_on": first.isoformat(), "ends_on": first.isoformat(), "venue": "Hall 7"}
    assert browser.post(f"{address}/change", data=changed).status_code == 303
    assert "Hall 7" in browser.get(address).text
    assert browser.post(f"{address}/end", data={"reason": ""}).status_code == 422
    assert browser.post(f"{address}/end", data={"reason": "Done."}).status_code == 303
    assert cohorts.found(session, cohort.id).state is CohortState.ENDED
    assert "Done." in browser.get(address).text
    assert browser.get(f"{address}/code").status_code == 404


def test_the_list_and_a_cohort_need_as_many_queries_for_many_officers(
    session, signed_in, cohort, leader, counting, now
):
    browser = signed_in(leader)

    def asked(path):
        browser.get(path)
        with counting() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    paths = ("/cohorts", f"/cohorts/{cohort.row.uuid}")
    cohorts.officers(session, cohort, 1, now)
    session.commit()
    before = [asked(path) for path in paths]
    cohorts.officers(session, cohort, 20, now)
    session.commit()
    assert [asked(path) for path in paths] == before


def test_a_cohort_that_starts_soon_stands_on_the_start_page_of_its_trainer(signed_in, cohort, leader):
    assert cohort.row.title in signed_in(leader).get("/").text


def test_nobody_joins_a_cohort_of_a_course_that_was_withdrawn(session, signed_in, cohort, joiner, code, now):
    withdraw_course(session, "tiny-course", withdrawn=True, reason="The law changed.", actor_id=None, now=now)
    browser = signed_in(joiner)
    answer = browser.post(f"/join/{code}")
    assert answer.status_code == 409
    assert "The law changed." in answer.text
    assert cohorts.known_in(session, cohort.id, [joiner.id]) == {}


def test_who_is_in_a_withdrawn_course_goes_on(session, cohort, leader, now):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    withdraw_course(session, "tiny-course", withdrawn=True, reason="The law changed.", actor_id=None, now=now)
    assert join(session, cohort, officer.id, take_over=None, now=now) == "already-in"
