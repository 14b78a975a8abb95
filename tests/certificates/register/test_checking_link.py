"""What anybody reads who opens the link of a certificate, and the files that stand there."""

import json
from datetime import timedelta

import pytest

from certificates.credentials.rules.taught_in import taught_as_data
from tests.builders import certificates as build
from tests.certificates.awards import TAUGHT_IN
from tests.certificates.register.acts import link, make_private, revoke


def test_the_link_says_who_what_and_that_it_is_in_force(client, held):
    page = client.get(link(held))
    assert page.status_code == 200
    for words in (
        "genuine and valid",
        "Ngozi Okafor",
        "Identifying wildlife products",
        "Final exam, without supervision",
        "Compare this name with the paper and with the identity document",
        "25 November 2026 to 25 November 2029",
        held.credential.number,
        "did:web:demo.spoor.example",
        "Print this check",
        "Checked on 25 November 2026, 09:00 UTC",
    ):
        assert words in page.text, words
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"


def test_the_link_of_a_supervised_exam_says_so(session, client, held):
    held.claim.evidence = [one | {"supervised": True} for one in held.claim.evidence]
    session.commit()
    assert "Final exam, under supervision" in client.get(link(held)).text


def test_the_link_of_an_exam_before_a_trainer_says_so(session, client, held):
    held.claim.evidence = [one | {"watched": "trainer"} for one in held.claim.evidence]
    session.commit()
    assert "Final exam, in the presence of their trainer" in client.get(link(held)).text


def test_an_expired_one_was_valid_until(client, held, time):
    time.go_on(days=1200)
    page = client.get(link(held))
    assert "was valid until 25 November 2029" in page.text
    assert "Expired does not mean false" in page.text


def test_a_revoked_one_says_when_and_why(session, client, held, now):
    revoke(session, held, now)
    page = client.get(link(held))
    assert "was revoked on 26 November 2026" in page.text
    assert "Misconduct. Sold what was seized." in page.text


def test_a_corrected_one_tells_of_the_older_paper(session, client, held, now):
    build.reissued(session, held, "Ngozi Okonkwo", at=now + timedelta(days=2))
    page = client.get(link(held))
    assert "Ngozi Okonkwo" in page.text
    assert "Ngozi Okafor" not in page.text
    assert "An older version, valid from 25 November 2026, was replaced: The name was corrected." in page.text


def test_a_private_one_shows_nothing_but_that_it_is_valid(session, client, held):
    make_private(session, held)
    page = client.get(link(held))
    assert "Valid, to the person named on the paper" in page.text
    for kept in ("Okafor", held.credential.number, "Identifying", "Final exam", held.credential.uuid, ".pdf"):
        assert kept not in page.text, kept
    for kind in ("json", "jwt", "png", "svg", "pdf"):
        assert client.get(f"{link(held)}.{kind}").status_code == 404


def test_a_private_one_that_was_revoked_says_when_and_the_kind_of_reason(session, client, held, now):
    make_private(session, held)
    revoke(session, held, now)
    page = client.get(link(held))
    assert "was revoked on 26 November 2026" in page.text
    assert "Misconduct." in page.text
    assert "Sold what was seized" not in page.text


def test_a_link_that_nobody_has_is_unknown_and_never_revoked(client):
    page = client.get("/credentials/AAAAAAAAAAAAAAAA")
    assert page.status_code == 404
    assert "No certificate found" in page.text
    assert "does not mean that it was revoked" in page.text


@pytest.mark.parametrize(
    ("kind", "mimetype"),
    [
        ("json", "application/vc+ld+json"),
        ("jwt", "text/plain"),
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("pdf", "application/pdf"),
    ],
)
def test_each_file_of_a_shown_one_is_there_for_other_sites(client, held, kind, mimetype):
    answer = client.get(f"{link(held)}.{kind}")
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in answer.headers["Cache-Control"]
    again = client.get(f"{link(held)}.{kind}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_record_has_the_type_that_is_asked_for(client, held):
    assert client.get(f"{link(held)}.json", headers={"Accept": "application/vc"}).mimetype == "application/vc"


def test_the_address_inside_a_record_gives_it_to_software(client, held):
    answer = client.get(f"/credentials/{held.credential.uuid}", headers={"Accept": "application/json"})
    assert answer.json == json.loads(held.version.record)
    page = client.get(f"/credentials/{held.credential.uuid}", headers={"Accept": "text/html"})
    assert (page.status_code, page.location) == (303, link(held))


def test_the_address_inside_a_private_record_is_like_one_that_nobody_has(session, client, held):
    make_private(session, held)
    uuids = (held.credential.uuid, "11111111-2222-4333-8444-555555555555")
    for accept in ("text/html", "application/json"):
        private, unknown = (client.get(f"/credentials/{uuid}", headers={"Accept": accept}) for uuid in uuids)
        assert (private.status_code, unknown.status_code) == (404, 404)
        assert private.text.replace(uuids[0], "…") == unknown.text.replace(uuids[1], "…")  # the address asked for
    assert "Ask the holder" in client.get(f"/credentials/{uuids[0]}", headers={"Accept": "text/html"}).text


def test_the_link_says_in_which_cohort_it_was_earned(session, client, held):
    held.credential.taught_in = taught_as_data(TAUGHT_IN)
    session.commit()
    text = client.get(link(held)).text
    for words in ("Cohort 2026-2", "Training school, Mombasa", "7 September 2026 to 30 October 2026"):
        assert words in text, words
    assert "Trainers: Amina Odhiambo, Juma Otieno" in text
    make_private(session, held)
    assert "Cohort 2026-2" not in client.get(link(held)).text
