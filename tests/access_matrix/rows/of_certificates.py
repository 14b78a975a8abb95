"""Rows of certificates: one's own, those that one manages, and what anybody may check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import (
    ADMINISTRATOR,
    ALL,
    COVERING,
    MANAGER,
    NEIGHBOURS,
    OTHER,
    OWNER,
    OWNERS,
    STRANGERS,
    WITH_ROLE,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import OWN_NAME, Things

HOLDER, TAKERS = frozenset({OWNER}), frozenset({OWNER, OTHER})
MANAGERS = held(MANAGER) | held(ADMINISTRATOR)
HERE = held(MANAGER, *COVERING) | held(ADMINISTRATOR, *COVERING)
HOLDERS = frozenset({OWNERS, NEIGHBOURS, STRANGERS})
WORDS = "The result was looked at again."


def course(_things: Things) -> Mapping[str, Any]:
    return {"slug": "tiny-course"}


def held_by_owner(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.owner.held.credential.uuid}


def suspended(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.decided.stopped.credential.uuid}


def claim(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.open_claim.uuid}


def asked(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.owner.asked.uuid}


def link(things: Things) -> Mapping[str, Any]:
    return {"token": things.owner.held.credential.token}


def achievement(things: Things) -> Mapping[str, Any]:
    return {"slug": things.owner.held.achievement.slug, "version": things.owner.held.achievement.version}


OWN = {
    "GET certificates.mine": Row(WITH_ROLE),
    "GET certificates.one": Row(HOLDER, held_by_owner),
    "GET certificates.state": Row(HOLDER, held_by_owner),
    "GET certificates.file": Row(HOLDER, lambda t: {**held_by_owner(t), "kind": "json"}),
    "GET certificates.picture": Row(HOLDER, lambda t: {**held_by_owner(t), "scale": "thumbnail"}),
    "POST certificates.visibility": Row(
        HOLDER,
        held_by_owner,
        send=lambda t: {"visibility": "private"},
        form="certificates.one",
        changes="audit_entry credential",
    ),
    "GET certificates.claim": Row(HOLDER, claim),
    "POST certificates.claim": Row(
        HOLDER,
        claim,
        send=lambda t: {"name": OWN_NAME.upper(), "local_name": ""},
        form="certificates.claim",
        changes="claim",
    ),
    "GET certificates.proof": Row(HOLDER, claim),
    "GET certificates.proof_png": Row(HOLDER, claim),
    "POST certificates.confirm": Row(
        HOLDER,
        claim,
        form="certificates.proof",
        changes="audit_entry claim credential credential_version job message name_confirmation status_list",
    ),
    "GET card.page": Row(TAKERS, course),
    "GET card.pdf": Row(frozenset({OTHER}), course, led=HOLDER),  # whoever has read every lesson,
}
MANAGED = {
    "GET credentials.all_of_them": Row(MANAGERS, lists=HOLDERS),
    "GET credentials.one": Row(HERE, held_by_owner),
    "GET credentials.picture": Row(HERE, lambda t: {**held_by_owner(t), "scale": "picture"}),
    "POST credentials.revoke": Row(
        HERE,
        held_by_owner,
        send=lambda t: {"reason": "error", "words": WORDS},
        form="credentials.one",
        changes="audit_entry decision job status_change status_list",
    ),
    "GET credentials.propose_revocation": Row(HERE, held_by_owner),
    "POST credentials.propose_revocation": Row(
        HERE,
        held_by_owner,
        send=lambda t: {"reason": "misconduct", "words": WORDS, "opens_on": "2100-01-01"},
        form="credentials.propose_revocation",
        changes="audit_entry decision job status_change status_list",
    ),
    "GET credentials.suspend": Row(HERE, held_by_owner),
    "POST credentials.suspend": Row(
        HERE,
        held_by_owner,
        send=lambda t: {"words": WORDS},
        form="credentials.suspend",
        changes="audit_entry decision job status_change status_list",
    ),
    "GET credentials.lift": Row(HERE, suspended),
    "POST credentials.lift": Row(
        HERE,
        suspended,
        send=lambda t: {"words": WORDS},
        form="credentials.lift",
        changes="audit_entry credential_version decision job objection status_change status_list",
    ),
    "GET credentials.reissue": Row(HERE, held_by_owner),
    "POST credentials.reissue": Row(
        HERE,
        held_by_owner,
        send=lambda t: {"name": OWN_NAME.upper(), "local_name": "", "reason": "A slip in the name."},
        form="credentials.reissue",
        changes="audit_entry credential_version job name_confirmation status_list",
    ),
    "GET credentials.names": Row(MANAGERS, lists=HOLDERS),
    "GET credentials.judge_name": Row(HERE, asked),
    "POST credentials.judge_name": Row(
        HERE,
        asked,
        send=lambda t: {"decision": "approved", "reason": WORDS},
        form="credentials.judge_name",
        changes="audit_entry claim credential credential_version job message name_confirmation name_request "
        "status_list",
    ),
}
PUBLIC = {
    "GET register.check": Row(ALL),
    "POST register.check_file": Row(
        ALL,
        send=lambda t: {"file": (t.owner.held.version.record or "").encode()},
        form="register.check",
        answers=200,
        is_open=True,
    ),
    "POST register.check_number": Row(
        ALL,
        send=lambda t: {"number": t.owner.held.credential.number, "family_name": OWNERS},
        form="register.check",
        answers=200,
        is_open=True,
    ),
    "GET register.credential": Row(ALL, link, is_open=True),
    "GET register.credential_file": Row(ALL, lambda t: {**link(t), "kind": "json"}, is_open=True),
    "GET register.credential_picture": Row(ALL, lambda t: {**link(t), "scale": "picture"}, is_open=True),
    "GET register.inside_address": Row(ALL, held_by_owner, is_open=True),
    "GET register.achievement": Row(ALL, achievement),
    "GET register.did_document": Row(ALL),
    "GET register.key_set": Row(ALL),
    "GET register.key": Row(ALL, lambda t: {"name": t.key}),
    "GET register.status_list": Row(ALL, lambda t: {"name": t.status_list}),
    "GET register.audit_seal": Row(ALL, lambda t: {"name": t.seal}),
    "GET register.profile": Row(ALL),
}
ROWS = {**OWN, **MANAGED, **PUBLIC}
