"""The letter of a panel, printed from its page: whole on A4, readable at arm's length."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route

from certificates.panels.queries.found import panel_sat_in
from certificates.panels.rules import CompetenceView
from certificates.panels.services.convening import convene
from certificates.panels.services.deciding import PanelBallot, sign, vote, write_down
from certificates.permissions import SchemeRole
from lms import clock
from lms.access import Role
from lms.people.models import Person
from tests.builders import candidates as build
from tests.builders import people
from tests.builders import scheme_certificates as make
from tests.builders.paper import demand_whole
from tests.builders.people import NOW

pytestmark = pytest.mark.browser
NAME = "Marie-Antoinette Rakotoarisoa-Andriamanantena d’Hauteville"
REASON = " ".join(["La séance était bien préparée, mais le retour donné aux stagiaires restait trop général."] * 12)
MISSING = "N’a pas donné de retour écrit aux stagiaires de la deuxième journée."
SITE = "http://localhost"


@pytest.fixture
def letter(app, session, monkeypatch):
    """A refusal with long reasons, of somebody with a long name; the candidate, and where they read it."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    on = build.scheme(session, people.person(session), NOW)
    person = people.person(session, NAME, Role.OFFICER)
    found = build.candidate(session, person, on, NOW, "known")
    panel = [make.of_scheme(session, on, SchemeRole.DECIDER, f"Decider {number}") for number in range(3)]
    officer = make.of_scheme(session, on, SchemeRole.SCHEME_OFFICER)
    with app.test_request_context():
        row = convene(session, found, [one.id for one in panel], panel[0].id, language_fits=True, by=officer, now=NOW)

        def seen(one):
            session.expire_all()
            return panel_sat_in(session, one, row.uuid)

        ballot = PanelBallot("reject", {"teach": CompetenceView(False, MISSING)}, MISSING)
        for one in panel:
            vote(session, seen(one), ballot, by=one, now=NOW)
        made = write_down(session, seen(panel[0]), REASON, "All agreed.", by=panel[0], now=NOW).uuid
        for one in panel[:2]:
            sign(session, seen(one), by=one, now=NOW)
    session.commit()
    return session.get_one(Person, person.id), f"/decision-letters/{made}"


def test_the_letter_is_whole_on_paper(app, session, letter, browser: Browser, tmp_path):
    person, address = letter
    theirs = people.browser(app)
    people.sign_in(theirs, session, person, at=NOW)
    session.commit()

    def answer(route: Route) -> None:
        with app.app_context():  # the browser answers in a context of its own
            got = theirs.get(route.request.url.removeprefix(SITE), buffered=True)
        route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.get_data())

    page = browser.new_page(service_workers="block")
    page.route("**/*", answer)
    page.goto(f"{SITE}{address}")
    made = page.pdf(format="A4")
    page.close()
    demand_whole(made, tmp_path, [NAME, REASON, MISSING, "You may appeal", "Reject"])
