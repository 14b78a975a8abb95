"""Figures and reports as files and on forms: their names, their rows, and what freezing says."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from certificates.reporting.models import DonorReport
from certificates.reporting.rules.figures import Milestone
from certificates.reporting.services.counting import count_programme
from certificates.reporting.services.freezing import NextReport, freeze_report
from lms.access import Grant, Role
from lms.people.api import COUNTRY
from tests.builders import people, programme, reporting
from tests.builders.people import NOW


@pytest.fixture
def fund(app, session):
    """A fund of two quarters."""
    return programme.fund(
        session, NOW, code="IVORY", name="Ivory fund", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)
    )


@pytest.fixture
def as_manager(app, session):
    """The browser of a manager of everything."""
    return people.browser_of(app, session, people.person(session, "Mona Manager", Role.PROGRAMME_MANAGER))


def test_freezing_says_so_and_the_next_one_has_the_length_of_the_first(as_manager, session, fund):
    address = f"/programme/funds/{fund.uuid}/freeze"
    begun = as_manager.get(address).text
    assert begun.count('type="radio"') == 3
    assert "2026-Q1" in begun
    answer = as_manager.post(address, data={"length": ""})
    assert (answer.status_code, "Choose a quarter, half a year or a year." in answer.text) == (422, True)
    done = as_manager.post(address, data={"length": "1", "begins": "2026-Q1"})
    page = as_manager.get(done.location).text
    assert "The report is closed. It will not change any more." in page
    assert "2026-Q1" in page
    assert as_manager.get(address).text.count('type="radio"') == 0
    assert as_manager.post(address, data={"length": "1", "begins": "2026-Q2"}).status_code == 303
    over = as_manager.get(address)
    assert (over.status_code, "Every quarter of this fund is already reported." in over.text) == (409, True)
    assert len(session.scalars(select(DonorReport)).all()) == 2


def test_reports_are_listed_and_each_is_a_file_named_after_its_quarters(as_manager, session, fund):
    programme.fund(session, NOW, code="OTHER")
    row = freeze_report(session, fund, NextReport(2), actor_id=None, now=NOW)
    session.commit()
    rows = as_manager.get("/programme/reports/export.json").json
    assert [(one["fund"], one["period"]) for one in rows] == [("IVORY", "2026-Q1 to 2026-Q2")]
    page = as_manager.get("/programme/reports").text
    assert all(words in page for words in ("Ivory fund", "2026-Q1 to 2026-Q2"))
    one = f"/programme/reports/{row.uuid}"
    paper = as_manager.get(f"{one}/report.pdf")
    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")
    assert "filename=report-2026-q1-2026-q2.pdf" in paper.headers["Content-Disposition"]
    file = as_manager.get(f"{one}/export.csv")
    assert "report-2026-q2" in file.headers["Content-Disposition"]
    assert "Cohorts of this fund of which at least one day lies in the period." in file.text


def test_figures_are_files_by_country_by_course_and_by_name(as_manager, app, session):
    places = reporting.administrations(session, "KE", "TH")
    course = reporting.taught(session)
    for place, count in (("KE", 12), ("TH", 9)):
        some = reporting.officers(session, places[place], count)
        reporting.learn(session, some, course, Milestone.CERTIFIED, NOW)
    trainer = session.get_one(people.Person, some[0])
    trainer.name = "Tara Trainer"
    people.give(session, trainer, Role.TRAINER)
    count_programme(session, NOW)
    session.commit()
    figures = "/programme/figures"
    assert [(row["country"], row["certified"]) for row in as_manager.get(f"{figures}/countries/export.json").json] == [
        ("Kenya", 12), ("Thailand", 9),
    ]  # fmt: skip
    [row] = as_manager.get(f"{figures}/courses/export.json").json
    assert (row["reached"], row["certified"]) == (21, 21)
    assert as_manager.get(f"{figures}/TH/export.json").json == [{"name": "Tara Trainer"}]
    assert as_manager.get(f"{figures}/KE/export.json").json == []
    shown = as_manager.get(f"{figures}/TH").text
    assert all(words in shown for words in ("Thailand", "Tara Trainer", ">9<"))
    abroad = people.person(session)
    people.give_anywhere(session, abroad, Grant(Role.COORDINATOR, COUNTRY, "KE"))
    foreign = people.browser(app)
    people.sign_in(foreign, session, abroad)
    session.commit()
    assert foreign.get(f"{figures}/courses/export.json").json == []
    assert [row["country"] for row in foreign.get(f"{figures}/countries/export.json").json] == ["Kenya"]
    assert foreign.get(f"{figures}/TH/export.json").status_code == 404
