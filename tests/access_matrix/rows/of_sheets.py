"""Rows of rubrics, sheets, performances and feedback: assessors their own sheets, moderators their workshops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assessments.workshops.labels import TOPICS
from tests.access_matrix.persons import (
    ASSESSOR,
    CLERK,
    EVERYWHERE,
    HOME,
    MODERATOR,
    RUNNER,
    SCHEME_OWNER,
    WITH_ROLE,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders.rubrics import BENCH

OWNERS = held(SCHEME_OWNER, EVERYWHERE)
READERS = held(ASSESSOR) | {MODERATOR, RUNNER, CLERK} | OWNERS
OTHER_BENCH = BENCH.replace("Wrong group", "Another group")
LOADED = "audit_entry rubric_version"
CRITERIA = b"""criterion,title_en,title_fr,critical,pass_level,weight,reason_up_to,level,text_en,text_fr
names,Names,Nomme,no,,2.5,,0,None,Aucun
names,Names,Nomme,no,,2.5,,1,Some,Certains
names,Names,Nomme,no,,2.5,,2,All,Tous
"""
RATING = held(ASSESSOR, HOME)  # who was named, of all assessors
MODERATING = frozenset({MODERATOR})
RUNNING = frozenset({CLERK})
SHEET = "audit_entry sheet sheet_event"
MINUTES = "Present: the lead and two others. The film was seen twice."


def named(**values: Callable[[Things], Any]) -> Callable[[Things], Mapping[str, Any]]:
    """Parts of an address out of the practical things."""
    return lambda things: {name: find(things) for name, find in values.items()}


RUBRIC = named(slug=lambda t: t.practical.slug)
VERSION = named(slug=lambda t: t.practical.slug, no=lambda _t: 1)
OPEN = named(uuid=lambda t: t.practical.open)
SEALED = named(uuid=lambda t: t.practical.sealed)
APART = named(uuid=lambda t: t.practical.performance)
RECORDED = named(uuid=lambda t: t.practical.recorded)
FINAL = named(uuid=lambda t: t.practical.final)
REFERENCE = named(workshop=lambda t: t.practical.busy, slug=lambda t: t.practical.slug)
BUSY = named(workshop=lambda t: t.practical.busy)
DONE = named(workshop=lambda t: t.practical.workshop)
SUMMED_UP = named(workshop=lambda t: t.practical.workshop, candidate=lambda t: t.practical.candidate)
PAPER = named(code=lambda t: t.practical.code)

ROWS = {
    "GET rubrics.index": Row(READERS),
    "GET rubrics.export": Row(READERS, lambda _t: {"form": "csv"}),
    "GET rubrics.load": Row(OWNERS),
    "POST rubrics.load": Row(
        OWNERS, send=lambda _t: {"file": OTHER_BENCH.encode()}, form="rubrics.load", changes=LOADED
    ),
    "GET rubrics.one": Row(READERS, RUBRIC),
    "GET rubrics.version": Row(READERS, VERSION),
    "GET rubrics.preview": Row(READERS, VERSION),
    "GET rubrics.export_criteria": Row(READERS, lambda t: {**RUBRIC(t), "form": "csv"}),
    "GET rubrics.criteria": Row(OWNERS, RUBRIC),
    "POST rubrics.criteria": Row(
        OWNERS, RUBRIC, send=lambda _t: {"file": CRITERIA}, form="rubrics.criteria", changes=LOADED
    ),
    "GET sheets.mine": Row(held(ASSESSOR)),
    "GET sheets.export": Row(held(ASSESSOR), lambda _t: {"form": "csv"}, changes="audit_entry"),
    "GET sheets.one": Row(RATING, OPEN),
    "POST sheets.fill": Row(RATING, OPEN, send=lambda _t: {"rating-names": "1"}, form="sheets.one", changes=SHEET),
    "POST sheets.recording": Row(
        RATING, OPEN, send=lambda _t: {"recorded": "yes"}, form="sheets.one", changes="audit_entry performance"
    ),
    "POST sheets.autosave": Row(
        RATING, OPEN, send=lambda _t: {"rating-names": "1", "key": "a-key"}, answers=200, changes=SHEET
    ),
    "GET sheets.open_again": Row(RATING, SEALED),
    "POST sheets.open_again": Row(
        RATING,
        SEALED,
        send=lambda _t: {"reason": "The wrong row was rated."},
        form="sheets.open_again",
        changes=SHEET,
    ),
    "GET sheets.feedback": Row(WITH_ROLE),
    "GET sheets.export_feedback": Row(WITH_ROLE, lambda _t: {"form": "csv"}),
    "GET performances.index": Row(MODERATING),
    "GET performances.board": Row(MODERATING),
    "GET performances.board_parts": Row(MODERATING),
    "GET performances.sampling": Row(MODERATING, BUSY),
    "POST performances.sampling": Row(
        MODERATING,
        BUSY,
        send=lambda _t: {"share": "10", "least": "1", "critical": "y"},
        form="performances.sampling",
        changes="audit_entry moderation_plan",
    ),
    "GET performances.recommendations": Row(MODERATING, DONE),
    "GET performances.export_recommendations": Row(
        MODERATING, lambda t: {**DONE(t), "form": "csv"}, changes="audit_entry"
    ),
    "GET performances.recommendation": Row(MODERATING, SUMMED_UP),
    "POST performances.sign": Row(
        MODERATING,
        SUMMED_UP,
        send=lambda t: {
            "seen": t.practical.seen,
            "summary": "Showed all of it.",
            "minority": "",
            **{f"topic-{code}": "certify" for code in TOPICS},
        },
        form="performances.recommendation",
        changes="audit_entry recommendation",
    ),
    "POST performances.look": Row(
        MODERATING,
        FINAL,
        send=lambda t: {"look-agrees": "yes", "look-result": t.practical.result},
        form="performances.one",
        changes="audit_entry sample_look",
    ),
    "GET performances.export": Row(MODERATING, lambda _t: {"form": "csv"}, changes="audit_entry"),
    "GET performances.one": Row(MODERATING, APART),
    "POST performances.third": Row(
        MODERATING,
        APART,
        send=lambda _t: {"third-assessor": "3", "third-basis": "recording"},
        form="performances.one",
        changes="audit_entry sheet",
    ),
    "POST performances.recording": Row(
        MODERATING,
        named(uuid=lambda t: t.practical.twice),
        send=lambda _t: {"recorded": "no"},
        form="performances.one",
        changes="audit_entry performance",
    ),
    "POST performances.fresh": Row(MODERATING, APART, form="performances.one", changes="audit_entry performance"),
    "POST performances.panel": Row(
        MODERATING,
        RECORDED,
        send=lambda _t: {"level-names": "1", "level-protects": "2", "panel-minutes": MINUTES},
        form="performances.one",
        changes="audit_entry reconciliation",
    ),
    "POST performances.discussion": Row(
        MODERATING,
        FINAL,
        send=lambda _t: {"level-names": "1", "discussion-reason": "Both saw the film again."},
        form="performances.one",
        changes="audit_entry reconciliation",
    ),
    "POST performances.choose_copy": Row(
        MODERATING,
        named(uuid=lambda t: t.practical.twice, copy=lambda t: t.practical.copy),
        send=lambda _t: {"copy-kept": "first", "copy-reason": "The device was nearer."},
        form="performances.one",
        changes="audit_entry sheet_copy",
    ),
    "POST performances.close_review": Row(
        MODERATING,
        named(uuid=lambda t: t.practical.late, review=lambda t: t.practical.review),
        send=lambda _t: {"review-what": "stays", "review-reason": "It came a day late."},
        form="performances.one",
        changes="audit_entry performance_review",
    ),
    "GET performances.calibration": Row(MODERATING, named(workshop=lambda t: t.practical.busy)),
    "POST performances.hand_out_sheets": Row(
        MODERATING, named(workshop=lambda t: t.practical.busy), changes="audit_entry sheet"
    ),
    "GET performances.new_reference": Row(MODERATING, REFERENCE),
    "POST performances.new_reference": Row(
        MODERATING,
        REFERENCE,
        send=lambda _t: {"title": "Film 2", "level-names": "1", "level-protects": "2"},
        form="performances.new_reference",
        changes="audit_entry performance reference_rating sheet",
    ),
    "GET papers.index": Row(RUNNING | {RUNNER}),
    "POST papers.index": Row(
        RUNNING,
        send=lambda t: {"code": t.practical.code},
        form="papers.index",
        refused={422: frozenset({RUNNER})},
    ),
    "GET papers.of_workshop": Row(RUNNING, BUSY),
    "GET papers.export": Row(RUNNING, lambda t: {**BUSY(t), "form": "csv"}, changes="audit_entry"),
    "POST papers.print_all": Row(RUNNING, BUSY, changes="audit_entry paper_sheet"),
    "GET papers.file": Row(RUNNING, BUSY),
    "GET papers.key": Row(RUNNING, PAPER),
    "POST papers.key_in": Row(
        RUNNING,
        PAPER,
        send=lambda _t: {"rating-names": "1", "rating-protects": "2", "grade": "2"},
        form="papers.key",
        changes="audit_entry paper_keying",
    ),
    "POST performances.release": Row(
        MODERATING, named(workshop=lambda t: t.practical.workshop), changes="audit_entry feedback_release mission_annex"
    ),
}
