"""Rows of surveys: anybody answers by a code or a link; who opened a form runs it; officers name their supervisor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import ALL, HOME, LEADERS, NEIGHBOURS, OTHER, OWNER, OWNERS, STRANGERS, WITH_ROLE, held
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

RUNNERS = held("trainer") | held("manager") | LEADERS
MAKER = held("trainer", HOME)
DONE = frozenset({OWNER, OTHER})  # they have done the course of which the supervisor is asked


def code(things: Things) -> Mapping[str, Any]:
    return {"code": things.form.code}


def opened(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.form.uuid}


def on_paper(things: Things) -> Mapping[str, Any]:
    return {**code(things), "no": 1}


def link(things: Things) -> Mapping[str, Any]:
    return {"token": things.supervisor}


def course(things: Things) -> Mapping[str, Any]:
    return {"slug": things.owner.held.achievement.slug}


ROWS = {
    "GET surveys.answer": Row(ALL, code),
    "POST surveys.answer": Row(
        ALL,
        code,
        send=lambda _t: {"q-clear": "4"},
        form="surveys.answer",
        changes="rate_limit_try survey_answer",
    ),
    "GET surveys.thanks": Row(ALL, code),
    "GET surveys.running": Row(RUNNERS),
    "GET surveys.make": Row(RUNNERS),
    "POST surveys.make": Row(
        RUNNERS,
        send=lambda _t: {"title": "A class", "form": "reaction"},
        form="surveys.make",
        changes="audit_entry survey_code",
    ),
    "GET surveys.one": Row(MAKER, opened),
    "POST surveys.close": Row(MAKER, opened, form="surveys.one", changes="audit_entry survey_code"),
    "GET surveys.paper": Row(MAKER, opened),
    "GET surveys.copy": Row(MAKER, opened),
    "POST surveys.copy": Row(
        MAKER,
        opened,
        send=lambda _t: {"q-clear": "4"},
        form="surveys.copy",
        changes="audit_entry survey_paper",
    ),
    "GET surveys.check": Row(RUNNERS),
    "POST surveys.check": Row(RUNNERS, send=lambda t: {"code": t.form.code}, form="surveys.check"),
    "GET surveys.check_list": Row(RUNNERS, code, is_open=True),
    "GET surveys.check_one": Row(RUNNERS - MAKER, on_paper, led=MAKER, is_open=True),
    "POST surveys.check_one": Row(
        RUNNERS - MAKER,
        on_paper,
        send=lambda _t: {"q-clear": "4"},
        form="surveys.check_one",
        changes="audit_entry survey_answer survey_paper",
        led=MAKER,
    ),
    "POST surveys.set_aside": Row(
        RUNNERS - MAKER,
        on_paper,
        form="surveys.check_one",
        changes="audit_entry survey_paper",
        refused={409: MAKER},
    ),
    "GET surveys.supervisors": Row(RUNNERS, names=RUNNERS, lists=frozenset({OWNERS, NEIGHBOURS, STRANGERS})),
    "GET surveys.supervisor": Row(ALL, link, is_open=True),
    "POST surveys.supervisor": Row(
        ALL,
        link,
        send=lambda _t: {"q-looks": "4", "answered_as": "Sam Boss"},
        form="surveys.supervisor",
        answers=200,
        changes="rate_limit_try supervisor_request survey_answer",
        is_open=True,
    ),
    "POST surveys.stranger": Row(
        ALL, link, form="surveys.supervisor", changes="audit_entry supervisor_request", is_open=True
    ),
    "GET surveys.mine": Row(WITH_ROLE),
    "GET surveys.name_supervisor": Row(DONE, course),
    "POST surveys.name_supervisor": Row(
        DONE,
        course,
        send=lambda _t: {"name": "Rae Next", "email": "rae@post.example"},
        form="surveys.name_supervisor",
        changes="audit_entry supervisor_request",
    ),
    "POST surveys.withdraw": Row(
        frozenset({OWNER}),
        lambda t: {"uuid": t.owner.supervised.uuid},
        form="surveys.mine",
        changes="audit_entry supervisor_request",
    ),
}
