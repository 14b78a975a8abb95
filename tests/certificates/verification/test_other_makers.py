"""Genuine certificates of other makers are judged truly: believed where their keys are known, and never accused."""

import base64
import json
import random
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import jsonschema
import pytest

from certificates.credentials.verification import shape
from certificates.credentials.verification.report import CheckName, CheckState, Report, Verdict
from certificates.credentials.verification.trust import Trust
from certificates.credentials.verification.verify import verify
from tests.certificates import makers
from tests.certificates.awards import ISSUER, NOW, award, did_document, register, signed, status_list
from tests.certificates.issuing.test_document import SCHEMA
from tests.certificates.verification.test_verify import cannot_be_told, refused


@cache
def own() -> Trust:
    lists = {"https://academy.example/status/1": status_list()}
    return Trust({ISSUER.did: did_document()}, lists, {}, register(award()))


@cache
def known() -> Trust:
    return Trust({makers.MAKER: makers.published()})


def judged(content: bytes, given: Trust | None = None) -> Report:
    """By an installation of ours to which a folder of the maker was given."""
    return verify(content, own() | (known() if given is None else given), now=NOW)


def record(*proofs: Any, **changes: Any) -> bytes:
    (proof,) = proofs if len(proofs) == 1 else (list(proofs),)
    return json.dumps(makers.unsigned(**changes) | {"proof": proof}).encode()


@pytest.mark.parametrize("algorithm", makers.ALGORITHMS)
def test_a_token_of_any_usual_algorithm_is_verified(algorithm: str) -> None:
    report = judged(makers.token(algorithm))
    assert (report.verdict, report.first_failure) == (Verdict.VALID, None), report.checks
    assert report.check(CheckName.PROOF).detail.startswith(algorithm)


@pytest.mark.parametrize("algorithm", makers.ALGORITHMS)
def test_a_token_that_was_changed_is_refused(algorithm: str) -> None:
    header, _payload, signature = makers.token(algorithm).split(b".")
    other = makers.token(algorithm, makers.with_claims(makers.unsigned(name="Ivory"))).split(b".")[1]
    refused(judged(b".".join((header, other, signature))), CheckName.PROOF, CheckState.TAMPERED)


@pytest.mark.parametrize("algorithm", makers.ALGORITHMS)
def test_a_key_in_the_header_counts_where_the_issuer_publishes_it(algorithm: str) -> None:
    kind = makers.kind_for(algorithm)
    content = makers.token(algorithm, header={"jwk": makers.public(kind)})
    assert judged(content).verdict is Verdict.VALID
    without = Trust({makers.MAKER: makers.published(*({"RSA", "P-256", "P-384", "Ed25519"} - {kind}))})
    refused(judged(content, without), CheckName.ISSUER, CheckState.OTHER_KEY)


def test_a_key_in_the_header_beside_the_name_of_another_is_not_followed() -> None:
    named = {"kid": f"{makers.MAKER}#P-384", "jwk": makers.public("P-256")}
    refused(judged(makers.token("ES256", header=named)), CheckName.PROOF, CheckState.TAMPERED)


def test_a_header_that_is_not_understood_accuses_nobody() -> None:
    cannot_be_told(judged(makers.token("RS256", header={"x5u": "https://badges.example/chain"})))
    cannot_be_told(judged(_with_header(makers.token("RS256"), alg="RS256", crit=["a"], a=1)))


def test_an_algorithm_that_is_not_known_accuses_nobody() -> None:
    cannot_be_told(judged(_with_header(makers.token("RS256"), alg="XS256")))


def _with_header(token: bytes, **said: Any) -> bytes:
    """The token under another header, which names the same key."""
    _header, payload, signature = token.split(b".")
    text = json.dumps({"kid": f"{makers.MAKER}#RSA"} | said).encode()
    return b".".join((base64.urlsafe_b64encode(text).rstrip(b"="), payload, signature))


def test_a_token_whose_end_stands_in_its_claims_alone_ends() -> None:
    payload = makers.with_claims(makers.unsigned()) | {"exp": int(NOW.timestamp())}
    refused(judged(makers.token("ES256", payload)), CheckName.PERIOD, CheckState.EXPIRED)


def test_a_claim_that_says_other_than_the_credential_is_told() -> None:
    payload = makers.with_claims(makers.unsigned()) | {"jti": "https://badges.example/awards/18"}
    refused(judged(makers.token("ES256", payload)), CheckName.PROOF, CheckState.INCOMPLETE)


def test_a_token_of_the_older_form_accuses_nobody() -> None:
    cannot_be_told(judged(makers.token("ES256", {"iss": makers.MAKER, "vc": makers.unsigned()})))


@pytest.mark.parametrize("suite", makers.SUITES)
@pytest.mark.parametrize("in_a_list", [False, True])
def test_a_proof_of_any_usual_kind_is_verified_alone_or_in_a_list(suite: str, in_a_list: bool) -> None:
    proof = makers.proof(suite)
    assert judged(record([proof] if in_a_list else proof)).verdict is Verdict.VALID
    refused(judged(record([proof], name="Ivory")), CheckName.PROOF, CheckState.TAMPERED)


def test_several_proofs_must_all_hold() -> None:
    proofs = [makers.proof(suite) for suite in makers.SUITES]
    assert judged(record(*proofs)).verdict is Verdict.VALID
    broken = proofs[2] | {"created": "2020-01-01T00:00:00Z"}
    refused(judged(record(proofs[0], broken)), CheckName.PROOF, CheckState.ONE_OF_SEVERAL)
    refused(judged(record(broken, proofs[0])), CheckName.PROOF, CheckState.ONE_OF_SEVERAL)


def test_a_second_proof_that_cannot_be_checked_leaves_it_open() -> None:
    first = makers.proof("eddsa-rdfc-2022")
    cannot_be_told(judged(record(first, first | {"cryptosuite": "bbs-2023"})))
    report = judged(record(first, first | {"verificationMethod": "did:web:nobody.example#1"}))
    assert (report.verdict, report.check(CheckName.PROOF).state) == (Verdict.NOT_CHECKED, CheckState.NOT_CHECKED)


def test_very_many_proofs_are_not_tried() -> None:
    cannot_be_told(judged(record(*[makers.proof("eddsa-jcs-2022")] * 6)))


def test_our_own_record_with_its_proof_in_a_list_is_valid() -> None:
    ours = signed(award())
    ours["proof"] = [ours["proof"]]
    assert verify(json.dumps(ours).encode(), own(), now=NOW).verdict is Verdict.VALID


def test_a_kind_of_proof_that_is_not_known_accuses_nobody() -> None:
    cannot_be_told(judged(record({"type": "Ed25519Signature2020", "verificationMethod": f"{makers.MAKER}#Ed25519"})))


@pytest.mark.parametrize("content", [lambda: makers.token("RS256"), lambda: record(makers.proof("ecdsa-rdfc-2019"))])
def test_the_paper_of_another_issuer_is_not_looked_up_in_our_register(content: Callable[[], bytes]) -> None:
    paper = makers.paper(content())
    report = judged(paper)
    assert (report.verdict, report.check(CheckName.FILE).state) == (Verdict.FILE_UNCHECKED, CheckState.NOT_CHECKED)
    assert report.believed
    strange = judged(paper, Trust())
    assert (strange.verdict, strange.first_failure) == (Verdict.NOT_CHECKED, None)
    assert strange.check(CheckName.ISSUER).state is CheckState.UNKNOWN_ISSUER


def test_an_encrypted_paper_is_told_as_such() -> None:
    report = judged(makers.locked(makers.token("RS256")))
    refused(report, CheckName.PROOF, CheckState.ENCRYPTED)


@pytest.mark.parametrize("algorithm", makers.ALGORITHMS)
def test_without_its_keys_a_foreign_token_is_not_checked_and_not_invalid(algorithm: str) -> None:
    report = judged(makers.token(algorithm), Trust())
    assert (report.as_data()["verdict"], report.first_failure) == ("not_checked", None)


def test_a_stranger_who_names_our_issuer_is_refused_by_any_algorithm() -> None:
    ours = makers.unsigned(issuer={"id": ISSUER.did, "type": ["Profile"]})
    for algorithm in makers.ALGORITHMS:
        refused(judged(makers.token(algorithm, ours)), CheckName.ISSUER, CheckState.OTHER_KEY)


@pytest.mark.parametrize(
    "take",
    [
        lambda d: d["credentialSubject"]["achievement"].pop("criteria"),
        lambda d: d["credentialSubject"]["achievement"].pop("name"),
        lambda d: d["credentialSubject"].pop("achievement"),
        lambda d: d["credentialSubject"].pop("id"),
        lambda d: d["type"].remove("VerifiableCredential"),
        lambda d: d.pop("validFrom"),
        lambda d: d.pop("id"),
        lambda d: d.update(credentialSubject=[d["credentialSubject"]]),
        lambda d: d.update(credentialSchema={"type": "1EdTechJsonSchemaValidator2019"}),
    ],
)
def test_a_signed_record_without_what_the_schema_requires_is_no_whole_certificate(take: Any) -> None:
    lacking = json.loads(json.dumps(makers.unsigned()))
    take(lacking)
    refused(judged(makers.token("ES256", lacking)), CheckName.PROOF, CheckState.INCOMPLETE)


@pytest.mark.parametrize(
    "status",
    [
        {"id": "https://badges.example/s#1", "type": "1EdTechRevocationList"},
        [{"type": "BitstringStatusListEntry", "statusPurpose": "suspension"}],
    ],
)
def test_a_status_that_is_kept_in_another_way_is_not_accused(status: Any) -> None:
    report = judged(makers.token("ES256", makers.unsigned(credentialStatus=status)))
    assert (report.verdict, report.check(CheckName.STATUS).ok) == (Verdict.STATUS_UNCHECKED, None)


def test_dates_that_nobody_can_read_make_no_whole_certificate() -> None:
    report = judged(makers.token("ES256", makers.unsigned() | {"validUntil": "next year"}))
    refused(report, CheckName.PERIOD, CheckState.INCOMPLETE)


def test_a_list_of_no_status_is_none() -> None:
    report = judged(makers.token("ES256", makers.unsigned(credentialStatus=[])))
    assert (report.verdict, report.check(CheckName.STATUS).ok) == (Verdict.VALID, True)


JUNK = [None, 1, -1, 1.5, True, "", "x", [], {}, ["a"], {"kty": "EC"}, "none", "RSA", "secp256k1", "A" * 3_000]
PARTS = ["issuer", "type", "validFrom", "validUntil", "credentialSubject", "credentialStatus", "exp", "nbf", "id"]


@pytest.mark.parametrize("seed", range(4))
def test_nonsense_in_header_key_or_content_gets_an_answer(seed: int) -> None:
    """None of it is believed unless the maker signed it, and nothing breaks."""
    draw = random.Random(seed)
    for _ in range(60):
        algorithm = draw.choice(makers.ALGORITHMS)
        jwk = makers.public(draw.choice(["RSA", "P-256", "P-384", "Ed25519"]))
        jwk[draw.choice(["kty", "crv", "x", "y", "n", "e", "d", "use"])] = draw.choice(JUNK)
        said = {"alg": algorithm, "jwk": jwk, draw.choice(["alg", "typ", "crit", "x5c", "kid"]): draw.choice(JUNK)}
        credential = makers.with_claims(makers.unsigned()) | {draw.choice(PARTS): draw.choice(JUNK)}
        token = makers.token(algorithm, credential)
        assert judged(token).verdict in Verdict
        changed = _with_header(token, **said)
        assert judged(changed).verdict in {Verdict.INVALID, Verdict.NOT_CHECKED}, said


def without_each_member(value: Any, place: str = "") -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """Every member of every object in a record: its place, and how to take it out and to put it back."""
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from without_each_member(one, f"{place}[{at}]")
    if isinstance(value, dict):
        for name, member in list(value.items()):
            yield f"{place}.{name}", partial(value.pop, name), partial(value.__setitem__, name, member)
            yield from without_each_member(member, f"{place}.{name}")


@pytest.mark.reference
@pytest.mark.parametrize("made", [makers.unsigned, lambda: signed(award())], ids=["another's", "ours"])
def test_what_the_published_schema_requires_is_required_and_nothing_else(made: Callable[[], dict[str, Any]]) -> None:
    """But for two ids: the schema says in words alone that a subject has one or an identifier, and the data model of
    verifiable credentials, which stands above the schema, leaves that of a status open.
    """
    apart = {".credentialSubject.id", ".credentialStatus.id"}
    judge = jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text("utf-8")))
    record = made()
    record.pop("proof", None)
    assert shape.problems(record) == []
    places = 0
    for place, take_out, put_back in without_each_member(record):
        take_out()
        by_schema = not judge.is_valid(record)
        assert bool(shape.problems(record)) == by_schema or place in apart, place
        put_back()
        places += by_schema
    assert places > 10
