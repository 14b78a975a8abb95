"""Rows of assessments: sitting is one's own; running, deciding on content and on attempts are three rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.decided import ASKED, AWAITING, CONFIRMED, RETURNING
from tests.access_matrix.persons import (
    ABROAD,
    ADMINISTRATOR,
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
WORDS = "A phone lay on the desk."
KEEPERS = HERE | held(ADMINISTRATOR, *COVERING)  # who decide about certificates


def attempt(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.owner.running.uuid}


def late(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.owner.done.uuid}


def exam(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.exam.uuid}


def proposal(things: Things) -> Mapping[str, Any]:
    return {**exam(things), "proposal": things.proposal}


def question(things: Things, key: str) -> Mapping[str, Any]:
    """A question of the exam, and its withdrawal if it has one; an address without that part asks behind the "?"."""
    withdrawal = things.withdrawn.get(key)
    return {**exam(things), "key": key} | ({"withdrawal": withdrawal.uuid} if withdrawal else {})


SITTING = {
    "GET exams.exam": Row(TAKERS, lambda t: {"slug": SLUG, "exam_slug": QUIZ}, led=WITH_ROLE - TAKERS),
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
    "GET exams.review": Row(SITTER, attempt),
    "POST exams.submit": Row(
        SITTER,
        attempt,
        send=lambda t: {"sure": "1"},
        form="exams.attempt",
        changes="attempt audit_entry result score",
    ),
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
CARE = {
    "GET exams.attempts": Row(MANAGERS, exam, lists=SATS),
    "GET exams.managed_attempt": Row(HERE, late),
    "POST exams.annul": Row(
        HERE,
        late,
        send=lambda t: {"reason": "help", "words": WORDS, "opens_on": "2100-01-01"},
        form="exams.managed_attempt",
        changes="audit_entry decision",
    ),
    "POST exams.bar": Row(
        HERE,
        exam,
        send=lambda t: {
            "person": t.unchecked.username,
            "reason": "passed-on",
            "words": WORDS,
            "opens_on": "2100-01-01",
        },
        form="exams.attempts",
        refused={422: held(MANAGER, NEIGHBOUR, ABROAD)},
        changes="audit_entry decision",
    ),
    "POST exams.give_attempt": Row(
        HERE,
        exam,
        send=lambda t: {"more-person": t.spent.username, "more-reason": REASON},
        form="exams.manage_exam",
        refused={422: held(MANAGER, NEIGHBOUR, ABROAD)},
        changes="attempt_grant audit_entry",
    ),
}
DECIDING = {
    "GET decisions.own": Row(SITTER, lambda t: {"uuid": t.decided.suspension.uuid}),
    "POST decisions.objecting": Row(
        SITTER,
        lambda t: {"uuid": t.decided.suspension.uuid},
        send=lambda t: {"words": WORDS},
        form="decisions.own",
        changes="audit_entry objection",
    ),
    "GET decisions.all_of_them": Row(MANAGERS | held(ADMINISTRATOR), lists=SATS),
    "GET decisions.one": Row(HERE, lambda t: {"uuid": t.decided.bar.uuid}),
    "POST decisions.decide": Row(
        HERE,
        lambda t: {"uuid": t.decided.bar.uuid},
        send=lambda t: {"words": WORDS, "confirm": "1"},
        form="decisions.one",
        changes="audit_entry decision job",
    ),
    "GET decisions.objection": Row(HERE, lambda t: {"uuid": t.decided.objection.uuid}),
    "POST decisions.judge": Row(
        HERE,
        lambda t: {"uuid": t.decided.objection.uuid},
        send=lambda t: {"reason": WORDS, "uphold": "1"},
        form="decisions.objection",
        changes="audit_entry objection_vote",  # three judge it: one vote decides nothing
    ),
    "GET decisions.one about a certificate": Row(KEEPERS, lambda t: {"uuid": t.decided.revocation.uuid}),
    "POST decisions.decide about a certificate": Row(
        KEEPERS,
        lambda t: {"uuid": t.decided.revocation.uuid},
        send=lambda t: {"words": WORDS, "confirm": "1"},
        form="decisions.one",
        changes="audit_entry decision job status_change status_list",
    ),
    "POST decisions.judge about a certificate": Row(
        KEEPERS,
        lambda t: {"uuid": t.decided.stopped_objection.uuid},
        send=lambda t: {"reason": WORDS, "uphold": "1"},
        form="decisions.objection",
        changes="audit_entry objection_vote",  # three judge it: one vote decides nothing
    ),
}
QUESTIONS = {
    "GET exams.questions": Row(OF_ALL, exam),
    "GET exams.answers": Row(MANAGERS, exam),
    "GET exams.export_answers": Row(MANAGERS, lambda t: {**exam(t), "form": "csv"}),
    "GET exams.question": Row(OF_ALL, lambda t: question(t, ASKED)),
    "POST exams.see_keys": Row(
        OF_ALL, lambda t: question(t, ASKED), form="exams.question", changes="audit_entry key_view"
    ),
    "POST exams.withdraw": Row(
        OF_ALL,
        lambda t: question(t, ASKED),
        send=lambda t: {"reason": REASON},
        form="exams.question",
        changes="audit_entry item_withdrawal",
    ),
    "POST exams.confirm_withdrawal": Row(
        OF_ALL, lambda t: question(t, AWAITING), form="exams.question", changes="audit_entry item_withdrawal_step"
    ),
    "POST exams.refuse_withdrawal": Row(
        OF_ALL,
        lambda t: question(t, AWAITING),
        send=lambda t: {"reason": REASON},
        form="exams.question",
        changes="audit_entry item_withdrawal_step",
    ),
    "POST exams.propose_return": Row(
        OF_ALL,
        lambda t: question(t, CONFIRMED),
        send=lambda t: {"reason": REASON},
        form="exams.question",
        changes="audit_entry item_withdrawal_step",
    ),
    "POST exams.confirm_return": Row(
        OF_ALL, lambda t: question(t, RETURNING), form="exams.question", changes="audit_entry item_withdrawal_step"
    ),
    "POST exams.refuse_return": Row(
        OF_ALL,
        lambda t: question(t, RETURNING),
        send=lambda t: {"reason": REASON},
        form="exams.question",
        changes="audit_entry item_withdrawal_step",
    ),
    "GET exams.hung_results": Row(MANAGERS, lambda t: question(t, t.hanging), lists=SATS),
}
ROWS = {**SITTING, **MANAGING, **CARE, **DECIDING, **QUESTIONS}
