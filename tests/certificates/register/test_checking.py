"""What anybody reads who opens a link, types a number or brings a file."""

import io
import json
from datetime import timedelta

import pytest

from certificates.credentials import baking, checks, jwt, proofs
from certificates.credentials.services import ending
from certificates.credentials.standing import Reason, Visibility
from certificates.register import guessing
from lms import storage
from lms.db import end_reading
from tests.builders import certificates as build
from tests.builders.people import person
from tests.certificates import awards


def drop(client, content, name="certificate.pdf"):
    """Send a file as a browser does; the body is written by hand, since the test client leaves large ones open."""
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--edge--\r\n"
    return client.post("/verify", data=body, content_type="multipart/form-data; boundary=edge")


def number(client, typed, family_name):
    return client.post("/verify/number", data={"number": typed, "family_name": family_name})


def link(held):
    return f"/credentials/{held.credential.token}"


def make_private(session, held):
    held.credential.visibility = Visibility.PRIVATE
    session.commit()
    end_reading()


def revoke(session, held, now):
    ending.revoke(
        session, held.credential, Reason.MISCONDUCT, "Sold what was seized.", actor_id=None, now=now + timedelta(days=1)
    )
    session.commit()
    end_reading()


# The link


def test_the_link_says_who_what_and_that_it_is_in_force(client, held):
    page = client.get(link(held))
    assert page.status_code == 200
    for words in (
        "genuine and in force",
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
    held.claim.supervised = True
    session.commit()
    assert "Final exam, under supervision" in client.get(link(held)).text


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
    assert "An older paper, in force from 25 November 2026, was replaced: The name was corrected." in page.text


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
    assert "does not say that it was revoked" in page.text


# Its files


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


# A file


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
        for words in ("genuine and in force", "Ngozi Okafor", "Final exam, without supervision", "register, 25 Nov"):
            assert words in page.text, words
        assert "published list of 25 November 2026, 09:00 UTC" in page.text


def test_a_changed_pdf_says_what_the_signed_record_says(client, held):
    page = drop(client, storage.get(held.version.pdf_key) + b"\n% changed\n")
    assert "The file was changed" in page.text
    assert "The signed record says" in page.text
    assert "Ngozi Okafor" in page.text


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
    assert "in force" not in page.text


@pytest.mark.parametrize("content", [b"hello", b"", b"{}", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"[1]"])
def test_another_file_is_told_as_such(client, held, content):
    page = drop(client, content)
    assert page.status_code in {200, 422}
    assert "genuine" not in page.text


def test_a_record_of_an_issuer_that_nobody_knows_here(client, held):
    page = drop(client, json.dumps(awards.signed(awards.award())).encode())
    assert "Not issued here" in page.text


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
        assert "genuine and in force" in client.post("/verify/number", data=data).text
        data = {"file": (io.BytesIO(held.version.record.encode()), "a.json"), "csrf_token": token}
        sent = client.post("/verify", data=data, content_type="multipart/form-data")
        assert "genuine and in force" in sent.text
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


# A number


def test_the_number_with_the_family_name_finds_it(client, held):
    for typed in (held.credential.number, held.credential.number.replace("-", "").lower()):
        assert "genuine and in force" in number(client, typed, "okafor").text


def test_what_does_not_fit_is_unknown_whether_the_number_exists_or_not(client, held):
    wrong_name = number(client, held.credential.number, "Smith")
    no_such = number(client, "000-000-000", "Okafor")
    assert "No certificate found" in wrong_name.text
    assert wrong_name.data == no_such.data
    assert "revoked" in wrong_name.text.split("does not say that it was ")[1]


def test_a_revoked_one_is_unknown_too_to_who_does_not_know_the_name(session, client, held, now):
    revoke(session, held, now)
    assert "No certificate found" in number(client, held.credential.number, "Smith").text
    assert "was revoked on" in number(client, held.credential.number, "Okafor").text


def test_a_typing_slip_is_told_beside_the_field(client, held):
    wrong = ("1" if held.credential.number[0] != "1" else "2") + held.credential.number[1:]
    page = number(client, wrong, "Okafor")
    assert page.status_code == 422
    assert "typing slip" in page.text
    assert f'value="{wrong}"' in page.text


@pytest.mark.parametrize(
    ("typed", "name"), [("", "Okafor"), ("12", "Okafor"), ("000-000-000", ""), ("000-000-000", "--")]
)
def test_an_empty_or_short_field_is_told(client, typed, name):
    assert number(client, typed, name).status_code == 422


def test_a_private_one_found_by_number_shows_no_name(session, client, held):
    make_private(session, held)
    page = number(client, held.credential.number, "Okafor")
    assert "Valid, to the person named on the paper" in page.text
    assert "Ngozi" not in page.text


def test_guessing_names_at_a_number_is_limited(client, held, time):
    for _try in range(guessing.BY_NUMBER):
        assert number(client, held.credential.number, "Smith").status_code == 200
    refused = number(client, held.credential.number, "Okafor")
    assert refused.status_code == 429
    assert "Too many numbers did not fit" in refused.text
    assert int(refused.headers["Retry-After"]) <= 15 * 60 + 1
    time.go_on(minutes=16)
    assert "genuine and in force" in number(client, held.credential.number, "Okafor").text


def test_guessing_numbers_from_one_address_is_limited(session, client, held, now):
    from certificates.credentials.numbers import number_for

    for draw in range(guessing.BY_ADDRESS):
        assert number(client, number_for(draw), "Okafor").status_code == 200
    assert number(client, number_for(99), "Okafor").status_code == 429


def test_right_answers_do_not_use_up_the_tries(client, held):
    for _try in range(guessing.BY_NUMBER + 2):
        assert number(client, held.credential.number, "Okafor").status_code == 200


def test_old_tries_are_forgotten(session, client, held, time):
    from sqlalchemy import func, select

    from certificates.register.models import NumberTry

    number(client, held.credential.number, "Smith")
    time.go_on(minutes=30)
    end_reading()
    guessing.forget(time.now)
    assert session.scalars(select(func.count()).select_from(NumberTry)).one() == 0


# What the issuer publishes


def test_a_stranger_can_verify_with_what_is_published(client, held):
    did = client.get("/.well-known/did.json")
    assert did.json["id"] == "did:web:demo.spoor.example"
    assert len(did.json["assertionMethod"]) == 2
    for method in did.json["assertionMethod"]:
        key = client.get(f"/keys/{method.partition('#')[2]}.json")
        assert key.json["kty"] in {"OKP", "EC"}
    assert {key["kid"] for key in client.get("/.well-known/jwks.json").json["keys"]} == set(did.json["assertionMethod"])
    status = json.loads(held.version.record)["credentialStatus"]["statusListCredential"]
    published = client.get(status.removeprefix("https://demo.spoor.example"))
    assert published.json["id"] == status
    assert published.mimetype == "application/vc+ld+json"
    for answer in (did, published):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["ETag"]


def test_the_issuer_and_the_achievement_answer_at_their_addresses(client, held):
    record = json.loads(held.version.record)
    achievement = record["credentialSubject"]["achievement"]
    path = achievement["id"].removeprefix("https://demo.spoor.example")
    assert client.get(path).json["name"] == achievement["name"]
    assert achievement["criteria"]["narrative"] in client.get(path, headers={"Accept": "text/html"}).text.replace(
        "&#34;", '"'
    )
    assert client.get("/issuer").json["id"] == record["issuer"]["id"]


@pytest.mark.parametrize("path", ["/status/99", "/keys/nobody.json", "/achievements/none/1"])
def test_what_is_not_published_is_not_there(client, held, path):
    assert client.get(path).status_code == 404


def test_without_an_issuer_there_is_nothing_to_publish(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "ISSUER", "")
    assert client.get("/.well-known/did.json").status_code == 404


def test_every_page_of_the_demonstration_says_so(client):
    assert "the certificates certify nothing" in client.get("/verify").text


def test_a_demonstration_that_moved_says_where_old_codes_lead(app, session, client, held, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_URL", "http://127.0.0.1:9000")
    monkeypatch.setitem(app.extensions, checks.OLD_ADDRESSES, [])
    checks.check_start(session)
    assert "Codes printed before lead to http://127.0.0.1:8000." in client.get("/verify").text


def test_a_picture_with_two_records_is_not_believed(client, held):
    picture = storage.get(held.version.png_key)
    twice = picture[:-12] + picture[picture.index(b"iTXt") - 4 :]
    assert "genuine" not in drop(client, twice).text


def test_the_picture_carries_the_record_byte_for_byte(held):
    assert baking.read_svg(storage.get(held.version.svg_key)) == held.version.record
    assert baking.read_png(storage.get(held.version.png_key)) == held.version.record


def test_somebody_elses_number_does_not_help(session, client, held, course, place):
    other = build.issued(
        session, person(session, "Amélie Phommachanh", "officer", place=place), course, name="Amélie P."
    )
    assert "No certificate found" in number(client, other.credential.number, "Okafor").text
