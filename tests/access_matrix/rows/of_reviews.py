"""Rows of the review: specialists sign, who answers for the courses reads, administrators say what is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import ADMINISTRATOR, EVERYWHERE, MANAGER, SPECIALIST, held
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

SIGNERS = held(SPECIALIST)
ADMINISTRATORS = held(ADMINISTRATOR, EVERYWHERE)
READERS = SIGNERS | held(MANAGER, EVERYWHERE) | ADMINISTRATORS
LESSON = "first"


def course(_things: Things) -> Mapping[str, Any]:
    return {"slug": "tiny-course", "lang": "en"}


def lesson(things: Things) -> Mapping[str, Any]:
    return {**course(things), "lesson": LESSON}


def rule(_things: Things) -> Mapping[str, Any]:
    return {"slug": "tiny-course"}


def proposed(things: Things) -> Mapping[str, Any]:
    return {"slug": "tiny-course", "proposal": things.courses.proposal}


def csv(things: Things) -> Mapping[str, Any]:
    return {"form": "csv"}


def form_of(things: Things) -> Mapping[str, Any]:
    """What the page of the lesson fills in."""
    return {"lesson": LESSON, "version": things.courses.taken.uuid, "piece": things.courses.piece}


ROWS: Mapping[str, Row] = {
    "GET reviews.index": Row(READERS),
    "GET reviews.export": Row(READERS, csv),
    "GET reviews.export_mine": Row(READERS, csv),
    "GET reviews.course": Row(READERS, course),
    "GET reviews.export_course": Row(READERS, lambda t: {**course(t), "form": "csv"}, changes="audit_entry"),
    "GET reviews.lesson": Row(READERS, lesson),
    "GET reviews.words": Row(READERS, course),
    "POST reviews.answers": Row(
        READERS,
        course,
        send=lambda t: {"lesson": LESSON},
        changes="answers_read audit_entry key_view",
    ),
    "POST reviews.sign": Row(
        SIGNERS,
        course,
        send=lambda t: {**form_of(t), "function": "CITES lawyer"},
        changes="audit_entry course piece_reading",
    ),
    "POST reviews.give_back": Row(
        SIGNERS,
        course,
        send=lambda t: {
            **form_of(t),
            "function": "CITES lawyer",
            "sentence": t.courses.sentence,
            "remark": "Say more.",
        },
        changes="audit_entry course job message piece_reading",
    ),
    "GET reviews.rule": Row(ADMINISTRATORS, rule),
    "POST reviews.propose": Row(
        ADMINISTRATORS,
        lambda t: {"slug": t.courses.outdated_slug},
        send=lambda t: {"roles": ["law-specialist"], "reason": "The law must hold."},
        changes="audit_entry review_rule",
    ),
    "POST reviews.confirm_rule": Row(ADMINISTRATORS, proposed, changes="audit_entry review_rule_decision"),
    "POST reviews.refuse_rule": Row(ADMINISTRATORS, proposed, changes="audit_entry review_rule_decision"),
}
