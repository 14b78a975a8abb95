"""Rows of assessments: sitting is one's own; running, deciding on content and on attempts are three rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import (
    ABROAD,
    COVERING,
    EVERYWHERE,
    MANAGER,
    NEIGHBOUR,
    NEIGHBOURS,
    OTHER,
    OWNER,
    OWNERS,
    STRANGERS,
    WITH_ROLE,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders.assessments import EXAM, QUIZ, SLUG

SITTER, TAKERS = frozenset({OWNER}), frozenset({OWNER, OTHER})
MANAGERS, HERE, OF_ALL = held(MANAGER), held(MANAGER, *COVERING), held(MANAGER, EVERYWHERE)
SATS = frozenset({OWNERS, NEIGHBOURS, STRANGERS})  # those who have attempts
REASON = "The panel met again."


def attempt(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.owner.running.uuid}


def late(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.owner.done.uuid}


def exam(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.exam.uuid}


def proposal(things: Things) -> Mapping[str, Any]:
    return {**exam(things), "proposal": things.proposal}


SITTING = {
    "GET exams.exam": Row(TAKERS, lambda t: {"slug": SLUG, "exam_slug": QUIZ}),
    "POST exams.start": Row(
        TAKERS,
        lambda t: {"slug": SLUG, "exam_slug": EXAM},
        form="exams.exam",
        changes="attempt attempt_item audit_entry",
    ),
    "GET exams.revise": Row(TAKERS, lambda t: {"slug": SLUG}),
    "GET exams.mine": Row(WITH_ROLE),
    "GET exams.attempt": Row(SITTER, attempt),
    "POST exams.save": Row(
        SITTER,
        attempt,
        json=lambda t, who: {
            "page": "p",
            "saves": [{"position": 1, "client_seq": 1, "base_seq": 0, "value": t.answer}],
        },
        answers=200,
        changes="step",
    ),
    "POST exams.save_one": Row(
        SITTER, lambda t: {**attempt(t), "position": 1}, send=lambda t: t.answer_form, changes="step"
    ),
    "GET exams.standing": Row(SITTER, attempt),
    "GET exams.token": Row(SITTER, attempt),
    "POST exams.submit": Row(SITTER, attempt, form="exams.attempt", changes="attempt audit_entry result score"),
}
MANAGING = {
    "GET exams.manage": Row(MANAGERS, lists=SATS),
    "GET exams.manage_exam": Row(MANAGERS, exam, lists=SATS),
    "POST exams.set_cut": Row(
        OF_ALL,
        exam,
        send=lambda t: {"percent": "75", "set_by": "A panel", "method": "Angoff, 9 judges"},
        form="exams.manage_exam",
        changes="audit_entry cut_proposal",
    ),
    "POST exams.agree_cut": Row(
        OF_ALL, proposal, form="exams.manage_exam", changes="audit_entry cut_agreement cut_proposal cut_score"
    ),
    "POST exams.refuse_cut": Row(
        OF_ALL,
        proposal,
        send=lambda t: {"reason": REASON},
        form="exams.manage_exam",
        changes="audit_entry cut_proposal",
    ),
    "POST exams.give_time": Row(
        HERE,
        exam,
        send=lambda t: {"person": t.owner.person.username, "minutes": "10", "reason": REASON},
        form="exams.manage_exam",
        refused={422: held(MANAGER, NEIGHBOUR, ABROAD)},
        changes="audit_entry time_grant",
    ),
    "GET exams.late": Row(HERE, late),
    "POST exams.late": Row(
        HERE,
        late,
        send=lambda t: {"reason": REASON, "accept": "1"},
        form="exams.late",
        changes="audit_entry late_decision result score step",
    ),
}
ROWS = {**SITTING, **MANAGING}
