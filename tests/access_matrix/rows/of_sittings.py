"""Rows of sittings: who runs the room, who supervises it, whoever has a link, and officers who begin in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import (
    ALL,
    COVERING,
    HOMES,
    LEADER,
    LEADERS,
    MANAGER,
    OTHER,
    OWNER,
    SIGNED_IN,
    held,
)
from tests.access_matrix.rooms import WATCHER
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders.assessments import EXAM, SLUG

RUNNERS = held(MANAGER) | LEADERS
RUN = held(MANAGER, *COVERING) | {LEADER}
INSIDE = frozenset({WATCHER})


def home(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.rooms.home}


def paper(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.rooms.paper}


def stranger(things: Things) -> Mapping[str, Any]:
    return {**home(things), "supervisor": things.rooms.stranger}


def link(things: Things) -> Mapping[str, Any]:
    return {"key": things.rooms.link}


def inside(things: Things) -> Mapping[str, Any]:
    return {"key": things.rooms.home}


def owner(things: Things) -> Mapping[str, Any]:
    return {**inside(things), "candidate": things.owner.person.uuid}


def unticked(things: Things) -> Mapping[str, Any]:
    return {"key": things.rooms.paper, "candidate": things.owner.person.uuid}


RUNNING = {
    "GET sittings.index": Row(RUNNERS, lists=frozenset({HOMES})),
    "GET sittings.new": Row(RUNNERS),
    "POST sittings.new": Row(
        RUN,
        send=lambda t: {
            "for_whom": f"cohort:{t.classes.home}", "exam": t.exam.uuid, "title": "Room", "place": "Hall",
            "time_zone": "Asia/Bangkok", "day": "2099-01-05", "begins": "09:00", "ends": "11:00", "networks": "",
        },
        form="sittings.new",
        changes="audit_entry sitting",
        refused={422: RUNNERS - RUN},
    ),
    "GET sittings.one": Row(RUN, home),
    "GET sittings.cancel": Row(RUN, home),
    "POST sittings.cancel": Row(
        RUN,
        home,
        send=lambda _t: {"reason": "There is no power."},
        form="sittings.cancel",
        changes="audit_entry sitting",
    ),
    "GET sittings.name_supervisor": Row(RUN, home),
    "POST sittings.name_supervisor": Row(
        RUN,
        home,
        send=lambda _t: {"name": "Ann Watcher"},
        form="sittings.name_supervisor",
        changes="audit_entry sitting_supervisor",
    ),
    "POST sittings.end_supervisor": Row(
        RUN, stranger, form="sittings.one", changes="audit_entry sitting_supervisor"
    ),
    "POST sittings.link": Row(
        RUN, stranger, form="sittings.one", answers=200, changes="audit_entry sitting_supervisor"
    ),
    "GET sittings.sheet": Row(RUN, home),
    "GET sittings.key_in": Row(RUN, home),
    "POST sittings.key_in": Row(
        RUN,
        home,
        send=lambda t: {
            "begun": "2026-11-25T15:00", "ended": "2026-11-25T16:00", "present": t.owner.person.uuid,
            "signed": t.rooms.stranger, "lines": "Nothing happened.",
        },
        form="sittings.key_in",
        changes="audit_entry sitting_paper",
    ),
    "POST sittings.decide_paper": Row(
        RUN,
        paper,
        send=lambda _t: {"confirm": "1"},
        form="sittings.one",
        changes="audit_entry sitting_paper sitting_presence sitting_signature",
    ),
}  # fmt: skip
WATCHING = {
    "GET sittings.room": Row(INSIDE, inside, names=INSIDE),
    "POST sittings.open_room": Row(
        ALL - SIGNED_IN,
        link,
        form="sittings.room",
        changes="audit_entry sitting_supervisor",
        refused={409: SIGNED_IN},
        is_open=True,
    ),
    "POST sittings.present": Row(INSIDE, unticked, form="sittings.room", changes="audit_entry sitting_presence"),
    "POST sittings.take_back": Row(
        INSIDE,
        owner,
        send=lambda _t: {"reason": "It was her sister."},
        form="sittings.room",
        changes="audit_entry sitting_presence",
    ),
    "POST sittings.write": Row(
        INSIDE,
        inside,
        send=lambda _t: {"kind": "note", "words": "Power was out."},
        form="sittings.room",
        changes="audit_entry sitting_line",
    ),
    "POST sittings.sign": Row(
        INSIDE,
        inside,
        form="sittings.room",
        changes="audit_entry sitting_signature",
        names=INSIDE,
    ),
    "GET sittings.begin": Row(frozenset({OWNER, OTHER}), lambda _t: {"slug": SLUG, "exam_slug": EXAM}),
    "POST sittings.begin": Row(
        frozenset({OWNER, OTHER}),
        lambda _t: {"slug": SLUG, "exam_slug": EXAM},
        send=lambda t: {"code": t.rooms.code},
        form="sittings.begin",
        changes="attempt attempt_item audit_entry rate_limit_try",
    ),
}
ROWS = {**RUNNING, **WATCHING}
