"""Before somebody holds a certificate: the empty page, what was earned, the name and its proof."""

import pytest
from sqlalchemy import select

from certificates.credentials.models import Claim, Credential, CredentialVersion
from tests.builders import certificates as build
from tests.builders import home
from tests.builders.people import browser, person, sign_in, viewer


@pytest.fixture
def claim(session, officer, course):
    made = build.claim(session, officer, course)
    session.commit()
    return made


def credential_of(session):
    session.expire_all()
    return session.scalars(select(Credential)).one()


def test_an_empty_page_teaches(at_home):
    page = at_home.get("/certificates")
    assert page.status_code == 200
    assert "When you pass the final exam" in page.text


def test_a_claim_waits_on_the_page_and_at_the_start(app, session, at_home, officer, claim, now):
    assert f"/certificates/claims/{claim.uuid}" in at_home.get("/certificates").text
    with app.test_request_context():
        (step,) = home.steps(session, viewer(session, officer), now)
    assert step.url == f"/certificates/claims/{claim.uuid}"


def test_the_name_of_the_account_is_offered(at_home, claim):
    page = at_home.get(f"/certificates/claims/{claim.uuid}")
    assert 'value="Ngozi Okafor"' in page.text
    assert "printed on your certificate" in page.text


def test_from_name_to_proof_to_certificate(session, at_home, claim, worker, officer):
    build.name_checked(session, officer, "Ngozi Okafor", "ສົມໄຊ")
    session.commit()
    start = f"/certificates/claims/{claim.uuid}"
    sent = at_home.post(start, data={"name": "OKAFOR Ngozí", "local_name": "ສົມໄຊ"})
    assert (sent.status_code, sent.location) == (303, f"{start}/proof")
    page = at_home.get(f"{start}/proof")
    assert "OKAFOR Ngozí" in page.text
    assert "ສົມໄຊ" in page.text
    picture = at_home.get(f"{start}/proof.png")
    assert picture.data.startswith(b"\x89PNG")
    done = at_home.post(f"{start}/confirm")
    credential = credential_of(session)
    assert (done.status_code, done.location) == (303, f"/certificates/{credential.uuid}")
    assert "is being created" in at_home.get(done.location).text
    assert at_home.get(f"{done.location}/state").json == {"being_made": True}
    assert worker() == 1
    assert at_home.get(f"{done.location}/state").json == {"being_made": False}
    page = at_home.get(done.location)
    assert "OKAFOR Ngozí" in page.text
    assert credential.number in page.text
    assert f"http://127.0.0.1:8000/credentials/{credential.token}" in page.text


def test_a_second_press_leads_to_the_same_certificate(session, at_home, claim):
    start = f"/certificates/claims/{claim.uuid}"
    at_home.post(start, data={"name": "Ngozi Okafor", "local_name": ""})
    first, second = at_home.post(f"{start}/confirm"), at_home.post(f"{start}/confirm")
    assert first.location == second.location
    assert len(session.scalars(select(CredentialVersion)).all()) == 1
    assert at_home.get(start).location == first.location


def test_nothing_is_confirmed_before_the_proof(session, at_home, claim):
    assert at_home.get(f"/certificates/claims/{claim.uuid}/proof").status_code == 303
    assert at_home.post(f"/certificates/claims/{claim.uuid}/confirm").status_code == 422
    assert session.scalars(select(Credential)).all() == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Write your name"),
        ("山田太郎", "Latin letters"),
        ("N" * 130, "at most 120"),
    ],
)
def test_a_name_that_cannot_be_printed_is_told_beside_its_field(at_home, claim, name, words):
    page = at_home.post(f"/certificates/claims/{claim.uuid}", data={"name": name, "local_name": ""})
    assert page.status_code == 422
    assert words in page.text
    assert 'id="name-error"' in page.text


def test_without_an_issuer_a_sentence_says_so_and_the_claim_stays(app, session, at_home, claim, monkeypatch):
    at_home.post(f"/certificates/claims/{claim.uuid}", data={"name": "Ngozi Okafor"})
    monkeypatch.setitem(app.config, "ISSUER", "")
    assert "Set ISSUER" in at_home.get(f"/certificates/claims/{claim.uuid}").text
    refused = at_home.post(f"/certificates/claims/{claim.uuid}/confirm")
    assert refused.status_code == 409
    assert "Set ISSUER" in refused.text
    session.expire_all()
    assert session.get_one(Claim, claim.id).taken_at is None


def test_another_persons_claim_and_certificate_are_not_there(app, session, claim, held_by_other):
    other = browser(app)
    sign_in(other, session, person(session, "Somebody Else", "officer"))
    session.commit()
    for address in (
        f"/certificates/claims/{claim.uuid}",
        f"/certificates/claims/{claim.uuid}/proof",
        f"/certificates/claims/{claim.uuid}/proof.png",
        f"/certificates/{held_by_other.credential.uuid}",
        f"/certificates/{held_by_other.credential.uuid}/state",
        f"/certificates/{held_by_other.credential.uuid}/file.pdf",
    ):
        assert other.get(address).status_code == 404, address
    assert other.post(f"/certificates/claims/{claim.uuid}/confirm").status_code == 404
    assert other.post(f"/certificates/{held_by_other.credential.uuid}/visibility").status_code == 404


@pytest.fixture
def held_by_other(session, place, course):
    return build.issued(session, person(session, "Amélie Phommachanh", "officer", place=place), course)


def test_an_empty_list_of_an_administration_says_so(at_desk):
    assert "No certificate yet" in at_desk.get("/manage/credentials").text


def test_one_that_is_being_made_says_so(session, client, officer, course):
    made = build.confirmed(session, officer, course)
    session.commit()
    token = session.get_one(Credential, made.credential_id).token
    page = client.get(f"/credentials/{token}")
    assert "is being created" in page.text
    assert client.get(f"/credentials/{token}.pdf").status_code == 404
