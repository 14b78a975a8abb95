"""Rows of files that people send, and of evidence: one's own alone, and a witness's by the link in the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import ALL, DECIDER, OWNER, REGISTRAR, SCREENER, SIGNED_IN, WITH_ROLE, held
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders import evidence, uploads

OWNS = frozenset({OWNER})
READS = OWNS | held(DECIDER) | held(SCREENER) | held(REGISTRAR)  # who keeps the file, or sits in its panel


def of(name: str) -> Any:
    """The address of one of the files."""
    return lambda things: {"uuid": getattr(things.shown, name)}


def request(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.shown.item, "request_uuid": things.shown.request}


def link(things: Things) -> Mapping[str, Any]:
    return {"token": things.shown.link}


def work(_things: Things) -> Mapping[str, Any]:
    return {"kind": "training", "title": "Two days", "day": "2026-11-20", "place": "Here", "text": "I taught."}


ROWS = {
    "GET uploads.mine": Row(SIGNED_IN),
    "POST uploads.begin": Row(
        WITH_ROLE,
        json=lambda t, _who: uploads.told(b"new", "a.pdf", purpose="evidence"),
        answers=200,
        changes="upload",
    ),
    "GET uploads.standing": Row(OWNS, of("begun")),
    "POST uploads.piece": Row(
        frozenset(), of("begun"), asks="offset=7&sha256=none", json=lambda t, _who: {}, refused={422: OWNS}
    ),
    "POST uploads.finish": Row(frozenset(), of("begun"), json=lambda t, _who: {}, refused={409: OWNS}),
    "GET uploads.go_on": Row(OWNS, of("begun")),
    "POST uploads.go_on": Row(
        OWNS,
        of("begun"),
        send=lambda t: {"files": evidence.begun_content()},
        form="uploads.go_on",
        changes="upload audit_entry",
    ),
    "POST uploads.delete": Row(OWNS, of("begun"), form="uploads.mine", changes="upload"),
    "GET uploads.one": Row(READS, of("attached")),
    "GET uploads.content": Row(OWNS, of("unused")),
    "GET uploads.original": Row(frozenset(), of("attached")),
    "GET uploads.page": Row(frozenset(), of("attached")),
    "GET evidence.mine": Row(WITH_ROLE),
    "GET evidence.export": Row(WITH_ROLE, lambda t: {"form": "csv"}),
    "GET evidence.dossier": Row(WITH_ROLE),
    "GET evidence.dossier_of": Row(READS - OWNS, lambda t: {"person": t.owner.person.uuid}, changes="audit_entry"),
    "GET evidence.add": Row(WITH_ROLE),
    "POST evidence.add": Row(WITH_ROLE, send=work, form="evidence.add", changes="evidence_item audit_entry"),
    "GET evidence.one": Row(READS, of("item")),
    "POST evidence.withdraw": Row(
        OWNS,
        of("item"),
        send=lambda t: {"reason": "The wrong day."},
        form="evidence.one",
        changes="evidence_item witness_request audit_entry",
    ),
    "GET evidence.name_witness": Row(OWNS, of("item")),
    "POST evidence.name_witness": Row(
        OWNS,
        of("item"),
        send=lambda t: {"name": "W", "function": "Guest", "email": "w@post.example", "language": "en"},
        form="evidence.name_witness",
        changes="witness_request audit_entry job",
    ),
    "POST evidence.withdraw_request": Row(OWNS, request, form="evidence.one", changes="witness_request audit_entry"),
    "GET evidence.witness": Row(ALL, link, is_open=True),
    "POST evidence.witness": Row(
        ALL,
        link,
        send=lambda t: {"words": "I saw it.", "answered_as": "W", "confirms": "y"},
        form="evidence.witness",
        answers=200,
        changes="witness_request audit_entry",
        is_open=True,
    ),
    "POST evidence.decline": Row(
        ALL, link, form="evidence.witness", changes="witness_request audit_entry", is_open=True
    ),
}
