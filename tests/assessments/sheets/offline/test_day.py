"""The day that a device keeps: plan, rubrics and codes of one assessor, small, and nothing that anybody rated."""

import pytest
from sqlalchemy import select

from assessments.sheets.models import Sheet
from assessments.sheets.offline.pages.day import day_as_data
from assessments.sheets.sealing.tickets import is_ticket
from assessments.sheets.services.marking import Bringing, rate
from assessments.workshops.services.using import use_rotation
from lms.ids import new_uuid
from lms.people.models import Person
from tests.builders import sealed_sheets, workshops
from tests.builders.people import NOW, sign_in, viewer
from tests.builders.sheets import Bench

LARGEST = 1_500_000  # bytes of a day of twelve performances


@pytest.fixture
def placed(session, now):
    """A workshop whose rotation is in use, and the person who has most sheets."""
    made = workshops.small(session, now)
    use_rotation(session, made.parts, made.worked_out(), by=made.by.id, now=now)
    counted = [one.assessor_id for one in session.scalars(select(Sheet))]
    return session.get_one(Person, max(counted, key=counted.count))


def test_a_kept_day_says_when_where_and_who_in_the_order_of_the_day(app, session, placed):
    with app.test_request_context():
        day = day_as_data(session, viewer(session, placed))
    assert [bool(one["when"] and one["room"] and one["code"]) for one in day["sheets"]] == [True] * len(day["sheets"])
    first = day["sheets"][0]
    assert first["room"] in {"Room 1", "Room 2"}
    assert first["name"].startswith("Cand ")
    assert is_ticket(first["ticket"], first["performance"], day["person"])
    assert day["rubrics"][first["rubric"]]["criteria"][0]["weight"] == 2.5


@pytest.fixture
def bench(session):
    return Bench(session)


def test_a_kept_day_comes_once_weighs_little_and_holds_no_rating(session, client, bench):
    key = sealed_sheets.key(session)
    rate(session, bench.first, "names", 1, key=new_uuid(), by=Bringing(bench.one.id), now=NOW)
    sign_in(client, session, bench.one)
    session.commit()
    answer = client.get("/sheets/day/kept")
    assert answer.json["key"]["kid"] == key.kid
    assert [one["code"] for one in answer.json["sheets"]] == ["C-01"]
    assert answer.json["sheets"][0]["sealed"] is False
    assert not {"ratings", "level"} & set(answer.json["sheets"][0])
    assert len(answer.data) * 12 < LARGEST
    assert answer.headers["Cache-Control"] == "no-store"
    again = client.get("/sheets/day/kept", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_page_that_is_kept_in_the_clear_names_nothing_of_the_day(session, client, bench):
    sign_in(client, session, bench.one)
    session.commit()
    assert "C-01" in client.get("/sheets/day").text
    assert "C-01" not in client.get("/sheets/day", headers={"Keep": "ahead"}).text


def test_questions_to_the_database_do_not_grow_with_the_day(app, session, bench, counting):
    asked = []
    for no in (2, 3, 4):
        with app.test_request_context(), counting() as seen:
            session.expire_all()
            day_as_data(session, viewer(session, bench.one))
        asked.append(len(seen))
        performance = bench.perform(no=no)
        bench.performance = performance
        bench.assign(bench.one, "first")
    assert asked[1] == asked[2]
