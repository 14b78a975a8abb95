"""Managers plan, change and restate activities on pages; coordinators read those of their country."""

import json
from datetime import date

import pytest

from courses.programme.queries.activities import all_activities
from courses.programme.queries.lists import all_funds, all_partners, all_regions
from courses.programme.services.states import link_cohort
from lms.access import Grant, Role
from tests.builders import cohorts, programme
from tests.builders.people import administration, give_anywhere, person


@pytest.fixture
def here(session, signed_in):
    return signed_in(person(session, "Rosa", Role.PROGRAMME_MANAGER))


@pytest.fixture
def reader(session, signed_in):
    row = person(session, "Coordinator")
    give_anywhere(session, row, Grant(Role.COORDINATOR, "country", "LA"))
    return signed_in(row)


PLANNED = {"kind": "training", "title": "Port course", "place": "country:LA", "fund": "", "course": ""}


def plan(here, **changed):
    return here.post("/programme/activities/new", data=PLANNED | changed)


def test_an_activity_is_planned_on_its_form_and_shown_on_its_page(here, session, now):
    fund, partner = programme.fund(session, now), programme.partner(session, now, name="World Customs Organization")
    session.commit()
    days = {"starts_on": "2026-11-02", "ends_on": "2026-12-18"}
    answer = plan(here, fund=fund.uuid, partners=[partner.uuid], target_reached="60", **days)
    page = here.get(answer.location).text
    assert answer.status_code == 303
    assert all(words in page for words in ("Port course", fund.code, "World Customs Organization", "Laos", "60"))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Give the activity a title."),
        ({"place": "country:XX"}, "Choose from the list."),
        ({"place": ""}, "Choose from the list."),
        ({"kind": "party"}, "Choose from the list."),
        ({"starts_on": "2026-11-02"}, "Give both days"),
        ({"starts_on": "soon", "ends_on": "2026-11-02"}, "Write the day as year, month and day"),
        ({"target_reached": "many"}, "Not a valid integer value."),
        ({"target_reached": "0"}, "A target is a number of people"),
        ({"words": "x" * 2001}, "Use at most 2000 characters."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(here, session, changed, words):
    answer = plan(here, **changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert all_activities(session) == []


def test_a_change_on_the_form_shows_what_was_there_before(here, session, now):
    made = programme.activity(session, now, title="Port course")
    session.commit()
    address = f"/programme/activities/{made.row.uuid}/change"
    assert "Port course" in here.get(address).text
    assert here.post(address, data=PLANNED | {"title": "Airport course"}).status_code == 303
    session.expire_all()
    assert all_activities(session)[0].row.title == "Airport course"


def test_the_state_is_changed_and_its_history_read(here, session, now):
    made = programme.activity(session, now)
    session.commit()
    address = f"/programme/activities/{made.row.uuid}"
    assert here.post(address + "/state", data={"status": "cancelled"}).status_code == 422
    assert here.post(address + "/state", data={"status": "cancelled", "reason": "No fund."}).status_code == 303
    assert "No fund." in here.get(address).text


def test_a_step_that_does_not_follow_is_told(here, session, now):
    made = programme.activity(session, now)
    session.commit()
    answer = here.post(f"/programme/activities/{made.row.uuid}/state", data={"status": "done"})
    assert answer.status_code == 409


def test_a_cohort_is_added_and_taken_out(here, session, now, version):
    cohort = cohorts.cohort(session, version, now, place=administration(session, country="LA"))
    made = programme.activity(session, now)
    session.commit()
    address = f"/programme/activities/{made.row.uuid}/cohorts"
    assert here.post(address, data={"cohort": cohort.row.uuid}).status_code == 303
    assert here.post(address, data={"cohort": cohort.row.uuid}).status_code == 422
    assert here.post(f"{address}/{cohort.row.uuid}/take-out").status_code == 303
    session.expire_all()
    assert all_activities(session)[0].cohort_ids == ()


def test_a_coordinator_reads_without_forms_and_without_who_decided(here, reader, session, now):
    made = programme.activity(session, now)
    session.commit()
    address = f"/programme/activities/{made.row.uuid}"
    here.post(address + "/state", data={"status": "under-way"})
    page = reader.get(address).text
    assert "Rosa" not in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    assert reader.post(address + "/state", data={"status": "done"}).status_code == 404


def test_of_cohorts_abroad_a_coordinator_reads_their_number_alone(reader, session, now, version):
    region = programme.region(session, now, "LA", "TH")
    far = cohorts.cohort(session, version, now, place=administration(session, country="TH"), title="Bangkok class")
    made = programme.activity(session, now, region_id=region.row.id)
    link_cohort(session, made, far, by=None, now=now)
    session.commit()
    page = reader.get(f"/programme/activities/{made.row.uuid}").text
    assert "Bangkok class" not in page
    assert "1 cohort outside the area of your role belongs to it." in page


def test_an_activity_of_another_country_is_not_found(reader, session, now):
    made = programme.activity(session, now, country="VN", title="Hanoi course")
    session.commit()
    assert reader.get(f"/programme/activities/{made.row.uuid}").status_code == 404
    assert "Hanoi course" not in reader.get("/programme/activities").text
    assert "Hanoi course" not in reader.get("/programme/activities/export.csv").text


def test_the_list_is_narrowed_and_its_file_too(here, session, now):
    fund = programme.fund(session, now)
    programme.activity(session, now, title="Paid", fund_id=fund.id)
    programme.activity(session, now, title="Unpaid")
    session.commit()
    for address in ("/programme/activities", "/programme/activities/export.json"):
        found = here.get(address, query_string={"fund": fund.uuid, "status": "planned", "country": "LA"}).text
        assert ("Paid" in found, "Unpaid" in found) == (True, False)


@pytest.mark.parametrize("asked", ["?fund=none&kind=party&status=x&country=Narnia&page=99", "?page=abc"])
def test_a_filter_that_is_none_narrows_nothing(here, session, now, asked):
    programme.activity(session, now, title="Port course")
    session.commit()
    assert "Port course" in here.get("/programme/activities" + asked).text


def test_a_long_list_has_pages(here, session, now):
    for number in range(51):
        programme.activity(
            session, now, title=f"Course {number:03}", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)
        )
    session.commit()
    assert "Course 000" in here.get("/programme/activities?page=2").text
    assert len(json.loads(here.get("/programme/activities/export.json").text)) == 51


def test_funds_partners_and_regions_are_added_and_changed_on_pages(here, session):
    fund = {"code": "EU-1", "name": "Wild trade", "kind": "grant", "donor": "European Union", "currency": "EUR"}
    days = {"starts_on": "2026-01-01", "ends_on": "2028-12-31"}
    assert here.post("/programme/funds/new", data=fund | days).status_code == 303
    partner = {"name": "WCO", "kind": "international", "country": ""}
    assert here.post("/programme/partners/new", data=partner).status_code == 303
    region = {"name": "Mekong", "others": "la; th, vn"}
    assert here.post("/programme/regions/new", data=region).status_code == 303
    assert all_regions(session)[0].countries == ("LA", "TH", "VN")
    for name, row in (("funds", all_funds(session)[0]), ("partners", all_partners(session)[0])):
        assert row.name in here.get(f"/programme/{name}/{row.uuid}").text
    assert here.post("/programme/funds/new", data=fund | days).status_code == 422


def test_whoever_runs_one_country_reads_the_lists_and_changes_none(session, signed_in, now):
    fund = programme.fund(session, now)
    row = person(session)
    give_anywhere(session, row, Grant(Role.PROGRAMME_MANAGER, "country", "LA"))
    local = signed_in(row)
    assert fund.code in local.get("/programme/funds").text
    assert local.get(f"/programme/funds/{fund.uuid}").status_code == 404
    assert local.get("/programme/funds/new").status_code == 404
    assert plan(local).status_code == 303
    assert plan(local, place="country:VN").status_code == 422


@pytest.mark.parametrize("name", ["funds", "partners", "regions"])
def test_each_list_is_a_file(here, session, now, name):
    programme.fund(session, now), programme.partner(session, now), programme.region(session, now)
    session.commit()
    assert len(json.loads(here.get(f"/programme/{name}/export.json").text)) == 1
