import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from certificates.credentials.issuing import document
from certificates.credentials.signing import jwt, proofs
from certificates.credentials.verification.report import CheckName, CheckState, Report, Verdict
from certificates.credentials.verification.trust import Ending, Place, Trust
from certificates.credentials.verification.verify import verify
from tests.certificates.awards import ISSUER, NOW, STRANGER, award, did_document, keys_of, signed, status_list, token

ADDRESS = "https://academy.example/status/1"
AWARD = award(local_name="ສົມໄຊ")
EXPIRED = award(valid_until=NOW - timedelta(days=1))


def trust(*revoked: int, **changes: Any) -> Trust:
    return replace(Trust({ISSUER.did: did_document()}, {ADDRESS: status_list(*revoked)}), **changes)


def as_json(made: Any) -> bytes:
    return json.dumps(made if isinstance(made, dict) else signed(made), ensure_ascii=False).encode()


def as_jwt(made: Any) -> bytes:
    return token(made).encode()


def judged(content: bytes, believed: Trust | None = None, *, now: datetime = NOW) -> Report:
    return verify(content, trust() if believed is None else believed, now=now)


def refused(report: Report, name: CheckName, state: CheckState) -> None:
    """Invalid, and told by the check of this name."""
    assert report.verdict is Verdict.INVALID
    assert report.first_failure is not None
    assert (report.first_failure.name, report.first_failure.state) == (name, state), report.checks


def cannot_be_told(report: Report) -> None:
    """Neither believed nor accused: the signature is of a kind that is not checked here."""
    assert (report.verdict, report.first_failure) == (Verdict.NOT_CHECKED, None), report.checks
    assert report.check(CheckName.PROOF).state is CheckState.UNSUPPORTED
    assert not report.believed


both_forms = pytest.mark.parametrize("form", [as_json, as_jwt])
Form = Callable[[Any], bytes]


@both_forms
def test_a_record_in_force_is_valid(form: Form) -> None:
    report = judged(form(AWARD))
    assert report.verdict is Verdict.VALID
    assert [(check.name, check.ok) for check in report.checks] == [(name, True) for name in CheckName]
    assert report.credential is not None
    assert (report.credential.name, report.credential.local_name) == ("Ngozi Okafor", "ສົມໄຊ")
    assert (report.credential.issuer, report.credential.supervised) == (ISSUER.did, False)


@both_forms
def test_an_expired_record_says_until_when_it_was_valid(form: Form) -> None:
    report = judged(form(EXPIRED))
    refused(report, CheckName.PERIOD, CheckState.EXPIRED)
    assert report.check(CheckName.PERIOD).detail == "It was valid until 2026-11-19T09:00:00Z."


@both_forms
def test_the_last_moment_itself_is_past_and_the_first_is_in_force(form: Form) -> None:
    content = form(award(valid_from=NOW, valid_until=NOW + timedelta(days=1)))
    assert judged(content).verdict is Verdict.VALID
    refused(judged(content, now=NOW + timedelta(days=1)), CheckName.PERIOD, CheckState.EXPIRED)
    early = judged(content, now=NOW - timedelta(seconds=1))
    assert (early.verdict, early.first_failure.state) == (Verdict.NOT_YET, CheckState.NOT_YET)


@both_forms
def test_a_record_without_end_stays_in_force(form: Form) -> None:
    report = judged(form(award(valid_until=None)))
    assert report.verdict is Verdict.VALID
    assert report.check(CheckName.PERIOD).detail.endswith("without end")


@both_forms
def test_a_revoked_record_gives_date_and_reason(form: Form) -> None:
    ending = Ending(NOW - timedelta(days=1), "Issued by mistake.")
    report = judged(form(AWARD), trust(4711, endings={Place(ADDRESS, 4711): ending}))
    refused(report, CheckName.STATUS, CheckState.REVOKED)
    assert report.check(CheckName.STATUS).detail == "Revoked on 2026-11-19T09:00:00Z: Issued by mistake."


@both_forms
def test_a_revoked_record_without_known_reason_is_still_refused(form: Form) -> None:
    refused(judged(form(AWARD), trust(4711)), CheckName.STATUS, CheckState.ENDED)


@both_forms
def test_a_replaced_record_says_so(form: Form) -> None:
    ending = Ending(NOW - timedelta(days=1), "The name was corrected.", replaced=True)
    report = judged(form(AWARD), trust(4711, endings={Place(ADDRESS, 4711): ending}))
    refused(report, CheckName.STATUS, CheckState.REPLACED)


@both_forms
def test_a_revocation_of_another_entry_does_no_harm(form: Form) -> None:
    assert judged(form(AWARD), trust(4710, 4712)).verdict is Verdict.VALID


@both_forms
def test_an_unknown_issuer_is_unknown_and_not_revoked(form: Form) -> None:
    report = judged(form(award(issuer=STRANGER)))
    assert (report.verdict, report.first_failure) == (Verdict.NOT_CHECKED, None)
    assert report.check(CheckName.ISSUER).state is CheckState.UNKNOWN_ISSUER
    assert [report.check(name).ok for name in (CheckName.PROOF, CheckName.STATUS, CheckName.PERIOD)] == [
        None,
        None,
        None,
    ]


@both_forms
def test_without_the_list_the_status_is_unchecked(form: Form) -> None:
    report = judged(form(AWARD), trust(lists={}))
    assert report.verdict is Verdict.STATUS_UNCHECKED
    assert report.check(CheckName.STATUS).state is CheckState.NO_LIST


@both_forms
def test_with_a_list_that_has_expired_the_status_is_unchecked_since_a_date(form: Form) -> None:
    report = judged(form(AWARD), now=NOW + timedelta(days=14))
    assert report.verdict is Verdict.STATUS_UNCHECKED
    assert report.check(CheckName.STATUS).state is CheckState.LIST_EXPIRED
    assert "Not revoked on 2026-11-20T09:00:00Z" in report.check(CheckName.STATUS).detail


@both_forms
def test_a_list_that_has_expired_still_revokes(form: Form) -> None:
    refused(judged(form(AWARD), trust(4711), now=NOW + timedelta(days=14)), CheckName.STATUS, CheckState.ENDED)


def _forged_list(**changes: Any) -> dict[str, Any]:
    """A list in place of ours, signed by the stranger."""
    unsigned = {name: value for name, value in status_list(issuer=STRANGER).items() if name != "proof"} | changes
    pair = keys_of(STRANGER).records
    return proofs.sign(unsigned, pair, method=pair.public.key_id(STRANGER.did), at=NOW)


@both_forms
@pytest.mark.parametrize(
    "put_in_place",
    [
        _forged_list,
        lambda: _forged_list(id=ADDRESS),
        lambda: _forged_list(id=ADDRESS, issuer=ISSUER.did),
        lambda: status_list(name="2"),
        lambda: status_list() | {"validUntil": "2049-01-01T00:00:00Z"},
        lambda: {name: value for name, value in status_list().items() if name != "proof"},
        lambda: signed(AWARD),
    ],
    ids=["strangers", "strangers-with-our-address", "strangers-in-our-name", "another-of-ours", "changed", "unsigned",
         "a-certificate"],
)  # fmt: skip
def test_a_list_that_must_not_be_believed_is_refused(form: Form, put_in_place: Callable[[], dict[str, Any]]) -> None:
    believed = trust(
        issuers={ISSUER.did: did_document(), STRANGER.did: did_document(STRANGER)}, lists={ADDRESS: put_in_place()}
    )
    refused(judged(form(AWARD), believed), CheckName.STATUS, CheckState.LIST_BROKEN)


def _resigned(unsigned: dict[str, Any], form: Form) -> bytes:
    ours = keys_of(ISSUER)
    if form is as_jwt:
        return jwt.encode(unsigned, ours.tokens, key_id=ours.tokens.public.key_id(ISSUER.did)).encode()
    method = ours.records.public.key_id(ISSUER.did)
    return as_json(proofs.sign(unsigned, ours.records, method=method, at=NOW))


@both_forms
@pytest.mark.parametrize("index", ["131072", "-1", "4711.5"])
def test_an_index_beyond_the_list_is_refused(form: Form, index: str) -> None:
    unsigned = document.build(AWARD)
    unsigned["credentialStatus"]["statusListIndex"] = index
    refused(judged(_resigned(unsigned, form)), CheckName.STATUS, CheckState.LIST_BROKEN)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["credentialSubject"].update(name="Somebody Else"),
        lambda d: d["credentialStatus"].update(statusListIndex="4712"),
        lambda d: d.update(validUntil="2049-01-01T00:00:00Z"),
        lambda d: d.pop("credentialStatus"),
        lambda d: d["proof"].update(created="2026-11-20T09:00:01Z"),
        lambda d: d["proof"].update(proofPurpose="authentication"),
        lambda d: d["proof"].update(cryptosuite="eddsa-jcs-2022"),
        lambda d: d["proof"].update(proofValue="z1"),
    ],
)
def test_a_changed_record_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    record = signed(AWARD)
    change(record)
    refused(judged(as_json(record)), CheckName.PROOF, CheckState.TAMPERED)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(nickname="not covered by the signature"),
        lambda d: d.update({"x:y": None}),
        lambda d: d["issuer"].update({"@language": "en"}),
        lambda d: d["credentialSubject"]["achievement"].update(alignment=[]),
        lambda d: d["proof"].update({"@context": "https://elsewhere.example/context.json"}),
    ],
)
def test_parts_that_the_signature_does_not_cover_are_told_as_such(change: Callable[[dict[str, Any]], object]) -> None:
    record = signed(AWARD)
    change(record)
    refused(judged(as_json(record)), CheckName.PROOF, CheckState.UNCOVERED)


@pytest.mark.parametrize("proof", ["gone", None, []])
def test_a_record_without_signature_is_told_as_such(proof: Any) -> None:
    record = signed(AWARD) | {"proof": proof}
    if proof == "gone":
        del record["proof"]
    refused(judged(as_json(record)), CheckName.PROOF, CheckState.NO_SIGNATURE)


def test_a_changed_token_is_refused() -> None:
    header, _, signature = token(AWARD).split(".")
    other = token(award(name="Somebody Else")).split(".")[1]
    refused(judged(".".join((header, other, signature)).encode()), CheckName.PROOF, CheckState.TAMPERED)


def test_a_token_whose_claims_say_other_than_the_credential_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jwt, "claims_for", lambda _: {"iss": STRANGER.did})
    content = token(AWARD).encode()
    monkeypatch.undo()
    refused(judged(content), CheckName.PROOF, CheckState.INCOMPLETE)


def test_a_token_without_signature_is_refused() -> None:
    payload = token(AWARD).split(".")[1]
    refused(judged(f"eyJhbGciOiJub25lIn0.{payload}.".encode()), CheckName.PROOF, CheckState.NO_SIGNATURE)


@both_forms
def test_a_record_signed_with_another_issuers_key_is_refused(form: Form) -> None:
    believed = trust(issuers={ISSUER.did: did_document(), STRANGER.did: did_document(STRANGER)})
    ours, theirs = keys_of(ISSUER), keys_of(STRANGER)
    unsigned = document.build(AWARD)
    if form is as_jwt:
        under_own_name = jwt.encode(unsigned, theirs.tokens, key_id=theirs.tokens.public.key_id(STRANGER.did)).encode()
        under_our_name = jwt.encode(unsigned, theirs.tokens, key_id=ours.tokens.public.key_id(ISSUER.did)).encode()
    else:
        pairs = ((theirs.records, STRANGER.did), (ours.records, ISSUER.did))
        methods = [pair.public.key_id(did) for pair, did in pairs]
        under_own_name, under_our_name = (
            as_json(proofs.sign(unsigned, theirs.records, method=method, at=NOW)) for method in methods
        )
    refused(judged(under_own_name, believed), CheckName.ISSUER, CheckState.OTHER_KEY)
    refused(judged(under_our_name, believed), CheckName.PROOF, CheckState.TAMPERED)


@both_forms
def test_a_key_that_the_issuer_took_out_of_its_document_is_refused(form: Form) -> None:
    published = did_document() | {"assertionMethod": []}
    refused(judged(form(AWARD), trust(issuers={ISSUER.did: published})), CheckName.ISSUER, CheckState.OTHER_KEY)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (lambda: b"", "not a certificate file"),
        (lambda: b"PK\x03\x04", "not a certificate file"),
        (lambda: b"{}" + b" " * 10_000_001, "larger than 10 MB"),
        (lambda: b'{"a": "' + b"x" * 200_000 + b'"}', "too large"),
        (lambda: as_json(AWARD)[:-200], "cut off or damaged"),
        (lambda: b'{"id": 1, "id": 2}', "cut off or damaged"),
        (lambda: b'{"a": NaN}', "cut off or damaged"),
        (lambda: b'{"a":' * 500 + b"1" + b"}" * 500, "not a certificate record"),
        (lambda: b'{"a":' * 30_000 + b"1" + b"}" * 30_000, "cut off or damaged"),
        (lambda: b"{\xff\xfe}", "not readable text"),
        (lambda: as_jwt(AWARD)[:500], "not a whole JWT"),
        (lambda: b"eyJub3Qi", "not a whole JWT"),
    ],
)
def test_a_file_that_holds_no_whole_record_says_what_is_wrong(content: Callable[[], bytes], told: str) -> None:
    report = judged(content())
    refused(report, CheckName.PROOF, CheckState.UNREADABLE)
    assert told in report.check(CheckName.FILE).detail
    assert report.credential is None


def test_a_record_made_to_keep_the_verifier_busy_is_refused_at_once() -> None:
    """Nine nameless parts that look alike would take minutes; without the guard this test would not end."""
    record = signed(AWARD)
    del record["credentialSubject"]["id"]
    alike = [{"type": ["Result"], "alignment": [{"type": ["Alignment"]} for _ in range(9)]} for _ in range(2)]
    record["credentialSubject"]["result"] = alike
    report = judged(as_json(record))
    cannot_be_told(report)
    assert "look alike" in report.check(CheckName.PROOF).detail


def test_a_record_of_very_many_values_is_refused_at_once() -> None:
    record = signed(AWARD)
    record["credentialSubject"]["achievement"]["tag"] = [str(n) for n in range(2_000)]
    refused(judged(as_json(record)), CheckName.PROOF, CheckState.UNREADABLE)


def test_a_proof_with_parts_inside_is_refused() -> None:
    record = signed(AWARD)
    record["proof"]["domain"] = [{"type": "x"}]
    cannot_be_told(judged(as_json(record)))


@pytest.mark.parametrize("content", [b"{}", b'{"type": ["Person"], "proof": {}}', b'{"type": 7}'])
def test_what_is_no_certificate_is_told_as_such(content: bytes) -> None:
    refused(judged(content), CheckName.PROOF, CheckState.NO_CERTIFICATE)


def test_the_report_as_data_has_what_the_command_promises() -> None:
    data = json.loads(json.dumps(judged(as_json(AWARD)).as_data()))
    assert data["verdict"] == "valid"
    assert [check["name"] for check in data["checks"]] == ["proof", "issuer", "status", "period", "file"]
    assert all({"name", "ok", "detail"} <= set(check) for check in data["checks"])
    assert data["credential"]["name"] == "Ngozi Okafor"


def test_the_time_of_the_machine_is_not_asked_when_a_signature_is_judged() -> None:
    """A record that begins long after this test runs is judged by the moment that is handed in."""
    begins = datetime(2190, 1, 1, tzinfo=UTC)
    record = json.dumps(signed(award(valid_from=begins, valid_until=None))).encode()
    early = verify(record, trust(), now=NOW)
    assert (early.check(CheckName.PROOF).ok, early.check(CheckName.PERIOD).state) == (True, CheckState.NOT_YET)
    assert verify(record, trust(), now=begins).check(CheckName.PERIOD).ok is True
