"""Rows of applications and moves: of who applies, and of who decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.people.applications.links import application_token
from tests.access_matrix.persons import (
    ALL,
    COLLEAGUES,
    COORDINATOR,
    COVERING,
    FAR,
    HOMES,
    NEAR,
    NEIGHBOURS,
    STRANGERS,
    held,
)
from tests.access_matrix.rows.ground_floor import ELSEWHERE, KEEPERS, PEOPLE_MANAGERS
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

NO_COHORTS = PEOPLE_MANAGERS - held(COORDINATOR, *COVERING)  # decide on no cohort here
APPROVED = "application_decision audit_entry job person placement processing_consent role_grant"


def fresh(things: Things) -> Mapping[str, Any]:
    return {"token": application_token(things.applications.unconfirmed.uuid)}


def waiting(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.applications.waiting.uuid}


ROWS = {
    "GET applications.apply": Row(ALL, asks="country=TH", is_open=True),  # which administrations there are is no secret
    "POST applications.apply": Row(
        ALL,
        asks="country=TH",
        send=lambda t: {
            "administration": t.place.administration.uuid,
            "name": "Gus Newcomer",
            "email": "gus@post.example",
            "language": "en",
        },
        form="applications.apply",
        changes="account_application job rate_limit_try",
    ),
    "GET applications.sent": Row(ALL),
    "GET applications.own": Row(ALL, fresh, is_open=True),
    "POST applications.confirm": Row(
        ALL, fresh, form="applications.own", changes="account_application audit_entry", is_open=True
    ),
    "GET applications.all_of_them": Row(PEOPLE_MANAGERS, lists=frozenset({COLLEAGUES, NEIGHBOURS, STRANGERS})),
    "POST applications.decide": Row(
        PEOPLE_MANAGERS,
        send=lambda t: {"which": f"account {t.applications.waiting.uuid}", "approve": "1"},
        form="applications.all_of_them",
        answers=200,
        changes=APPROVED,
        unlike=dict.fromkeys(ELSEWHERE, ""),  # each is told that there is no such application for them
    ),
    "POST applications.decide of a move": Row(
        PEOPLE_MANAGERS,
        send=lambda t: {"which": f"transfer {t.moves.coming.uuid}", "approve": "1"},
        form="applications.all_of_them",
        answers=200,
        changes="audit_entry job message person placement role_grant transfer_answer",
        unlike=dict.fromkeys(ELSEWHERE, ""),
    ),
    "POST applications.decide of a cohort": Row(
        PEOPLE_MANAGERS,
        send=lambda t: {"which": f"cohort {t.classes.proposed}", "approve": "1"},
        form="applications.all_of_them",
        answers=200,
        changes="audit_entry cohort_decision message role_grant",
        unlike=dict.fromkeys(NO_COHORTS, ""),
    ),
    "POST applications.decide of a join": Row(
        PEOPLE_MANAGERS,
        send=lambda t: {"which": f"cohort-join {t.classes.waiting.uuid}", "approve": "1"},
        form="applications.all_of_them",
        answers=200,
        changes="audit_entry enrolment participant_state",
        unlike=dict.fromkeys(NO_COHORTS, ""),
    ),
    "GET people.move": Row(PEOPLE_MANAGERS, asks="country=TH", shows=frozenset({HOMES, NEAR})),
    "POST people.move": Row(
        KEEPERS,
        send=lambda t: {
            "administration": t.place.administration.uuid,
            "who": t.unchecked.uuid,
            "to": f"unit:{t.moves.gate.uuid}",
        },
        refused={422: ELSEWHERE},
        shows=frozenset({HOMES, NEAR, FAR}),
        changes="audit_entry person placement",
    ),
    "POST people.withdraw_move": Row(
        KEEPERS,
        lambda t: {"uuid": t.moves.leaving.uuid},
        form="people.one",
        changes="audit_entry job transfer_answer",
    ),
    "GET applications.one": Row(KEEPERS, waiting),
    "POST applications.one": Row(
        KEEPERS, waiting, send=lambda t: {"approve": "1"}, form="applications.one", changes=APPROVED
    ),
}
