"""Rows of courses: whoever holds a role takes them, and reads what is their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import (
    COLLEAGUES,
    COVERING,
    LEADERS,
    NEIGHBOURS,
    OTHER,
    OWNER,
    STRANGERS,
    WITH_ROLE,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import SECOND, Things

TAKERS = frozenset({OWNER, OTHER})
READERS = TAKERS | LEADERS | held("trainer") | held("manager")  # who may read any course, without taking it too
REST = WITH_ROLE - TAKERS  # they are led to the page that begins the course


OPENERS = held("trainer") | held("manager") | LEADERS  # who open a final exam for people whom their right reaches
HERE = held("trainer", *COVERING) | held("manager", *COVERING)


def waiting(things: Things) -> Mapping[str, Any]:
    return {"slug": SECOND, "run": things.waiting_run}


def course(_things: Things) -> Mapping[str, Any]:
    return {"slug": "tiny-course"}


def lesson(things: Things) -> Mapping[str, Any]:
    return {**course(things), "lesson": "first"}


def module(things: Things) -> Mapping[str, Any]:
    return {**course(things), "number": 1}


def outdated(things: Things) -> Mapping[str, Any]:
    return {"slug": things.courses.outdated_slug, "number": things.courses.outdated.no + 1}


ROWS = {
    "GET learning.learn": Row(WITH_ROLE),
    "GET learning.course": Row(WITH_ROLE, course),
    "POST learning.enrol": Row(WITH_ROLE, course, changes="audit_entry enrolment", unlike=dict.fromkeys(TAKERS, "")),
    "POST learning.begin_again": Row(
        frozenset({OWNER}),
        lambda t: {"slug": t.decided.lost_course, "run": t.decided.lost_run},
        changes="audit_entry enrolment",
    ),
    "GET learning.newer": Row(TAKERS, outdated),
    "POST learning.move": Row(TAKERS, outdated, form="learning.newer", changes="audit_entry enrolment"),
    "GET learning.glossary": Row(WITH_ROLE, course),
    "GET learning.search": Row(WITH_ROLE, asks="q=lesson"),
    "GET learning.lesson": Row(READERS, lesson, led=REST - READERS),
    "GET learning.sources": Row(READERS, lesson, led=REST - READERS),
    "POST learning.read": Row(
        TAKERS,
        lesson,
        form="learning.lesson",
        changes="lesson_read",
        unlike={OTHER: ""},
        refused={409: READERS - TAKERS},
    ),
    "POST learning.answer_check": Row(
        READERS,
        lambda t: {**lesson(t), "check": "practice-first-1"},
        send=lambda t: {"practice-first-1.answer": "true"},
        form="learning.lesson",
        answers=200,
    ),
    "GET learning.answers": Row(READERS, lambda t: {**lesson(t), "keys": t.keys}),
    "GET learning.practice": Row(READERS, module, led=REST - READERS),
    "POST learning.answer_practice": Row(
        READERS,
        lambda t: {**module(t), "check": "practice-first-1"},
        send=lambda t: {"practice-first-1.answer": "true"},
        form="learning.practice",
        answers=200,
    ),
    "GET learning.module_plan": Row(TAKERS, module),
    "GET learning.one_lesson_plan": Row(TAKERS, lesson),
    "GET learning.saving": Row(TAKERS, lesson),
    "POST learning.reads_of_before": Row(
        WITH_ROLE,
        json=lambda t, who: {
            "person": t.people[who].uuid if who in t.people else "",
            "marks": [
                {
                    "key": "8f0c2d7e-0a3b-4a51-8a57-6c1f0e9b2d44",
                    "course": "tiny-course",
                    "lesson": "second",
                    "version": t.courses.taken.uuid,
                    "said_at": None,
                }
            ],
        },
        answers=200,
        changes="offline_receipt",  # that they take no such course is kept as well
        unlike={OWNER: "lesson_read offline_receipt"},
    ),
    "GET learning.card_used": Row(TAKERS, course, led=REST),
    "POST learning.card_used": Row(TAKERS, course, form="learning.card_used", led=REST, changes="card_use"),
    "GET openings.waiting": Row(
        OPENERS, lambda t: {"slug": SECOND}, names=OPENERS, lists=frozenset({COLLEAGUES, NEIGHBOURS, STRANGERS})
    ),
    "GET openings.one": Row(HERE, waiting, names=HERE),
    "POST openings.open_for_one": Row(
        HERE,
        waiting,
        send=lambda t: {"reason": "Taught this for six years."},
        form="openings.one",
        changes="audit_entry final_opening",
    ),
    "GET learning.media": Row(WITH_ROLE, lambda t: {"key": t.picture}),
}
