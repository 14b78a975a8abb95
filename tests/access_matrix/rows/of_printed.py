"""Rows of printed quizzes: who leads the cohort prints them, keys them in and says what was lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import LEADERS, MANAGER, held
from tests.access_matrix.printed import QUIZ
from tests.access_matrix.rows.of_cohorts import LEAD
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

ANYBODY_LEADING = LEADERS | held(MANAGER)


def third(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.third}


def batch(things: Things) -> Mapping[str, Any]:
    return {**third(things), "batch": things.classes.printed.batch}


def sheet(things: Things) -> Mapping[str, Any]:
    return {"code": things.classes.printed.code}


def reported(things: Things) -> Mapping[str, Any]:
    return {"code": things.classes.printed.reported}


ROWS = {
    "GET printed.of_cohort": Row(LEAD, third),
    "GET printed.export": Row(LEAD, lambda t: {**third(t), "form": "csv"}, changes="audit_entry"),
    "GET printed.print_one": Row(LEAD, lambda t: {**third(t), "slug": QUIZ}),
    "POST printed.print_one": Row(
        LEAD,
        lambda t: {**third(t), "slug": QUIZ},
        send=lambda t: {"who": t.classes.printed.without},
        form="printed.print_one",
        changes="attempt attempt_item audit_entry printed_sheet",
    ),
    "GET printed.batch": Row(LEAD, batch),
    "GET printed.file": Row(LEAD, batch),
    "GET printed.by_code": Row(ANYBODY_LEADING),
    "POST printed.by_code": Row(
        LEAD,
        send=lambda t: {"code": t.classes.printed.code},
        form="printed.by_code",
        refused={422: ANYBODY_LEADING - LEAD},
    ),
    "GET printed.key": Row(LEAD, sheet),
    "POST printed.key": Row(
        LEAD, sheet, send=lambda t: {"q1-answer": "true"}, form="printed.key", changes="audit_entry printed_keying"
    ),
    "POST printed.lost": Row(
        LEAD,
        sheet,
        send=lambda t: {"loss-reason": "lost", "loss-words": "Left in a taxi."},
        form="printed.key",
        changes="audit_entry printed_loss",
    ),
    "POST printed.decide_lost": Row(
        LEAD,
        reported,
        send=lambda t: {"decision": "agree"},
        form="printed.key",
        changes="attempt audit_entry printed_loss",
    ),
}
