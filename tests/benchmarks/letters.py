"""Forty letters of panels, each read by its candidate, in this process: seconds, and one beside the bare page."""

import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from assessments.api import FoundEvidence
from certificates.candidates.services.evidence import add_piece
from certificates.panels.queries.found import FoundPanel, panel_sat_in
from certificates.panels.rules import CompetenceView
from certificates.panels.services.convening import convene
from certificates.panels.services.deciding import PanelBallot, sign, vote, write_down
from certificates.permissions import SchemeRole
from certificates.schemes.models import SchemeVersion
from lms.access import Role, Viewer
from lms.db import transaction
from lms.people.models import Person
from tests.benchmarks.boards import bare_page
from tests.benchmarks.figures import Report, say
from tests.benchmarks.moderating import quickest
from tests.benchmarks.queries import counted
from tests.benchmarks.searching import installation
from tests.builders import candidates, people
from tests.builders import scheme_certificates as make
from tests.builders.people import NOW

LETTERS, MEMBERS, SIGN = 40, 3, 2
REASON = " ".join(["The session was well prepared, but what was said to the trainees stayed too general."] * 12)
MISSING = "Gave no written feedback to the trainees of the second day."
VIEWS = {"teach": CompetenceView(False, MISSING)}


def measure(report: Report, *, pg: bool) -> None:
    """All forty, one after the other, as each candidate opens theirs; the letter is a page, which prints on A4."""
    say("Measuring letters of panels")
    with installation(pg=pg) as app, app.test_request_context():
        bare_page(app)
        letters = filled(app)
        first, address = letters[0]
        bare = 1000 * quickest(first, "/bench/bare")
        report.add("bare page of a candidate, in this process", bare, "ms")
        first.get(address)
        with counted(app) as asked:
            first.get(address)
        begun, busy = time.perf_counter(), time.process_time()
        answers = [client.get(at) for client, at in letters]
        took, worked = time.perf_counter() - begun, time.process_time() - busy
        if any(one.status_code != 200 or MISSING not in one.text for one in answers):
            raise RuntimeError("A letter did not come, or came without its reasons.")
        report.add(f"{LETTERS} letters", took, "s")
        report.add(f"{LETTERS} letters, processor", worked, "s")
        report.add("a letter", 1000 * quickest(first, address), "ms", yardstick=bare)
        report.add("a letter, queries", len(asked), "statements")
        report.add("a letter, bytes", max(len(one.data) for one in answers), "bytes")


def filled(app: Flask) -> list[tuple[FlaskClient, str]]:
    """Forty refusals with long reasons by one panel; each candidate in a browser of their own, and where they read."""
    made: list[tuple[FlaskClient, str]] = []
    with transaction() as session:
        on = candidates.scheme(session, people.person(session), NOW)
        panel = [make.of_scheme(session, on, SchemeRole.DECIDER, f"Decider {number}") for number in range(MEMBERS)]
        officer = make.of_scheme(session, on, SchemeRole.SCHEME_OFFICER)
        for number in range(LETTERS):
            person = people.person(session, f"Candidate {number}", Role.OFFICER)
            address = refused(session, person, on, panel, officer)
            client = people.browser(app)
            people.sign_in(client, session, person)
            made.append((client, address))
    return made


def refused(session: Session, person: Person, on: SchemeVersion, panel: list[Viewer], officer: Viewer) -> str:
    """A candidate about whom this panel decides; where the letter is."""
    found = candidates.candidate(session, person, on, NOW, "known")
    piece = FoundEvidence(person.id, "exam", f"invented:{person.id}", "a", "Exam", NOW, competences=("teach",))
    add_piece(session, found, piece, "a", now=NOW)
    row = convene(session, found, [one.id for one in panel], panel[0].id, language_fits=True, by=officer, now=NOW)
    ballot = PanelBallot("reject", VIEWS, MISSING)
    for one in panel:
        vote(session, seen(session, one, row.uuid), ballot, by=one, now=NOW)
    made = write_down(session, seen(session, panel[0], row.uuid), REASON, "All agreed.", by=panel[0], now=NOW).uuid
    for one in panel[:SIGN]:
        sign(session, seen(session, one, row.uuid), by=one, now=NOW)
    return f"/decision-letters/{made}"


def seen(session: Session, viewer: Viewer, uuid: str) -> FoundPanel:
    """The panel as a member finds it now."""
    session.flush()
    session.expire_all()
    return panel_sat_in(session, viewer, uuid)
