"""Who vouches for a token of a seal: our key, another's, one that was given up, one whose other half is not here."""

import json
from datetime import timedelta

import pytest

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.queries.lists import list_named
from certificates.credentials.rules.lifecycle import KeyState
from certificates.credentials.services import signing
from certificates.credentials.services.audit_seals import AuditSeals, named_seals
from certificates.credentials.signing import jwt, keys
from certificates.credentials.signing.keys import KeyKind
from certificates.credentials.verification.seal_reference import keep_seal, reference
from lms.audit.api import Vouching

CONTENT = {"entries": 3, "hash": "abc"}
KIND = "audit-seal+jwt"
ISSUER = "did:web:demo.spoor.example"


@pytest.fixture
def seals():
    return AuditSeals(issuing)


def signed_by(pair, content=CONTENT, key_id=None):
    return jwt.signed(content, pair, key_id=key_id or pair.public.key_id(ISSUER), kind=KIND)


def registered(session, now, state):
    """A key for seals that the register names, and whose wrapped half is not kept here."""
    pair, active = keys.new_pair(KeyKind.ED25519), signing.active_key(session, KeyKind.ED25519)
    active.state = KeyState.RETIRED
    session.flush()
    signing.register_key(session, pair.public, now=now).state = state
    session.flush()
    active.state = KeyState.ACTIVE
    session.flush()
    return pair


def test_what_the_key_here_signed_is_vouched_for_with_what_it_says(session, held, seals):
    token = seals.sign(session, CONTENT, KIND)
    found = seals.checker(session)(token)
    assert (found.vouching, found.content) == (Vouching.SIGNED, CONTENT)
    assert found.key_id == signing.open_signer(session, issuing(), KeyKind.ED25519).public.key_id(ISSUER)


def test_a_key_that_the_register_does_not_name_is_a_strangers(session, held, seals):
    pair = keys.new_pair(KeyKind.ED25519)
    found = seals.checker(session)(signed_by(pair))
    assert (found.vouching, found.content, found.key_id) == (Vouching.STRANGER, CONTENT, pair.public.key_id(ISSUER))


def test_a_stranger_who_names_our_key_is_found_out(session, held, seals):
    ours = signing.open_signer(session, issuing(), KeyKind.ED25519).public.key_id(ISSUER)
    found = seals.checker(session)(signed_by(keys.new_pair(KeyKind.ED25519), key_id=ours))
    assert (found.vouching, found.content, found.key_id) == (Vouching.BROKEN, CONTENT, ours)


@pytest.mark.parametrize(
    ("state", "vouching"),
    [(KeyState.COMPROMISED, Vouching.COMPROMISED), (KeyState.RETIRED, Vouching.ELSEWHERE)],
)
def test_a_key_that_was_given_up_or_whose_other_half_is_not_here_vouches_for_less(
    session, held, seals, now, state, vouching
):
    pair = registered(session, now, state)
    assert seals.checker(session)(signed_by(pair)).vouching is vouching


def test_the_key_of_another_kind_signs_no_seals(session, held, seals):
    other = signing.open_signer(session, issuing(), KeyKind.P256)
    assert seals.checker(session)(signed_by(other)).vouching is Vouching.STRANGER


def test_a_token_that_says_no_object_says_nothing(session, held, seals):
    broken = seals.checker(session)("a.b.c")
    assert (broken.vouching, broken.content, broken.key_id) == (Vouching.BROKEN, None, "")
    head, _content, end = signed_by(keys.new_pair(KeyKind.ED25519)).split(".")
    listed = seals.checker(session)(f"{head}.WzFd.{end}")  # [1]
    assert (listed.vouching, listed.content) == (Vouching.STRANGER, None)


def test_seals_are_signed_since_the_first_key_for_them_was_made(session, held, seals, now):
    made = signing.active_key(session, KeyKind.ED25519)
    signing.active_key(session, KeyKind.P256).made_at = now - timedelta(days=90)
    made.made_at = now - timedelta(days=20)
    session.flush()
    registered(session, now, KeyState.RETIRED)
    assert seals.signs_since(session) == now - timedelta(days=20)


def test_without_a_key_that_signs_there_is_no_seal_and_no_first_day(session, held, seals):
    signing.active_key(session, KeyKind.ED25519).state = KeyState.RETIRED
    session.flush()
    assert (seals.sign(session, CONTENT, KIND), seals.signs_since(session)) == (None, None)


def test_the_seal_that_a_list_names_is_read_and_one_that_nobody_kept_is_said_to_be_missing(session, held, seals):
    row = list_named(session, "1")
    assert (list(seals.published(session)), named_seals(session)) == ([], [])
    token = seals.sign(session, CONTENT, KIND)
    issuer = issuing().issuer
    row.document = json.dumps({"relatedResource": [reference(issuer, keep_seal(token), token)]})
    session.flush()
    [found] = seals.published(session)
    assert (found.where, found.token) == ("the published status list 1", token)
    [key] = named_seals(session)
    assert key.endswith(".jws")
    row.document = json.dumps({"relatedResource": [reference(issuer, "0" * 64, token)]})
    session.flush()
    [found] = seals.published(session)
    assert found.token is None
