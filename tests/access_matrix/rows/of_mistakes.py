"""Rows of mistakes: whoever reads a piece reports it, and who answers for courses everywhere judges all reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import EVERYWHERE, MANAGER, OWNER, OWNERS, WITH_ROLE, held
from tests.access_matrix.rows.of_courses import READERS
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

JUDGES = held(MANAGER, EVERYWHERE)
LESSON = "course=tiny-course&lesson=first"
REPORTED = "audit_entry mistake_note mistake_report mistake_step rate_limit_try"


def one(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.mistake}


def as_csv(_things: Things) -> Mapping[str, Any]:
    return {"form": "csv"}


ROWS: Mapping[str, Row] = {
    "GET mistakes.new": Row(READERS, asks=LESSON),
    "POST mistakes.new": Row(
        READERS,
        asks=LESSON,
        send=lambda t: {"sort": "fact", "text": "This is not so."},
        form="mistakes.new",
        changes=REPORTED,
        unlike={OWNER: "audit_entry mistake_note rate_limit_try"},  # who has said something of this lesson already
    ),
    "GET mistakes.mine": Row(WITH_ROLE),
    "GET mistakes.export_mine": Row(WITH_ROLE, as_csv),
    "GET mistakes.all_of_them": Row(JUDGES, lists=frozenset({OWNERS}), names=JUDGES),
    "GET mistakes.export": Row(JUDGES, as_csv, changes="audit_entry", lists=frozenset({OWNERS}), names=JUDGES),
    "GET mistakes.one": Row(JUDGES, one, names=JUDGES),
    "POST mistakes.say": Row(
        JUDGES,
        one,
        send=lambda t: {"state": "looked-at"},
        form="mistakes.one",
        changes="audit_entry message mistake_step",
    ),
}
