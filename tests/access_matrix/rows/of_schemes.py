"""Rows of schemes: managers and owners read all of them, owners alone load and put in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import DECIDER, EVERYWHERE, MANAGER, QUALITY, REGISTRAR, SCHEME_OWNER, SCREENER, held
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders import schemes

OWN = held(SCHEME_OWNER, EVERYWHERE)
# A scheme belongs to no country, and whoever has a part in its way reads it.
SEE = held(MANAGER) | OWN | held(SCREENER) | held(REGISTRAR) | held(DECIDER) | held(QUALITY)


def scheme(things: Things) -> Mapping[str, Any]:
    return {"slug": things.scheme}


def version(things: Things) -> Mapping[str, Any]:
    return {"slug": things.scheme, "no": 2}


ROWS = {
    "GET schemes.index": Row(SEE),
    "GET schemes.export": Row(SEE, lambda _t: {"form": "csv"}),
    "GET schemes.one": Row(SEE, scheme),
    "GET schemes.version": Row(SEE, version),
    "GET schemes.changes": Row(SEE, version),
    "GET schemes.load": Row(OWN),
    "POST schemes.load": Row(
        OWN,
        send=lambda _t: {"file": schemes.zipped()},
        form="schemes.load",
        changes="audit_entry scheme_version",
    ),
    "POST schemes.use": Row(OWN, version, form="schemes.version", changes="audit_entry scheme_version"),
}
