"""Rows of questions under lessons: asked by who is in a cohort, answered by who leads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import OTHER
from tests.access_matrix.rows.of_cohorts import LEAD, OWN, home
from tests.access_matrix.rows.of_courses import lesson
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

IN_A_COHORT = OWN | {OTHER}  # each in a cohort of their own
TEXT = "How do I see it?"


def question(things: Things) -> Mapping[str, Any]:
    return {**home(things), "question": things.classes.question}


ROWS = {
    "GET cohorts.under_lesson": Row(IN_A_COHORT, lesson),
    "POST cohorts.under_lesson": Row(
        IN_A_COHORT,
        lesson,
        send=lambda t: {"text": TEXT},
        form="cohorts.under_lesson",
        changes="audit_entry lesson_question rate_limit_try",
    ),
    "POST cohorts.choose_name": Row(
        OWN, home, send=lambda t: {"shows": "1"}, form="cohorts.own", changes="audit_entry name_choice"
    ),
    "GET cohorts.questions": Row(LEAD, home),
    "GET cohorts.export_questions": Row(LEAD, lambda t: {**home(t), "form": "csv"}, changes="audit_entry"),
    "GET cohorts.question": Row(LEAD, question),
    "POST cohorts.question": Row(
        LEAD,
        question,
        send=lambda t: {"text": TEXT},
        form="cohorts.question",
        changes="audit_entry job message question_answer",
    ),
    "POST cohorts.share_question": Row(
        LEAD,
        question,
        send=lambda t: {"shared": "1"},
        form="cohorts.question",
        changes="audit_entry question_sharing",
    ),
}
