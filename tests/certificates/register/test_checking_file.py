"""What anybody reads who brings the file of a certificate."""

import io
import json
import re
from datetime import timedelta
from functools import partial

import pytest

from certificates.credentials.files import embedding
from certificates.credentials.queries import trusted
from certificates.credentials.signing import jwt, proofs
from lms import storage
from tests.builders import certificates as build
from tests.certificates import awards
from tests.certificates.register.acts import drop, link, make_private, number, revoke


def test_every_kind_of_file_is_genuine(client, held):
    files = [
        held.version.record.encode(),
        held.version.token.encode(),
        storage.get(held.version.pdf_key),
        storage.get(held.version.png_key),
        storage.get(held.version.svg_key),
    ]
    for content in files:
        page = drop(client, content)
        assert page.status_code == 200
        for words in ("genuine and valid", "Ngozi Okafor", "Final exam, without supervision", "register, 25 Nov"):
            assert words in page.text, words
        assert "published list of 25 November 2026, 09:00 UTC" in page.text


def test_a_changed_pdf_says_what_the_signed_record_says(client, held):
    page = drop(client, storage.get(held.version.pdf_key) + b"\n% changed\n")
    assert "The file was changed" in page.text
    assert "The signed record says" in page.text
    assert "Ngozi Okafor" in page.text


@pytest.mark.parametrize("key", ["pdf_key", "png_key", "svg_key"])
def test_of_a_paper_that_could_not_be_compared_the_facts_of_the_record_are_what_is_read(client, held, key, monkeypatch):
    monkeypatch.setattr(trusted, "own_trust", partial(trusted.own_trust, register=False))
    page = drop(client, storage.get(getattr(held.version, key))).text
    assert "The record is genuine; the paper was not checked" in page
    lead = re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL)[1]
    assert "Ngozi Okafor" in lead
    assert held.credential.number in lead
    assert ">as issued<" not in page
    assert "genuine and valid" not in page


def test_a_changed_record_is_not_believed(client, held):
    page = drop(client, held.version.record.replace("Ngozi Okafor", "Ngozi Okonkwo").encode())
    assert "The record was changed" in page.text
    assert "Awarded to" not in page.text


def test_a_file_of_a_revoked_one_says_when_and_why_before_any_list_is_published(session, client, held, now):
    revoke(session, held, now)
    page = drop(client, held.version.record.encode())
    assert "was revoked on 26 November 2026" in page.text
    assert "Sold what was seized." in page.text


def test_a_changed_file_of_a_revoked_one_says_revoked_first(session, client, held, now):
    revoke(session, held, now)
    page = drop(client, storage.get(held.version.pdf_key) + b"\n% changed\n")
    assert "was revoked on" in page.text
    assert ">changed<" in page.text


def test_a_file_of_a_replaced_one_leads_to_the_newer_where_that_is_shown(session, client, held, now):
    old = held.version.record.encode()
    newer = build.reissued(session, held, "Ngozi Okonkwo", at=now + timedelta(days=2))
    page = drop(client, old)
    assert "was replaced on 27 November 2026" in page.text
    assert "The name was corrected" in page.text
    assert link(newer) in page.text
    make_private(session, newer)
    assert link(newer) not in drop(client, old).text


def test_a_file_of_an_expired_one_was_valid_until(client, held, time):
    time.go_on(days=1200)
    assert "was valid until 25 November 2029" in drop(client, held.version.record.encode()).text


@pytest.mark.parametrize("cut", ["pdf_key", "png_key", "svg_key", "record", "token"])
def test_a_truncated_file_is_told_as_such(client, held, cut):
    kept = getattr(held.version, cut)
    content = storage.get(kept) if cut.endswith("_key") else kept.encode()
    page = drop(client, content[: len(content) * 2 // 3])
    assert page.status_code == 200
    assert "cannot be read" in page.text or "The record was changed" in page.text
    assert "genuine and valid" not in page.text


@pytest.mark.parametrize("content", [b"hello", b"", b"{}", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"[1]"])
def test_another_file_is_told_as_such(client, held, content):
    page = drop(client, content)
    assert page.status_code in {200, 422}
    assert "genuine" not in page.text


def test_a_record_of_an_issuer_that_nobody_knows_here(client, held):
    page = drop(client, json.dumps(awards.signed(awards.award())).encode())
    assert "Not issued here" in page.text


def test_a_list_of_another_issuer_under_the_name_of_ours_is_not_ours(client, held):
    """Its address ends as that of our list does: the day of ours says nothing about it."""
    page = drop(client, json.dumps(awards.signed(awards.award())).encode())
    assert "https://academy.example" in awards.award().issuer.base
    assert "list of 25 November" not in page.text
    assert "list of" in drop(client, held.version.record.encode()).text


def test_a_record_that_names_our_issuer_but_not_our_key(client, held):
    """Once under the stranger's own key id, and once under the id of our key."""
    stranger = awards.keys_of(awards.STRANGER).records
    unsigned = json.loads(held.version.record)
    ours = unsigned.pop("proof")["verificationMethod"]
    own_name = proofs.sign(unsigned, stranger, method=stranger.public.key_id(awards.STRANGER.did), at=awards.NOW)
    assert "Not signed by its issuer" in drop(client, json.dumps(own_name).encode()).text
    our_name = proofs.sign(unsigned, stranger, method=ours, at=awards.NOW)
    assert "The record was changed" in drop(client, json.dumps(our_name).encode()).text


def test_a_token_signed_by_another_key(client, held):
    stranger = awards.keys_of(awards.STRANGER).tokens
    unsigned = {name: value for name, value in json.loads(held.version.record).items() if name != "proof"}
    forged = jwt.encode(unsigned, stranger, key_id=jwt.key_id_of(held.version.token))
    assert "The record was changed" in drop(client, forged.encode()).text


def test_no_file_is_told_beside_the_field(client):
    page = client.post("/verify", data={}, content_type="multipart/form-data")
    assert page.status_code == 422
    assert "Choose the file of the certificate" in page.text


def test_a_file_of_five_megabytes_is_looked_at_and_one_of_eleven_is_not(client, held):
    assert "cannot be read" in drop(client, b"%PDF-" + b"x" * 5_000_000).text
    assert drop(client, b"%PDF-" + b"x" * 11_000_000).status_code == 413


def test_the_forms_work_with_their_token(app, client, held):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        forged = number(client, held.credential.number, "Okafor")
        assert forged.status_code == 400
        page = client.get("/verify").text
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        data = {"number": held.credential.number, "family_name": "Okafor", "csrf_token": token}
        assert "genuine and valid" in client.post("/verify/number", data=data).text
        data = {"file": (io.BytesIO(held.version.record.encode()), "a.json"), "csrf_token": token}
        sent = client.post("/verify", data=data, content_type="multipart/form-data")
        assert "genuine and valid" in sent.text
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_picture_with_two_records_is_not_believed(client, held):
    picture = storage.get(held.version.png_key)
    twice = picture[:-12] + picture[picture.index(b"iTXt") - 4 :]
    assert "genuine" not in drop(client, twice).text


def test_the_picture_carries_the_record_byte_for_byte(held):
    assert embedding.read_svg(storage.get(held.version.svg_key)) == held.version.record
    assert embedding.read_png(storage.get(held.version.png_key)) == held.version.record
