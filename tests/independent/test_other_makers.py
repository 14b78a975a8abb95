"""Published verifiers of other makers, unmodified and without network, judge what `lms credentials export` writes."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from certificates.credentials.issuing import document
from certificates.credentials.rules.award import Award, credential_address
from certificates.credentials.signing import jwt, proofs
from certificates.credentials.verification.export import Issued, Published, write_folder
from tests.certificates.awards import ISSUER, NOW, STRANGER, award, did_document, keys_of, signed, status_list, token
from tests.independent.other_verifiers import VERIFIERS, answer_of_others

REAL = datetime.now(UTC)  # the verifier judges the status list by its own clock

pytestmark = VERIFIERS

AWARD = award(name="Amélie Phommachanh", local_name="ສົມໄຊ ພົມມະຈັນ")
REVOKED = award(uuid="11111111-2222-4333-8444-555555555555", status=replace(AWARD.status, index=99))
EXPIRED = award(uuid="22222222-2222-4333-8444-555555555555", valid_until=NOW - timedelta(days=1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of three credentials, one of them revoked and one expired."""
    folder = tmp_path_factory.mktemp("export") / "folder"
    pair = keys_of(ISSUER)
    published = Published(ISSUER.did, (pair.records.public, pair.tokens.public), [status_list(99, now=REAL)], {})
    write_folder(folder, published, [_issued(one) for one in (AWARD, REVOKED, EXPIRED)], pair.tokens, now=REAL)
    return folder


def _issued(made: Award) -> Issued:
    files = {"json": json.dumps(signed(made)).encode(), "jwt": token(made).encode()}
    return Issued(credential_address(made.issuer, made.uuid), made.uuid, made.version, files)


def _judged(folder: Path, content: str | dict[str, Any], tmp_path: Path) -> tuple[bool, str]:
    file = tmp_path / "record"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    answer = answer_of_others(folder, file, NOW)
    return answer["verified"], answer["reason"]


def _record(folder: Path, made: Award = AWARD) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / f"{made.uuid}.{made.version}.json").read_text("utf-8"))
    return record


def _with_other_list(folder: Path, tmp_path: Path, changed: dict[str, Any]) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "status" / "1.json").write_text(json.dumps(changed), "utf-8")
    return copy


def test_the_record_is_accepted(folder: Path, tmp_path: Path) -> None:
    assert _judged(folder, _record(folder), tmp_path) == (True, "")


def test_the_token_is_accepted(folder: Path, tmp_path: Path) -> None:
    assert _judged(folder, (folder / f"{AWARD.uuid}.1.jwt").read_text(), tmp_path) == (True, "")


def _change_name(record: dict[str, Any]) -> None:
    record["credentialSubject"]["name"] = "Somebody Else"


def _change_index(record: dict[str, Any]) -> None:
    record["credentialStatus"]["statusListIndex"] = "4712"


def _change_end(record: dict[str, Any]) -> None:
    record["validUntil"] = "2049-01-01T00:00:00Z"


@pytest.mark.parametrize("change", [_change_name, _change_index, _change_end])
def test_a_changed_record_is_refused(folder: Path, tmp_path: Path, change: Any) -> None:
    record = _record(folder)
    change(record)
    verified, reason = _judged(folder, record, tmp_path)
    assert not verified
    assert "Invalid signature" in reason


def test_an_expired_record_is_refused(folder: Path, tmp_path: Path) -> None:
    verified, reason = _judged(folder, _record(folder, EXPIRED), tmp_path)
    assert not verified
    assert 'after "validUntil"' in reason


def test_a_revoked_record_is_refused(folder: Path, tmp_path: Path) -> None:
    assert _judged(folder, _record(folder, REVOKED), tmp_path) == (False, "revoked")


def test_a_record_signed_with_another_issuers_key_is_refused(folder: Path, tmp_path: Path) -> None:
    """Once under the stranger's own key id, published beside ours, and once under the id of our key."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "stranger.json").write_text(json.dumps(did_document(STRANGER)), "utf-8")
    index = json.loads((copy / "index.json").read_text("utf-8"))
    (copy / "index.json").write_text(json.dumps(index | {STRANGER.did: "stranger.json"}), "utf-8")
    other, ours = keys_of(STRANGER).records, keys_of(ISSUER).records
    under_own_name = proofs.sign(document.build(AWARD), other, method=other.public.key_id(STRANGER.did), at=NOW)
    under_our_name = proofs.sign(document.build(AWARD), other, method=ours.public.key_id(ISSUER.did), at=NOW)
    verified, reason = _judged(copy, under_own_name, tmp_path)
    assert not verified
    assert "issuer must match" in reason
    verified, reason = _judged(copy, under_our_name, tmp_path)
    assert not verified
    assert "Invalid signature" in reason


def test_a_list_signed_by_another_issuer_is_refused(folder: Path, tmp_path: Path) -> None:
    """The list bears our address; the stranger's document is at hand, so that only the issuer is wrong."""
    theirs = status_list(issuer=STRANGER, now=REAL)
    unsigned = {name: value for name, value in theirs.items() if name != "proof"}
    unsigned["id"] = status_list()["id"]
    pair = keys_of(STRANGER).records
    forged = proofs.sign(unsigned, pair, method=pair.public.key_id(STRANGER.did), at=NOW)
    copy = _with_other_list(folder, tmp_path, forged)
    (copy / "stranger.json").write_text(json.dumps(did_document(STRANGER)), "utf-8")
    index = json.loads((copy / "index.json").read_text("utf-8"))
    (copy / "index.json").write_text(json.dumps(index | {STRANGER.did: "stranger.json"}), "utf-8")
    verified, reason = _judged(copy, _record(folder), tmp_path)
    assert not verified
    assert "do not match" in reason


def test_an_index_beyond_the_list_is_refused(folder: Path, tmp_path: Path) -> None:
    """The record is signed anew by its issuer, so that nothing but the index is wrong."""
    unsigned = document.build(AWARD)
    unsigned["credentialStatus"]["statusListIndex"] = "131072"
    pair = keys_of(ISSUER).records
    record = proofs.sign(unsigned, pair, method=pair.public.key_id(ISSUER.did), at=NOW)
    verified, reason = _judged(folder, record, tmp_path)
    assert not verified
    assert "out of range" in reason.lower() or "index" in reason.lower()


def test_a_changed_token_is_refused(folder: Path, tmp_path: Path) -> None:
    header, payload, signature = token(AWARD).split(".")
    other = token(replace(AWARD, name="Somebody Else")).split(".")[1]
    assert other != payload
    verified, reason = _judged(folder, ".".join((header, other, signature)), tmp_path)
    assert not verified
    assert "signature" in reason


def test_an_expired_token_is_refused(folder: Path, tmp_path: Path) -> None:
    verified, reason = _judged(folder, (folder / f"{EXPIRED.uuid}.1.jwt").read_text(), tmp_path)
    assert not verified
    assert '"exp"' in reason


def test_a_token_signed_with_another_key_is_refused(folder: Path, tmp_path: Path) -> None:
    ours = keys_of(ISSUER).tokens.public.key_id(ISSUER.did)
    forged = jwt.encode(document.build(AWARD), keys_of(STRANGER).tokens, key_id=ours)
    verified, reason = _judged(folder, forged, tmp_path)
    assert not verified
    assert "signature" in reason
