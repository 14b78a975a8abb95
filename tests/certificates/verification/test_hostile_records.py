"""Records that keep their signature and were written to mislead, or to keep whoever checks them busy."""

import json
import time
from functools import cache
from typing import Any

import pytest

from certificates.credentials.issuing import document
from certificates.credentials.signing import jwt
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.trust import Trust
from certificates.credentials.verification.verify import verify
from tests.certificates.awards import ISSUER, NOW, award, did_document, keys_of, signed, status_list
from tests.certificates.verification.test_verify import cannot_be_told, judged, refused


@cache
def record() -> dict[str, Any]:
    return dict(signed(award()))


def with_contexts(*named: Any) -> bytes:
    return json.dumps(record() | {"@context": list(named)}).encode()


def test_the_record_itself_is_valid() -> None:
    assert judged(with_contexts(*record()["@context"])).verdict is Verdict.VALID


@pytest.mark.parametrize("added", [{"@vocab": "https://x.example/"}, {"name2": "https://schema.org/name"}, None])
def test_a_context_written_into_the_record_is_refused(added: Any) -> None:
    cannot_be_told(judged(with_contexts(*record()["@context"], added)))


def test_a_context_that_is_not_known_here_accuses_nobody() -> None:
    cannot_be_told(judged(with_contexts(*record()["@context"], "https://elsewhere.example/context.json")))


def test_contexts_named_again_and_again_are_refused_at_once() -> None:
    content = with_contexts(*record()["@context"] * 200)
    begun = time.process_time()
    cannot_be_told(judged(content))
    assert time.process_time() - begun < 1


def test_a_list_that_the_issuer_signed_is_no_certificate() -> None:
    refused(judged(json.dumps(status_list()).encode()), CheckName.PROOF, CheckState.NO_CERTIFICATE)


def test_a_token_of_something_else_that_the_issuer_signed_is_no_certificate() -> None:
    pair = keys_of(ISSUER).tokens
    other = document.build(award()) | {"type": ["VerifiableCredential"]}
    token = jwt.encode(other, pair, key_id=pair.public.key_id(ISSUER.did))
    report = verify(token.encode(), Trust({ISSUER.did: did_document()}), now=NOW)
    refused(report, CheckName.PROOF, CheckState.NO_CERTIFICATE)
