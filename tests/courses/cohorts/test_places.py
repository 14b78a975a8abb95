"""The pages of a cohort stand beside each other on each of them."""

import re

import pytest

from courses.cohorts.services.leaving import end_cohort
from tests.builders import cohorts
from tests.builders.people import administration

IN_A_ROW = ("board", "meetings", "deadlines", "questions", "classroom", "forms", "evaluation", "confirmations")
NAV = re.compile(r'<nav class="tabs places".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a href="/cohorts/[^/]+/([a-z]+)"( aria-current="page")?>')


@pytest.fixture
def place(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, "Trainer One", place)


@pytest.fixture
def cohort(session, version, place, leader, now):
    return cohorts.cohort(session, version, now, place=place, leader=leader)


def beside(page: str) -> list[tuple[str, bool]]:
    return [(place, bool(here)) for place, here in LINK.findall(NAV.search(page)[0])]


@pytest.mark.parametrize("where", IN_A_ROW)
def test_each_page_leads_to_all_and_shows_where_one_is(signed_in, leader, cohort, where):
    page = signed_in(leader).get(f"/cohorts/{cohort.row.uuid}/{where}").text
    assert beside(page) == [(one, one == where) for one in IN_A_ROW]


def test_the_cohort_itself_leads_to_all(signed_in, leader, cohort):
    page = signed_in(leader).get(f"/cohorts/{cohort.row.uuid}").text
    assert beside(page) == [(one, False) for one in IN_A_ROW]


def test_what_a_cohort_that_ended_leads_to_opens(signed_in, session, leader, cohort, now):
    end_cohort(session, cohort, "All is done.", by=leader.id, now=now)
    session.commit()
    mine, address = signed_in(leader), f"/cohorts/{cohort.row.uuid}"
    places = [place for place, _here in beside(mine.get(address).text)]
    assert "deadlines" not in places
    assert {place: mine.get(f"{address}/{place}").status_code for place in places} == dict.fromkeys(places, 200)
