"""Rows of candidates and of credentials of other bodies: one's own way, the files of officers, nominations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.going import OPEN
from tests.access_matrix.persons import (
    CLERK,
    COLLEAGUES,
    COORDINATOR,
    COUNTRY_OF_HOME,
    COVERING,
    EVERYWHERE,
    EXPERT,
    HOME,
    LEADER,
    LEADERS,
    MANAGER,
    MODERATOR,
    OWNER,
    PLANNER,
    REGISTRAR,
    RUNNER,
    SCREENER,
    TRAINER,
    WITH_ROLE,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

OWN = frozenset({OWNER})
SCREENERS, REGISTRARS = held(SCREENER), held(REGISTRAR)
KEEPERS = SCREENERS | REGISTRARS
NOMINATING = held(MANAGER) | held(COORDINATOR)
OF_HOME = held(MANAGER, EVERYWHERE, HOME, COUNTRY_OF_HOME) | held(COORDINATOR, HOME, COUNTRY_OF_HOME)
MOVERS = held(MANAGER) | held(TRAINER) | LEADERS | {PLANNER, EXPERT, RUNNER, MODERATOR, CLERK}
CARING = held(MANAGER, *COVERING) | {LEADER}  # the cohort of the owner is theirs
MOVED = "audit_entry candidate candidate_transition step_proposal"
TOLD = f"{MOVED} job message"


def file(_things: Things) -> Mapping[str, Any]:
    return {"form": "csv"}


def way(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.going.candidate}


def recognised(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.going.recognised}


def applied(_things: Things) -> Mapping[str, Any]:
    return {"years_of_service": "7", "languages": ["en"], "availability": "From March", "conduct_agreed": "y"}


def entered(things: Things) -> Mapping[str, Any]:
    return {
        "person": things.spent.username,
        "body": "World Customs Organization",
        "number": "A-18",
        "topics": ["operations"],
        "valid_until": "2030-01-01",
        "compared_by": "By e-mail",
        "compared_on": "2026-01-01",
    }


def listed(things: Things) -> bytes:
    """A file that names somebody of home."""
    return f"officer,reasons\n{things.spent.username},A good trainer.\n".encode()


ROWS = {
    "GET candidacies.mine": Row(WITH_ROLE),
    "GET candidacies.export": Row(WITH_ROLE, file),
    "GET candidacies.apply_for": Row(WITH_ROLE, lambda _t: {"slug": OPEN}),
    "POST candidacies.apply_for": Row(
        WITH_ROLE,
        lambda _t: {"slug": OPEN},
        send=applied,
        form="candidacies.apply_for",
        changes="audit_entry candidate candidate_transition evidence_piece",
    ),
    "GET candidacies.one": Row(OWN, way),
    "POST candidacies.step": Row(
        OWN,
        lambda t: way(t) | {"code": "leave"},
        send=lambda _t: {},
        form="candidacies.one",
        changes=MOVED,
    ),
    "POST candidacies.statement": Row(
        OWN,
        lambda t: {"uuid": t.going.suspended},
        send=lambda _t: {"reason": "I did nothing."},
        form="candidacies.one",
        changes="audit_entry evidence_piece",
    ),
    "POST candidacies.newer": Row(
        OWN, way, send=lambda _t: {}, form="candidacies.one", changes="audit_entry candidate candidate_transition"
    ),
    "POST candidacies.decline_nomination": Row(
        OWN,
        lambda t: {"uuid": t.going.nomination},
        send=lambda _t: {},
        form="candidacies.mine",
        changes="audit_entry nomination",
    ),
    "GET candidates.index": Row(KEEPERS),
    "GET candidates.export": Row(KEEPERS, file, changes="audit_entry"),
    "GET candidates.one": Row(KEEPERS, way),
    "POST candidates.step": Row(
        SCREENERS,
        lambda t: way(t) | {"code": "admit"},
        send=lambda _t: {},
        form="candidates.one",
        changes=TOLD,
        refused={409: REGISTRARS},
    ),
    "POST candidates.proposal": Row(
        SCREENERS,
        way,
        send=lambda _t: {"confirm": "1"},
        form="candidates.one",
        changes=TOLD,
        refused={409: REGISTRARS},
    ),
    "POST candidates.confirm": Row(
        SCREENERS,
        lambda t: way(t) | {"piece": t.going.piece},
        send=lambda _t: {},
        form="candidates.one",
        changes="audit_entry evidence_piece",
        refused={409: REGISTRARS},
    ),
    "GET moving.index": Row(MOVERS),
    "GET moving.one": Row(CARING, lambda t: {"uuid": t.going.cared}),
    "POST moving.step": Row(
        CARING,
        lambda t: {"uuid": t.going.cared, "code": "close"},
        send=lambda _t: {},
        form="moving.one",
        changes="audit_entry candidate candidate_transition job message",
    ),
    "POST moving.proposal": Row(
        CARING,
        lambda t: {"uuid": t.going.cared_by_two},
        send=lambda _t: {"confirm": "1"},
        form="moving.one",
        changes=TOLD,
    ),
    "GET candidates.nominations": Row(NOMINATING),
    "GET candidates.export_nominations": Row(NOMINATING, file, changes="audit_entry"),
    "POST candidates.nominating": Row(
        OF_HOME,
        send=lambda t: {"scheme": OPEN, "person": t.spent.username, "words": "A good trainer."},
        form="candidates.nominations",
        changes="audit_entry job message nomination",
        refused={422: NOMINATING - OF_HOME},
    ),
    "GET candidates.nominate_file": Row(NOMINATING),
    "POST candidates.nominate_file": Row(
        NOMINATING,
        send=lambda t: {"into": OPEN, "file": listed(t)},
        form="candidates.nominate_file",
        answers=200,
        changes="audit_entry job message nomination",
        unlike=dict.fromkeys(NOMINATING - OF_HOME, ""),
        shows=frozenset({COLLEAGUES}),  # the name stands in the file that they sent themselves
    ),
    "GET recognised.index": Row(REGISTRARS),
    "GET recognised.export": Row(REGISTRARS, file, changes="audit_entry"),
    "GET recognised.enter": Row(REGISTRARS),
    "POST recognised.enter": Row(
        REGISTRARS, send=entered, form="recognised.enter", changes="audit_entry recognised_credential"
    ),
    "GET recognised.one": Row(REGISTRARS, recognised),
    "POST recognised.confirm": Row(
        REGISTRARS,
        recognised,
        send=lambda _t: {},
        form="recognised.one",
        changes="audit_entry recognised_credential",
    ),
    "POST recognised.close": Row(
        REGISTRARS,
        recognised,
        send=lambda _t: {"reason": "The body does not know it."},
        form="recognised.one",
        changes="audit_entry recognised_credential",
    ),
}
