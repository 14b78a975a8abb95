"""The pages of the log: added, corrected and withdrawn by the person, read by who keeps the file, taken as a file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.permissions import SchemeRole
from certificates.practice.models import PracticeEntry, PracticeRevision
from certificates.practice.rules.log import PracticeKind, PracticeUnit
from certificates.practice.services import PracticeDraft, log_practice, withdraw_practice
from lms.access import Role
from lms.audit.models import AuditEntry
from tests.builders import candidates as build
from tests.builders import evidence, people
from tests.builders import scheme_certificates as make

TYPED = {
    "kind": "operation", "on": "2026-11-20", "amount": "3", "unit": "hours", "country": "GH", "role": " Team lead ",
    "words": " Searched a container. ", "evidence": "",
}  # fmt: skip


@pytest.fixture
def officer(session):
    return people.person(session, "Ama Quill", Role.OFFICER)


@pytest.fixture
def at_home(in_, officer):
    return in_(officer)


def logged(session, person, now, words="Trained twelve officers."):
    draft = PracticeDraft(
        kind=PracticeKind.TRAINING, on=now.date(), amount=2, unit=PracticeUnit.DAYS, country="GH", role="Trainer",
        words=words,
    )  # fmt: skip
    row = log_practice(session, draft, actor=people.viewer(session, person), now=now)
    session.commit()
    return row


def said(session):
    """What the newest revision says."""
    session.expire_all()
    return session.scalars(select(PracticeRevision).order_by(PracticeRevision.id.desc())).first()


def test_what_is_typed_is_logged_as_it_was_typed(session, officer, at_home):
    item = evidence.item(session, officer.id, people.NOW, files=False)
    session.commit()
    assert f'value="evidence:{item.uuid}"' in at_home.get("/practice/new").text
    sent = at_home.post("/practice/new", data=TYPED | {"evidence": f"evidence:{item.uuid}"})
    assert (sent.status_code, sent.location) == (303, "/practice")
    row = said(session)
    assert (row.no, row.kind, row.on.isoformat(), row.amount, row.unit, row.country, row.role, row.words) == (
        1, "operation", "2026-11-20", 3, "hours", "GH", "Team lead", "Searched a container.",
    )  # fmt: skip
    assert (row.evidence, row.withdrawn, row.reason) == (f"evidence:{item.uuid}", False, "")
    page = at_home.get("/practice").text
    for words in ("It is in your log.", "Searched a container.", "Operation", "Team lead", "3 hours", "Ghana"):
        assert words in page
    assert f"/evidence/{item.uuid}" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [({"words": ""}, "words"), ({"kind": ""}, "kind"), ({"amount": "0"}, "amount"), ({"on": "2026-11-27"}, "on")],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field_and_nothing_is_kept(session, at_home, change, field):
    page = at_home.post("/practice/new", data=TYPED | change)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert session.scalars(select(PracticeEntry)).all() == []


def test_an_entry_is_corrected_from_what_it_says_and_the_page_says_so(session, officer, at_home, now):
    row = logged(session, officer, now)
    page = at_home.get(f"/practice/{row.uuid}")
    assert page.status_code == 200
    for words in ("Training given, 25 November 2026", 'value="2026-11-25"', 'value="2"', 'value="Trainer"'):
        assert words in page.text
    without = at_home.post(f"/practice/{row.uuid}", data=TYPED | {"reason": ""})
    assert (without.status_code, said(session).no) == (422, 1)
    future = at_home.post(f"/practice/{row.uuid}", data=TYPED | {"reason": "A slip.", "on": "2026-11-27"})
    assert (future.status_code, 'id="on-error"' in future.text, said(session).no) == (422, True, 1)
    sent = at_home.post(f"/practice/{row.uuid}", data=TYPED | {"reason": " A slip. "})
    assert (sent.status_code, sent.location) == (303, "/practice")
    assert (said(session).no, said(session).words, said(session).reason) == (2, "Searched a container.", "A slip.")
    page = at_home.get("/practice").text
    assert "It is corrected. The earlier entry stays in the record." in page
    assert "Trained twelve officers." not in page


def test_an_entry_is_withdrawn_with_a_reason_that_stays_to_be_read(session, officer, at_home, now):
    row = logged(session, officer, now)
    assert "Trained twelve officers." in at_home.get(f"/practice/{row.uuid}/withdraw").text
    assert at_home.post(f"/practice/{row.uuid}/withdraw", data={"reason": ""}).status_code == 422
    assert not said(session).withdrawn
    sent = at_home.post(f"/practice/{row.uuid}/withdraw", data={"reason": "It was put off."})
    assert (sent.status_code, sent.location) == (303, "/practice")
    page = at_home.get("/practice").text
    assert "It is withdrawn. It stays in the record, but does not count." in page
    assert "Nothing is in your log yet" in page
    assert "It was put off." in page
    assert "This entry was withdrawn" in at_home.get(f"/practice/{row.uuid}").text
    assert at_home.post(f"/practice/{row.uuid}", data=TYPED | {"reason": "Again."}).status_code == 409


def test_nobody_sees_the_entry_of_another_by_its_address(session, in_, officer, now):
    row = logged(session, officer, now)
    other = in_(people.person(session, "Somebody", Role.OFFICER))
    for path in (f"/practice/{row.uuid}", f"/practice/{row.uuid}/withdraw"):
        assert other.get(path).status_code == 404
    assert "Trained twelve officers." not in other.get("/practice").text


def test_ones_own_log_is_taken_as_a_file_without_a_word_in_the_record(session, officer, at_home, now):
    logged(session, officer, now)
    withdrawn = logged(session, officer, now, words="Never took place.")
    withdraw_practice(session, withdrawn.uuid, "A slip.", actor=people.viewer(session, officer), now=now)
    session.commit()
    sent = at_home.get("/practice/export.json")
    assert sent.text.count("Trained twelve officers.") == 1
    assert "Never took place." not in sent.text
    assert "practice-log" in sent.headers["Content-Disposition"]
    assert session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported")).all() == []


def test_who_keeps_the_file_of_a_candidate_reads_and_takes_their_log_and_the_record_says_so(session, in_, now):
    on = build.scheme(session, people.person(session), now, make.definition())
    person = make.officer(session)
    found = build.candidate(session, person, on, now, "known")
    logged(session, person, now)
    logged(session, people.person(session, None, Role.OFFICER), now, words="What a stranger did.")
    registrar = make.of_scheme(session, on, SchemeRole.REGISTRAR)
    desk = in_(session.get_one(people.Person, registrar.id))
    page = desk.get(f"/candidates/{found.row.uuid}/practice").text
    assert f"Practice log: {person.name}" in page
    assert "Trained twelve officers." in page
    assert "What a stranger did." not in page
    assert f'href="/candidates/{found.row.uuid}"' in page
    assert 'href="/practice/' not in page  # nobody corrects the entry of another
    sent = desk.get(f"/candidates/{found.row.uuid}/practice.csv")
    assert "Trained twelve officers." in sent.text
    assert "What a stranger did." not in sent.text
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported"))
    assert (entry.subject, entry.actor_id, entry.data["count"]) == ("list:practice-log", registrar.id, 1)


def test_the_newest_day_stands_first_and_a_day_of_two_entries_in_a_fixed_order(session, officer, at_home, now):
    for words, days in (("The oldest.", 9), ("The newest.", 0), ("Between them.", 4)):
        draft = PracticeDraft(
            kind=PracticeKind.MISSION, on=(now - timedelta(days=days)).date(), amount=1, unit=PracticeUnit.DAYS,
            country="KE", role="Lead", words=words,
        )  # fmt: skip
        log_practice(session, draft, actor=people.viewer(session, officer), now=now)
    session.commit()
    page = at_home.get("/practice").text
    assert page.index("The newest.") < page.index("Between them.") < page.index("The oldest.")
