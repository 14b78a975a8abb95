"""The chair chooses for what somebody is certified, on the page on which the votes are closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.api import FoundEvidence
from certificates.candidates.labels import kind_said
from certificates.candidates.queries.standing import file_at
from certificates.candidates.services.evidence import add_piece
from certificates.panels.pages.evidence import evidence_columns, matrix_lines
from tests.builders import candidates as build
from tests.builders import people
from tests.builders import scheme_certificates as make
from tests.builders.clocks import standing_clock
from tests.builders.people import sign_in

SAID = {"reason": "Ready for this.", "minutes": "All agreed."}
WHOLE = {"topics": ["risk-management"], "grade": "trainer", "languages": ["fr", "en"]}


@pytest.fixture
def voted(app, session, client, now, monkeypatch):
    """A panel whose votes come to a certificate; its chair is signed in."""
    standing_clock(monkeypatch, now)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    with app.test_request_context():
        on = build.scheme(session, people.person(session), now, make.definition())
        found = make.ready(session, on, make.officer(session), now)
        panel, uuid = make.panel_voted(session, on, found, "certify", now)
    sign_in(client, session, session.get_one(people.Person, panel[0].id))
    session.commit()
    return f"/panels/{uuid}"


def test_the_form_begins_with_everything_and_keeps_what_the_chair_chose(client, voted):
    page = client.get(voted).text
    for field in ("topics", "grade", "languages"):
        assert f'name="{field}"' in page
    assert (
        page.count("checked") == 4 + 2
    )  # two topics, the grade, the language of the way; beside the vote of the chair
    assert client.post(f"{voted}/decision", data=SAID | WHOLE).status_code == 303
    page = client.get(voted).text
    said = page[page.index("Certified for") :]
    assert all(text in said for text in ("<dd>Risk management</dd>", "<dd>Trainer</dd>", "<dd>English, Français</dd>"))


@pytest.mark.parametrize("field", ["topics", "languages"])
def test_what_is_missing_is_told_beside_its_field(client, voted, field):
    sent = client.post(f"{voted}/decision", data=SAID | {**WHOLE, field: []})
    assert sent.status_code == 422
    assert f'id="{field}-error"' in sent.text
    assert "Close voting" in client.get(voted).text


def test_the_matrix_of_a_panel_leaves_out_what_the_scheme_does_not_name(app, session, client, now):
    with app.test_request_context():
        on = build.scheme(session, people.person(session), now, make.definition())
        found = make.ready(session, on, make.officer(session), now)
        said = FoundEvidence(found.row.person_id, "novel", "novel:1", "a" * 64, "A novel", now, outcome={})
        add_piece(session, found, said, said.digest, now=now)
        file = file_at(session, found, now.date())
        columns = evidence_columns(file)
        assert len(columns) == len(file.matrix.pieces) - 1
        assert all(len(line.cells) == len(columns) for line in matrix_lines(file))
        assert "novel" not in {one.kind for one in columns}
        assert kind_said("application", replace(found.definition, evidence=())) == "Application"
