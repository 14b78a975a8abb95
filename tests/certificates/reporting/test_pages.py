"""Pages of figures and reports: who reads them, what they show, and the files beside them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from certificates.reporting.models import DonorReport
from certificates.reporting.pages.tile_map import places
from certificates.reporting.policy import names_seen
from certificates.reporting.rules.figures import Milestone
from certificates.reporting.services.counting import count_programme
from certificates.reporting.services.freezing import NextReport, freeze_report
from lms.access import Grant, Role
from lms.people.api import ADMINISTRATION, COUNTRY
from lms.people.models import Person
from tests.builders import people, programme, reporting
from tests.builders.people import NOW

SPRING = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
FROZEN = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def course(session):
    return reporting.taught(session)


@pytest.fixture
def places_here(session):
    return reporting.administrations(session, "KE", "TH")


def manager(client, session, country: str | None = None) -> Person:
    row = people.person(session, "Mona Manager")
    grant = Grant(Role.PROGRAMME_MANAGER, COUNTRY, country) if country else Grant(Role.PROGRAMME_MANAGER)
    people.give_anywhere(session, row, grant)
    people.sign_in(client, session, row)
    session.commit()
    return row


def come(session, course, place, counts) -> list[int]:
    made = []
    for milestone, count in counts.items():
        some = reporting.officers(session, place, count)
        reporting.learn(session, some, course, milestone, NOW)
        made += some
    return made


def counted(session, course, places_here) -> None:
    come(session, course, places_here["KE"], {Milestone.TOOK_PART: 70, Milestone.CERTIFIED: 12})
    come(session, course, places_here["TH"], {Milestone.TOOK_PART: 9, Milestone.CERTIFIED: 3})
    count_programme(session, NOW)


@pytest.fixture
def report(session, course, places_here) -> DonorReport:
    fund = programme.fund(session, NOW, starts_on=date(2026, 4, 1), name="Ivory fund")
    cohort = reporting.cohort_of_fund(session, fund.id, course, places_here["KE"], starts=SPRING)
    for milestone, count in ((Milestone.TOOK_PART, 11), (Milestone.CERTIFIED, 14)):
        some = reporting.officers(session, places_here["KE"], count)
        reporting.learn(session, some, course, milestone, SPRING, group=cohort.id)
    return freeze_report(session, fund, NextReport(2), actor_id=None, now=FROZEN)


def test_a_manager_reads_the_figures_of_all_countries(client, session, course, places_here):
    counted(session, course, places_here)
    manager(client, session)
    shown = client.get("/programme/figures").text
    assert "Kenya" in shown
    assert "Thailand" in shown
    assert "left out" in shown
    assert "Where trainers are missing" in shown


def test_countries_with_few_trainers_are_named_the_largest_first(client, session, course, places_here):
    for one in come(session, course, places_here["TH"], {Milestone.CERTIFIED: 6}):
        people.give(session, session.get_one(Person, one), Role.TRAINER)
    counted(session, course, places_here)
    manager(client, session)
    shown = client.get("/programme/figures").text.partition("Where trainers are missing")[2].partition("</ul>")[0]
    assert "Kenya" in shown
    assert "Thailand" not in shown


def test_before_the_first_count_the_page_says_so(client, session):
    manager(client, session)
    assert "Nothing is counted yet" in client.get("/programme/figures").text


def coordinator(client, session, grant: Grant, **columns) -> Person:
    row = people.person(session, "Cora Coordinator", **columns)
    people.give_anywhere(session, row, grant)
    people.sign_in(client, session, row)
    session.commit()
    return row


def test_a_coordinator_reads_the_figures_of_their_own_country_alone(client, session, course, places_here):
    counted(session, course, places_here)
    coordinator(client, session, Grant(Role.COORDINATOR, COUNTRY, "KE"))
    for address in ("/programme/figures", "/programme/figures/countries/export.csv"):
        shown = client.get(address).text
        assert "Kenya" in shown
        assert "Thailand" not in shown
    assert client.get("/programme/figures/KE").status_code == 200
    assert len(client.get("/programme/figures/courses/export.csv").text.splitlines()) == 1  # its header
    for address in ("/programme/figures/TH", "/programme/reports"):
        assert client.get(address).status_code == 404


def test_the_coordinator_of_an_administration_reads_those_of_its_country(client, session, course, places_here):
    counted(session, course, places_here)
    place = places_here["KE"]
    coordinator(client, session, Grant(Role.COORDINATOR, ADMINISTRATION, str(place.id)), place=place)
    shown = client.get("/programme/figures").text
    assert "Kenya" in shown
    assert "Thailand" not in shown


def test_names_stand_beside_the_figures_of_ones_own_country_alone(session, places_here):
    role = Grant(Role.COORDINATOR, ADMINISTRATION, str(places_here["KE"].id))
    at_home = replace(people.a_viewer(1, role), country="KE")
    assert (names_seen(at_home, "KE"), names_seen(at_home, "TH")) == (True, False)
    by_country = people.a_viewer(1, Grant(Role.COORDINATOR, COUNTRY, "TH"))
    assert (names_seen(by_country, "KE"), names_seen(by_country, "TH")) == (False, True)
    assert not names_seen(replace(people.a_viewer(), country="KE"), "KE")


def test_an_officer_finds_no_figures(client, session):
    people.sign_in(client, session, people.person(session, None, Role.OFFICER))
    session.commit()
    assert client.get("/programme/figures").status_code == 404


def test_names_stand_where_the_role_reaches_and_nowhere_else(client, session, course, places_here):
    counted(session, course, places_here)
    trainer = session.get_one(Person, come(session, course, places_here["KE"], {Milestone.CERTIFIED: 1})[0])
    trainer.name = "Tara Trainer"
    people.give(session, trainer, Role.TRAINER)
    manager(client, session, "KE")
    assert "Tara Trainer" in client.get("/programme/figures/KE").text
    assert "Tara Trainer" in client.get("/programme/figures/KE/export.csv").text
    elsewhere = client.get("/programme/figures/TH").text
    assert "Your role does not include" in elsewhere


def test_a_manager_of_another_country_reads_no_names(client, session, course, places_here):
    counted(session, course, places_here)
    trainer = session.get_one(Person, come(session, course, places_here["KE"], {Milestone.CERTIFIED: 1})[0])
    trainer.name = "Tara Trainer"
    people.give(session, trainer, Role.TRAINER)
    manager(client, session, "TH")
    for address in ("/programme/figures/KE", "/programme/figures/KE/export.csv"):
        assert "Tara Trainer" not in client.get(address).text


@pytest.mark.parametrize("country", ["XX", "ke", "VN"])
def test_a_country_without_people_is_not_found(client, session, course, places_here, country):
    counted(session, course, places_here)
    manager(client, session)
    assert client.get(f"/programme/figures/{country}").status_code == 404


def test_a_report_shows_its_numbers_and_what_they_count(client, session, report):
    manager(client, session)
    shown = client.get(f"/programme/reports/{report.uuid}").text
    assert "2026-Q2 to 2026-Q3" in shown
    assert ">25<" in shown
    assert "Of the people reached, those who read a lesson" in shown


def test_a_table_of_which_every_number_is_left_out_is_not_shown(client, session, report):
    """Nobody in this cohort told their sex."""
    manager(client, session)
    shown = client.get(f"/programme/reports/{report.uuid}").text
    assert "By country" in shown
    assert "By sex" not in shown


def test_the_pdf_is_the_same_whenever_it_is_asked_for(client, session, report):
    manager(client, session)
    made = [client.get(f"/programme/reports/{report.uuid}/report.pdf").data for _each in range(2)]
    assert made[0] == made[1]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made[0])).pages)
    for words in ("Ivory fund", "People reached", "25", "What is counted", "2026-10-02"):
        assert words in text


def test_the_file_of_a_report_has_every_number_with_its_definition(client, session, report):
    manager(client, session)
    rows = client.get(f"/programme/reports/{report.uuid}/export.json").json
    whole = {row["row"]: row for row in rows if row["table"] == "Total"}
    assert whole["People reached"]["number"] == 25
    assert whole["Certified"]["definition"].startswith("Of the people who passed")
    assert whole["Certified trainers"] == whole["Certified trainers"] | {"number": None, "left_out": True}


def test_a_manager_of_everything_freezes_and_the_first_report_chooses_the_length(client, session):
    fund = programme.fund(session, NOW, starts_on=date(2026, 1, 1))
    manager(client, session)
    address = f"/programme/funds/{fund.uuid}/freeze"
    assert "How long is each period?" in client.get(address).text
    assert client.post(address, data={"length": "2"}).status_code == 303
    row = session.scalars(select(DonorReport)).one()
    assert (row.first_quarter, row.last_quarter) == ("2026-Q1", "2026-Q2")


def test_the_form_names_the_period_that_it_freezes(client, session):
    fund = programme.fund(session, NOW, starts_on=date(2026, 1, 1))
    manager(client, session)
    address = f"/programme/funds/{fund.uuid}/freeze"
    assert 'value="2026-Q1"' in client.get(address).text
    sent = [client.post(address, data={"length": "1", "begins": "2026-Q1"}).status_code for _each in range(2)]
    assert sent == [303, 409]
    assert len(session.scalars(select(DonorReport)).all()) == 1


def test_a_length_that_nobody_offers_is_refused_beside_its_field(client, session):
    fund = programme.fund(session, NOW, starts_on=date(2026, 1, 1))
    manager(client, session)
    assert client.post(f"/programme/funds/{fund.uuid}/freeze", data={"length": "3"}).status_code == 422
    assert session.scalars(select(DonorReport)).all() == []


def test_a_manager_of_one_country_freezes_nothing(client, session):
    fund = programme.fund(session, NOW, starts_on=date(2026, 1, 1))
    manager(client, session, "KE")
    assert client.get(f"/programme/funds/{fund.uuid}/freeze").status_code == 404
    assert client.post(f"/programme/funds/{fund.uuid}/freeze", data={"length": "1"}).status_code == 404


def test_the_list_of_reports_says_when_the_next_can_be_frozen(client, session, report):
    manager(client, session)
    shown = client.get("/programme/reports").text
    assert "2026-Q2 to 2026-Q3" in shown
    assert "You can close its report after that day" in shown


def test_every_square_of_the_map_is_one_country():
    assert len(set(places().values())) == len(places()) > 200
    assert {"KE", "TH", "VN", "LA", "UG", "TZ", "FR"} <= set(places())


def test_figures_stand_in_the_programme_and_not_in_the_menu(client, session):
    manager(client, session)
    page = client.get("/programme/figures").text
    menu, below = page.split("<main", 1)
    assert '<a href="/programme/activities" aria-current="page">Programme</a>' in menu
    assert "/programme/figures" not in menu
    assert '<a href="/programme/figures" aria-current="page">Figures</a>' in below
    assert '<a href="/programme/reports">Donor reports</a>' in below
    assert 'href="/programme/reports"' in client.get("/programme/activities").text
