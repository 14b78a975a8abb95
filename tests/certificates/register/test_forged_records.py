"""Records that our own key signed and that we never issued, as a thief of the key would make them.

The register is the only thing that shows them; page and command ask it in every form that a record comes in.
"""

import json
from typing import Any

import pytest

from certificates.credentials.files import embedding
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.queries.trusted import own_trust
from certificates.credentials.services.signing import open_signer
from certificates.credentials.signing import jwt, proofs
from certificates.credentials.signing.keys import KeyKind
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.verify import verify
from certificates.documents.badge import badge_png, badge_svg
from lms import storage
from tests.builders import certificates as build
from tests.certificates import awards, makers
from tests.certificates.register.acts import drop

NEVER = "Signed with this issuer&#39;s key, but not in its register"


def other_name(record: dict[str, Any]) -> None:
    record["credentialSubject"]["name"] = "Eve Mallory"
    record["credentialSubject"]["identifier"][0]["identityHash"] = "Eve Mallory"


def other_number(record: dict[str, Any]) -> None:
    record["credentialSubject"]["licenseNumber"] = "000-000-000"


def other_id(record: dict[str, Any]) -> None:
    record["id"] = record["id"].rpartition("/")[0] + "/6c2a8a4e-8d8f-4a0e-9a42-0f6b8f3c1d11"


def other_place(record: dict[str, Any]) -> None:
    address = record["credentialStatus"]["statusListCredential"]
    place = (int(record["credentialStatus"]["statusListIndex"]) + 1) % 131_072
    record["credentialStatus"] |= {"id": f"{address}#{place}", "statusListIndex": str(place)}


def no_status(record: dict[str, Any]) -> None:
    del record["credentialStatus"]


def other_purpose(record: dict[str, Any]) -> None:
    record["credentialStatus"]["statusPurpose"] = "suspension"


def longer(record: dict[str, Any]) -> None:
    record["validUntil"] = "2099-01-01T00:00:00Z"


def none_of_it(record: dict[str, Any]) -> None:
    for change in (other_name, other_number, other_id, other_place):
        change(record)


CHANGES = [other_name, other_number, other_id, other_place, no_status, other_purpose, longer, none_of_it]


@pytest.fixture
def forge(session, held):
    """Signs whatever is made of a genuine record, with the keys of the installation."""
    records, tokens = (open_signer(session, issuing(), kind) for kind in (KeyKind.ED25519, KeyKind.P256))

    def forged(change, kind="json"):
        unsigned = json.loads(held.version.record)
        del unsigned["proof"]
        change(unsigned)
        did = unsigned["issuer"]["id"]
        if kind == "jwt":
            return jwt.encode(unsigned, tokens, key_id=tokens.public.key_id(did)).encode()
        method = records.public.key_id(did)
        record = json.dumps(proofs.sign(unsigned, records, method=method, at=awards.NOW))
        return {
            "json": record.encode,
            "png": lambda: embedding.bake_png(badge_png(awards.award()), record),
            "svg": lambda: embedding.bake_svg(badge_svg(awards.award()), record),
            "pdf": lambda: makers.paper(record.encode(), "credential.json"),
        }[kind]()

    return forged


@pytest.mark.parametrize("kind", ["json", "jwt", "png", "svg", "pdf"])
def test_what_was_never_issued_is_told_in_every_form(client, forge, kind):
    page = drop(client, forge(none_of_it, kind))
    assert NEVER in page.text
    assert "genuine" not in page.text
    assert "Eve Mallory" not in page.text


@pytest.mark.parametrize("kind", ["json", "jwt"])
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_differs_from_the_register_was_never_issued(session, client, forge, now, change, kind):
    content = forge(change, kind)
    assert NEVER in drop(client, content).text
    report = verify(content, own_trust(session, issuing().did), now=now)
    assert (report.verdict, report.first_failure.name) == (Verdict.INVALID, CheckName.ISSUER)
    assert report.first_failure.state is CheckState.NOT_IN_REGISTER
    assert report.check(CheckName.PROOF).ok is True


def test_the_same_record_signed_again_or_spelled_otherwise_is_the_one_that_was_issued(client, held, forge):
    def nothing(record):
        pass

    for kind in ("json", "jwt"):
        assert "genuine and valid" in drop(client, forge(nothing, kind)).text
    record = json.loads(held.version.record)
    spelled = record | {"proof": [record["proof"]], "evidence": record["evidence"][0]}
    text = json.dumps(dict(reversed(spelled.items())), indent=3)
    assert "genuine and valid" in drop(client, text.encode()).text


def test_an_older_version_is_in_the_register_too(session, client, held, now):
    old = held.version.record
    build.reissued(session, held, "Ngozi Okonkwo", at=now)
    page = drop(client, old.encode())
    assert "was replaced on" in page.text
    assert "register" in page.text


def test_a_record_in_our_name_whose_signature_cannot_be_checked_was_never_issued_either(client, held):
    record = json.loads(held.version.record)
    record["@context"].append("https://elsewhere.example/context.json")
    page = drop(client, json.dumps(record).encode())
    assert "Not in the register of its issuer" in page.text
    assert "genuine" not in page.text


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_genuine_record_in_a_foreign_drawing_is_told(client, held, kind):
    record = held.version.record
    painted = {
        "png": lambda: embedding.bake_png(badge_png(awards.award()), record),
        "svg": lambda: storage.get(held.version.svg_key).replace(b"</title>", b" Expert Trainer</title>"),
        "pdf": lambda: makers.paper(record.encode(), "credential.json"),
    }[kind]()
    page = drop(client, painted)
    assert "The file was changed" in page.text
    assert "as issued<" not in page.text
    assert "The signed record says" in page.text
    assert "Ngozi Okafor" in page.text


def test_a_bare_record_is_not_called_a_file_as_issued(client, held):
    for content in (held.version.record, held.version.token):
        page = drop(client, content.encode()).text
        assert ">only the record<" in page
        assert ">as issued<" not in page
    assert ">as issued<" in drop(client, storage.get(held.version.png_key)).text


def test_nothing_is_called_as_issued_beside_a_changed_record(client, held):
    for content in (held.version.record.encode(), storage.get(held.version.svg_key)):
        page = drop(client, content.replace(b"Ngozi Okafor", b"Ngozi Okafer")).text
        assert "The record was changed" in page
        assert ">as issued<" not in page
        assert ">only the record<" not in page


FLIPS = 69


@pytest.mark.parametrize("kind", ["json", "jwt", "png", "svg", "pdf"])
def test_no_flipped_byte_leaves_a_file_valid(session, held, now, kind):
    """69 flips in each of the five forms, spread over the whole file."""
    kept = {
        "json": held.version.record.encode,
        "jwt": held.version.token.encode,
        "png": lambda: storage.get(held.version.png_key),
        "svg": lambda: storage.get(held.version.svg_key),
        "pdf": lambda: storage.get(held.version.pdf_key),
    }[kind]()
    trust = own_trust(session, issuing().did)
    assert verify(kept, trust, now=now).verdict is Verdict.VALID
    for turn in range(FLIPS):
        at = turn * (len(kept) - 1) // (FLIPS - 1)
        flipped = kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :]
        report = verify(flipped, trust, now=now)
        assert report.verdict in {Verdict.INVALID, Verdict.NOT_CHECKED}, (at, report.checks)


def theirs(**more: Any) -> bytes:
    """The record of another maker."""
    return json.dumps(makers.unsigned() | more).encode()


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (lambda: b"{}", "This is not a certificate"),
        (lambda: makers.locked(b"{}"), "This PDF is protected"),
        (lambda: makers.token("RS256"), "Not issued here"),
        (lambda: makers.token("EdDSA", header={"jwk": makers.public("Ed25519")}), "Not issued here"),
        (lambda: theirs(proof=[makers.proof("ecdsa-rdfc-2019")]), "Not issued here"),
        (lambda: makers.paper(theirs(proof=makers.proof("eddsa-jcs-2022"))), "Not issued here"),
        (theirs, "The record is not signed"),
    ],
)
def test_each_title_says_its_own_reason(client, held, content, title):
    page = drop(client, content()).text
    assert f"<h1>{title}" in page or f">{title}<" in page
    assert "was changed" not in page
    assert ">changed<" not in page


def test_two_signatures_of_which_one_fails_and_none_at_all(client, held):
    record = json.loads(held.version.record)
    twice = record | {"proof": [record["proof"], record["proof"] | {"created": "2020-01-01T00:00:00Z"}]}
    assert "One of its signatures is not valid" in drop(client, json.dumps(twice).encode()).text
    payload = held.version.token.split(".")[1]
    assert "The record is not signed" in drop(client, f"eyJhbGciOiJub25lIn0.{payload}.".encode()).text
