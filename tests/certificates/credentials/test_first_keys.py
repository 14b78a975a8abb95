"""Before the first certificate: no key, no list to compare; and the key that is written down first."""

import json

import pytest
from sqlalchemy import select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.queries.keys import active_key, all_keys, issued_under, published_keys
from certificates.credentials.rules.award import Issuer
from certificates.credentials.rules.lifecycle import KeyState
from certificates.credentials.services import publishing, signing
from certificates.credentials.services.confirming import fix_issuer
from certificates.credentials.services.taking_over import take_over
from certificates.credentials.signing import keys, proofs
from certificates.credentials.signing.keys import KeyKind
from lms.audit.models import AuditEntry
from lms.errors import RuleBroken


def test_where_nothing_was_issued_no_list_is_compared(session, officer, now):
    with pytest.raises(RuleBroken, match="No certificate was issued here"):
        take_over(session, b"{}", now)


def test_without_a_key_that_signs_nothing_is_signed(session, now):
    assert signing.missing_kinds(session) == list(KeyKind)
    with pytest.raises(RuleBroken, match="There is no signing key of the kind"):
        signing.open_signer(session, issuing(), KeyKind.ED25519)


def test_a_key_that_is_written_down_signs_from_now_on_and_is_told(session, now):
    pair = keys.new_pair(KeyKind.P256)
    row = signing.register_key(session, pair.public, now=now)
    assert (row.kind, row.state, row.made_at, row.active_from, row.name) == (
        KeyKind.P256, "active", now, now, pair.public.name,
    )  # fmt: skip
    assert signing.missing_kinds(session) == [KeyKind.ED25519]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "issuer-key.made")).one()
    assert (entry.subject, entry.data) == (f"issuer-key:{row.id}", {"kind": "P-256", "key": pair.public.name})


def test_a_published_list_without_a_seal_names_none(now):
    issuer = Issuer("did:web:demo.spoor.example", "Site")
    draft = publishing.Draft(1, "1", 1, frozenset({4}))
    made = json.loads(publishing.signed(draft, issuer, keys.new_pair(KeyKind.ED25519), now=now))
    assert "relatedResource" not in made
    assert proofs.bits_set(proofs.unpacked(made["credentialSubject"]["encodedList"])) == {4}


@pytest.mark.parametrize("state", KeyState)
def test_which_keys_are_published_and_which_one_signs(session, now, state):
    rows = [signing.register_key(session, keys.new_pair(kind).public, now=now) for kind in KeyKind]
    first, second = rows
    first.state = state
    session.flush()
    assert [row.id for row in all_keys(session)] == [first.id, second.id]
    shown = [one.name for one in published_keys(session)]
    assert shown == ([second.name] if state is KeyState.COMPROMISED else [first.name, second.name])
    assert (active_key(session, KeyKind.ED25519) == first) is (state is KeyState.ACTIVE)
    assert active_key(session, KeyKind.P256) == second


def test_the_first_name_under_which_anything_is_issued_stays(session, now):
    assert issued_under(session) is None
    fix_issuer(session, "did:web:one.example", now)
    fix_issuer(session, "did:web:one.example", now)
    assert issued_under(session) == "did:web:one.example"
    with pytest.raises(RuleBroken, match=r"were issued as did:web:one\.example"):
        fix_issuer(session, "did:web:two.example", now)
