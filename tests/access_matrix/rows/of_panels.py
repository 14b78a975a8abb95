"""Rows of panels: who puts one together, who sits in one, and the letters of whom they decided about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import (
    DECIDER,
    MANAGER,
    OWNER,
    QUALITY,
    REGISTRAR,
    SCHEME_OWNER,
    SCREENER,
    WITH_ROLE,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

OF_SCHEMES = held(MANAGER) | held(SCREENER) | held(REGISTRAR) | held(DECIDER) | held(QUALITY) | held(SCHEME_OWNER)
CONVENERS, MEMBERS = held(SCREENER), held(DECIDER)


def voting(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.paneled.voting}


def signing(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.paneled.signing}


def waiting(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.paneled.waiting}


ROWS = {
    "GET panels.index": Row(OF_SCHEMES),
    "GET panels.export": Row(OF_SCHEMES, lambda _t: {"form": "csv"}, changes="audit_entry"),
    "GET panels.convene": Row(CONVENERS, waiting),
    "POST panels.convene": Row(
        CONVENERS,
        waiting,
        send=lambda t: {"members": list(t.paneled.members), "chair": t.paneled.members[0], "language_fits": "y"},
        form="panels.convene",
        changes="audit_entry message panel panel_member",
    ),
    "GET panels.one": Row(CONVENERS | MEMBERS, voting),
    "POST panels.vote": Row(
        MEMBERS,
        voting,
        send=lambda _t: {
            "transition": "reject",
            "met-teach": "not-met",
            "words-teach": "Spoke alone.",
            "words": "Not yet.",
        },
        form="panels.one",
        changes="audit_entry panel_vote",
    ),
    "POST panels.decide": Row(
        MEMBERS,
        lambda t: {"uuid": t.paneled.ready},
        send=lambda _t: {"reason": "Not yet.", "minutes": "All agreed."},
        form="panels.one",
        changes="audit_entry panel panel_decision",
    ),
    "POST panels.sign": Row(
        MEMBERS, signing, send=lambda _t: {}, form="panels.one", changes="audit_entry panel_signature"
    ),
    "POST panels.again": Row(MEMBERS, signing, send=lambda _t: {}, form="panels.one", changes="audit_entry panel"),
    "POST panels.leave": Row(
        MEMBERS,
        lambda t: {"uuid": t.paneled.led},
        send=lambda _t: {"words": "I know them."},
        form="panels.one",
        changes="audit_entry panel_member",
    ),
    "POST panels.add": Row(
        CONVENERS,
        voting,
        send=lambda t: {"person": t.paneled.spare},
        form="panels.one",
        changes="audit_entry message panel_member",
    ),
    "POST panels.end": Row(
        CONVENERS, voting, send=lambda _t: {"words": "Two are ill."}, form="panels.one", changes="audit_entry panel"
    ),
    "GET panels.letters": Row(WITH_ROLE),
    "GET panels.letter": Row(frozenset({OWNER}), lambda t: {"uuid": t.paneled.letter}),
}
