"""Rows of cohorts: their own trainers, the managers of their place, and officers who join by a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from courses.cohorts.pages.writing import Recipients
from courses.cohorts.rules.board import BoardFilter
from tests.access_matrix.persons import (
    ABROAD,
    COORDINATOR,
    COVERING,
    LEADER,
    LEADERS,
    MANAGER,
    NEIGHBOUR,
    OWNER,
    TRAINER,
    WITH_ROLE,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders.assessments import SLUG

LEAD = held(MANAGER, *COVERING) | {LEADER}
SEE = LEAD | held(COORDINATOR, *COVERING)
DECIDE = held(MANAGER, *COVERING) | held(COORDINATOR, *COVERING)
DECIDERS = held(MANAGER) | held(COORDINATOR)
OPENERS = held(TRAINER) | held(MANAGER)
OPEN_HERE = held(TRAINER, *COVERING) | held(MANAGER, *COVERING)
OWN = frozenset({OWNER})
KEY = "5f0d7f0e-0a52-4a0c-9f61-2d6f0a1c7b11"  # of a form
REASON = "The rota was changed."
DAYS = {"starts_on": "2099-01-05", "ends_on": "2099-03-01", "time_zone": "Asia/Bangkok"}


def home(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.home}


def outdated(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.outdated_class}


def second(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.second}


def proposed(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.proposed}


def offered(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.offered.uuid}


def officer(things: Things) -> Mapping[str, Any]:
    return {**home(things), "person": things.owner.person.uuid}


def waiting(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.waiting.uuid}


def code(things: Things) -> Mapping[str, Any]:
    return {"code": things.classes.code}


def of_people(people: Sequence[int]) -> str:
    """What the page that shows a message says of those to whom it goes."""
    return Recipients(BoardFilter.ALL, (), people, ()).fingerprint


def wished(things: Things) -> Mapping[str, Any]:
    return {
        "course": SLUG, "place": f"administration:{things.place.administration.uuid}", "title": "Wished again",
        "venue": "Room 2", "language": "en", **DAYS,
    }  # fmt: skip


OPENING = {
    "GET cohorts.index": Row(OPENERS | LEADERS | held(COORDINATOR)),
    "GET cohorts.new": Row(OPENERS),
    "POST cohorts.new": Row(
        OPEN_HERE,
        send=wished,
        form="cohorts.new",
        refused={422: held(TRAINER, NEIGHBOUR, ABROAD) | held(MANAGER, NEIGHBOUR, ABROAD)},
        changes="audit_entry cohort",
    ),
    "GET cohorts.one": Row(SEE, home),
    "POST cohorts.approve": Row(
        DECIDE, proposed, form="cohorts.one", changes="audit_entry cohort_decision message role_grant"
    ),
    "POST cohorts.refuse": Row(
        DECIDE,
        proposed,
        send=lambda t: {"reason": REASON},
        form="cohorts.one",
        changes="audit_entry cohort_decision",
    ),
    "GET cohorts.change": Row(LEAD, home),
    "POST cohorts.change": Row(
        LEAD, home, send=lambda t: {"venue": "Hall 7"}, form="cohorts.change", changes="audit_entry cohort"
    ),
    "GET cohorts.end": Row(LEAD, home),
    "POST cohorts.end": Row(
        LEAD,
        home,
        send=lambda t: {"reason": REASON},
        form="cohorts.end",
        changes="audit_entry cohort cohort_code participant_state",
    ),
}
LEADING = {
    "GET cohorts.co_trainers": Row(LEAD, home),
    "POST cohorts.co_trainers": Row(
        LEAD,
        home,
        send=lambda t: {"person": t.classes.other_trainer},
        form="cohorts.co_trainers",
        changes="audit_entry message role_grant",
    ),
    "POST cohorts.remove_trainer": Row(
        LEAD,
        lambda t: {**home(t), "person": t.classes.helper},
        form="cohorts.co_trainers",
        changes="audit_entry message role_grant",
    ),
    "GET cohorts.hand_over": Row(LEAD, home),
    "POST cohorts.hand_over": Row(
        LEAD,
        home,
        send=lambda t: {"person": t.classes.other_trainer, "note": REASON},
        form="cohorts.hand_over",
        changes="audit_entry cohort_hand_over",
    ),
    "POST cohorts.call_back": Row(LEAD, second, form="cohorts.hand_over", changes="audit_entry cohort_hand_over"),
    "GET cohorts.offered": Row(frozenset({LEADER}), offered),
    "POST cohorts.take": Row(
        frozenset({LEADER}), offered, form="cohorts.offered", changes="audit_entry cohort_hand_over message role_grant"
    ),
    "POST cohorts.decline": Row(
        frozenset({LEADER}), offered, form="cohorts.offered", changes="audit_entry cohort_hand_over"
    ),
    "GET cohorts.newer_version": Row(LEAD, outdated),
    "POST cohorts.move_to_version": Row(
        LEAD, lambda t: {**outdated(t), "number": 2}, form="cohorts.newer_version", changes="audit_entry cohort message"
    ),
    "GET cohorts.code": Row(LEAD, home),
    "POST cohorts.new_code": Row(LEAD, home, form="cohorts.code", changes="audit_entry cohort_code"),
    "POST cohorts.stop_code": Row(LEAD, home, form="cohorts.code", changes="audit_entry cohort_code"),
}
OFFICERS = {
    "GET cohorts.participant": Row(LEAD, officer),
    "POST cohorts.withdraw": Row(
        LEAD,
        officer,
        send=lambda t: {"withdraw-reason": REASON},
        form="cohorts.participant",
        changes="audit_entry enrolment participant_state",
    ),
    "POST cohorts.move": Row(
        LEAD,
        officer,
        send=lambda t: {"move-cohort": t.classes.third},
        form="cohorts.participant",
        changes="audit_entry enrolment participant participant_state",
    ),
    "POST cohorts.substitute": Row(
        LEAD,
        officer,
        send=lambda t: {"substitute-person": t.chief.username},
        form="cohorts.participant",
        changes="audit_entry enrolment participant participant_state",
    ),
    "GET cohorts.joins": Row(DECIDERS),
    "POST cohorts.approve_join": Row(
        DECIDE, waiting, form="cohorts.joins", changes="audit_entry enrolment participant_state"
    ),
    "POST cohorts.refuse_join": Row(
        DECIDE,
        waiting,
        send=lambda t: {"reason": REASON},
        form="cohorts.joins",
        changes="audit_entry participant_state",
    ),
}
JOINING = {
    "GET cohorts.join": Row(WITH_ROLE),
    "POST cohorts.join": Row(WITH_ROLE, send=lambda t: {"code": t.classes.code}, form="cohorts.join"),
    "GET cohorts.join_by": Row(WITH_ROLE, code),
    "POST cohorts.join_by": Row(
        WITH_ROLE, code, form="cohorts.join_by", changes="audit_entry participant participant_state"
    ),
    "GET cohorts.own": Row(OWN, home),
    "POST cohorts.take_over": Row(OWN, second, form="cohorts.own", changes="audit_entry enrolment participant_state"),
}
BOARD = {
    "GET cohorts.board": Row(LEAD, home),
    "GET cohorts.export_board": Row(LEAD, lambda t: {**home(t), "form": "csv"}, changes="audit_entry"),
    "GET cohorts.forms": Row(LEAD, home),
    "GET cohorts.officer": Row(LEAD, officer),
    "GET cohorts.write": Row(LEAD, home),
    "POST cohorts.write": Row(
        LEAD,
        home,
        send=lambda t: {
            "key": KEY,
            "text": REASON,
            "send": "1",
            "who": t.classes.member.uuid,
            "shown": of_people([t.owner.person.id]),
        },
        changes="audit_entry cohort_message job message",
    ),
}
ROWS = {**OPENING, **LEADING, **OFFICERS, **JOINING, **BOARD}
