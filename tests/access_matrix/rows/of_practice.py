"""Rows of the log of practice: one's own, and that of a candidate for those who keep the file or sit about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import DECIDER, OWNER, REGISTRAR, SCREENER, WITH_ROLE, held
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

OWN = frozenset({OWNER})
READS = held(DECIDER) | held(SCREENER) | held(REGISTRAR)
WRITTEN = "audit_entry practice_revision"


def file(_things: Things) -> Mapping[str, Any]:
    return {"form": "csv"}


def entry(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.going.practice}


def way(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.going.candidate}


def work(_things: Things) -> Mapping[str, Any]:
    return {
        "kind": "training",
        "on": "2026-11-20",
        "amount": "2",
        "unit": "days",
        "country": "KE",
        "role": "Trainer",
        "words": "Trained officers of the port.",
        "evidence": "",
    }


ROWS = {
    "GET practice.mine": Row(WITH_ROLE),
    "GET practice.export": Row(WITH_ROLE, file),
    "GET practice.add": Row(WITH_ROLE),
    "POST practice.add": Row(WITH_ROLE, send=work, form="practice.add", changes=f"{WRITTEN} practice_entry"),
    "GET practice.correct": Row(OWN, entry),
    "POST practice.correct": Row(
        OWN, entry, send=lambda t: work(t) | {"reason": "The wrong days."}, form="practice.correct", changes=WRITTEN
    ),
    "GET practice.withdraw": Row(OWN, entry),
    "POST practice.withdraw": Row(
        OWN, entry, send=lambda _t: {"reason": "It did not take place."}, form="practice.withdraw", changes=WRITTEN
    ),
    "GET practice.of_candidate": Row(READS, way),
    "GET practice.export_candidate": Row(READS, lambda t: way(t) | file(t), changes="audit_entry"),
}
