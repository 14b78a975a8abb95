"""The pages of candidates: what each of those who may sees, and what others never do."""

from __future__ import annotations

import io

import pytest

from certificates.permissions import SchemeRole
from certificates.recognised.services import RecognisedDraft, confirm_recognised, enter_recognised
from certificates.schemes.models import Candidate
from lms.access import Grant, Role
from tests.builders import candidates as build
from tests.builders import people

CONSENT = {"years_of_service": "7", "languages": "en", "availability": "From March", "conduct_agreed": "y"}


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now)


@pytest.fixture
def home(session):
    return people.administration(session, "Homeport customs")


@pytest.fixture
def officer(session, home):
    return people.person(session, "Ama Quill", Role.OFFICER, place=home)


def keeper(session, on, role=SchemeRole.SCHEME_OFFICER):
    row = people.person(session, f"Zoe {role}")
    people.give_anywhere(session, row, Grant(role, "scheme", str(on.scheme_id)))
    return row


def test_an_officer_applies_and_sees_where_they_are_what_is_missing_and_who_acts_next(in_, session, on, officer):
    browser = in_(officer)
    page = browser.get("/schemes/iwt-trainer/apply").text
    assert "years of service" in page
    wrong = browser.post("/schemes/iwt-trainer/apply", data=CONSENT | {"conduct_agreed": ""})
    assert (wrong.status_code, "From March" in wrong.text) == (422, True)
    answer = browser.post("/schemes/iwt-trainer/apply", data=CONSENT)
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    for words in ("Applied", "Admit", "Scheme officer", "not shown yet", "To be done by"):
        assert words in page
    assert "/candidacies/" in browser.get("/candidacies").text


def test_an_officer_of_the_scheme_refuses_with_another_and_the_candidate_reads_reasons_and_appeals(
    in_, session, on, officer, now
):
    found = build.candidate(session, officer, on, now, "applied")
    first, second = keeper(session, on), keeper(session, on)
    address = f"/candidates/{found.row.uuid}"
    browser = in_(first)
    assert "Ama Quill" in browser.get("/candidates").text
    assert browser.post(f"{address}/steps/refuse", data={"reason": ""}).status_code == 422
    assert browser.post(f"{address}/steps/refuse", data={"reason": "Too short"}).status_code == 303
    assert "Withdraw" in browser.get(address).text
    other = in_(second)
    assert "Confirm it" in other.get(address).text
    assert other.post(f"{address}/proposal", data={"confirm": "1"}).status_code == 303
    own = in_(officer)
    page = own.get(f"/candidacies/{found.row.uuid}").text
    assert "Too short" in page
    assert "Appeal possible until" in page
    assert "Zoe" not in page  # the candidate reads the office, no name
    appeal = own.post(f"/candidacies/{found.row.uuid}/steps/object", data={"reason": "Seven years are enough."})
    assert appeal.status_code == 303
    session.expire_all()
    assert session.get_one(Candidate, found.row.id).state == "appeal"


def test_others_find_nothing_and_a_coordinator_sees_the_officers_of_their_own_administration_alone(
    in_, session, on, officer, home, now
):
    found = build.candidate(session, officer, on, now, "applied")
    stranger = people.person(session, "Stranger", Role.OFFICER)
    assert in_(stranger).get(f"/candidacies/{found.row.uuid}").status_code == 404
    other = build.scheme(session, people.person(session), now, build.definition("other"))
    assert in_(keeper(session, other)).get(f"/candidates/{found.row.uuid}").status_code == 404
    near = people.person(session, "Near", (Role.COORDINATOR, home))
    far = people.person(session, "Far", (Role.COORDINATOR, people.administration(session)))
    assert "Ama Quill" in in_(near).get("/nominations").text
    assert "Ama Quill" not in in_(far).get("/nominations").text
    assert in_(near).get(f"/candidates/{found.row.uuid}").status_code == 404


def test_an_officer_of_the_scheme_who_is_a_candidate_does_not_open_their_own_file(in_, session, on, now):
    row = keeper(session, on)
    found = build.candidate(session, row, on, now, "applied")
    assert in_(row).get(f"/candidates/{found.row.uuid}").status_code == 404


def test_a_coordinator_nominates_and_the_officer_declines(in_, session, on, officer, home):
    near = in_(people.person(session, "Near", (Role.COORDINATOR, home)))
    sent = {"scheme": "iwt-trainer", "person": officer.username, "words": "Good"}
    assert near.post("/nominations", data=sent).status_code == 303
    assert near.post("/nominations", data=sent).status_code == 422
    page = in_(officer).get("/candidacies").text
    assert "You were nominated" in page
    uuid = page.split("/candidacies/nominations/")[1].split("/")[0]
    assert in_(officer).post(f"/candidacies/nominations/{uuid}/decline").status_code == 303
    assert "You were nominated" not in in_(officer).get("/candidacies").text


def test_lists_cost_the_same_for_many_candidates(in_, session, on, now, counting):
    officer = keeper(session, on)
    build.candidate(session, people.person(session), on, now, "applied")
    browser = in_(officer)
    browser.get("/candidates")
    with counting() as one:
        browser.get("/candidates")
    for _ in range(5):
        build.candidate(session, people.person(session), on, now, "eligible")
    session.commit()
    with counting() as many:
        browser.get("/candidates")
    assert len(many) == len(one)


def test_a_recognised_credential_is_shown_to_its_holder_as_not_issued_here(in_, session, on, officer, now):
    first, second = (people.person(session).id for _ in range(2))
    draft = RecognisedDraft(
        body="World Customs Organization", number="A-17", topics=["operations"], valid_until=now.date(),
        compared_by="By e-mail", compared_on=now.date(),
    )  # fmt: skip
    row = enter_recognised(session, officer.id, draft, by_id=first, now=now)
    assert "A-17" not in in_(officer).get("/candidacies").text
    confirm_recognised(session, row, by_id=second, now=now)
    found = build.candidate(session, officer, on, now, "applied")
    for page in (
        in_(officer).get("/candidacies").text,
        in_(keeper(session, on)).get(f"/candidates/{found.row.uuid}").text,
    ):
        assert ("A-17" in page, "recognised, not issued here" in page or "expired" in page) == (True, True)


def test_a_file_nominates_whom_it_may_and_says_why_other_rows_are_refused(in_, session, on, officer, home):
    near = in_(people.person(session, "Near", (Role.COORDINATOR, home)))
    rows = f"officer,reasons\n{officer.username},Good\nNobody Here,Good\n{officer.username},Again\n,Nobody\n"
    sent = {"into": "iwt-trainer", "file": (io.BytesIO(rows.encode()), "officers.csv")}
    page = near.post("/nominations/file", data=sent)
    assert page.status_code == 200
    for words in ("1 officer was nominated", "There is nobody with this name in your care", "nominated already"):
        assert words in page.text
    empty = near.post("/nominations/file", data={"into": "iwt-trainer", "file": (io.BytesIO(b""), "no.csv")})
    assert empty.status_code == 422
