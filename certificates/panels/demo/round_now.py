"""The round under way in the demonstration: fourteen candidates of twelve countries, as far as the workshop."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from assessments.api import PracticalRole
from certificates.candidates.queries.found import CandidateFound, candidate_by_id
from certificates.panels.demo.acting import A_DAY, DECIDERS, DOSSIER, OFFICER, Actors, OnPaper, PanelOutcome
from certificates.permissions import SchemeRole
from lms.access import Grant, Role
from lms.db import transaction

SCHEME = "iwt-technical-and-operational-advisor"
EXAMINER, TRAINER, PLANNER, COORDINATOR = "rosa.almeida", "amina.diallo", "marta.kowalska", "samuel.banda"
EXAM = {"course": "legal-instruments", "percent": 84.0, "facts": ["exam-passed"]}
ATTENDED = {"there": 5, "held": 5, "facts": ["training-attended"]}
FIRST_PANEL = PanelOutcome("pre-accredit", "Ready for a mission.", {})
TRAINING = (
    OnPaper("attendance", "Train-the-trainer workshop, all five days", "", ATTENDED),
    OnPaper("observation", "Observation sheets of the workshop", TRAINER),
    OnPaper("micro-teaching", "Micro-teaching, observed", TRAINER),
)
KNOWLEDGE = (
    OnPaper("course", "Course on legal instruments, passed", "", EXAM),
    OnPaper("exam", "Supervised examination, on paper", "", EXAM),
)
ASSIGNED = OnPaper("terms-of-reference", "Terms of reference", "", {"facts": ["mission-assigned"]})
REVIEW = OnPaper("self-review", "Self-review after the mission")


def before_missions(world: dict[str, Any], now: datetime) -> None:
    """From the application to the assigned practice, at the dates at which it happened."""
    if not world.get("customs"):
        return
    with transaction() as session:
        stage = Actors(session, world)
        world["ways"] = {
            one: pre_accredited(stage, one, language, now - timedelta(days=330 - number))
            for number, (one, language) in enumerate(world["candidates"])
        }


def pre_accredited(stage: Actors, username: str, language: str, began: datetime) -> int:
    """One candidate until the practice is assigned; answers their way."""
    found = stage.begin(SCHEME, username, began, language)
    officer = stage.viewer(OFFICER, Grant(SchemeRole.SCHEME_OFFICER))
    manager = stage.viewer(EXAMINER, Grant(Role.PROGRAMME_MANAGER))
    trainer = stage.viewer(TRAINER, Grant(Role.PROGRAMME_MANAGER))
    planner = stage.viewer(PLANNER, Grant(PracticalRole.MISSION_PLANNER))
    stage.paper(found, KNOWLEDGE, began + 10 * A_DAY)
    found = stage.step(found, "find-eligible", officer, began + 12 * A_DAY)
    found = stage.step(found, "confirm-knowledge", manager, began + 20 * A_DAY)
    stage.paper(found, TRAINING, began + 45 * A_DAY)
    found = stage.step(found, "close-training", trainer, began + 46 * A_DAY)
    found = stage.decide(found, DECIDERS[:2], FIRST_PANEL, began + 60 * A_DAY)
    stage.paper(found, (ASSIGNED,), began + 130 * A_DAY)
    return stage.step(found, "assign-practice", planner, began + 131 * A_DAY).row.id


def after_missions(world: dict[str, Any], now: datetime) -> None:
    """The annexes are signed, the dossiers complete, and all are admitted to the workshop."""
    if not world.get("supervised"):
        return
    with transaction() as session:
        stage = Actors(session, world)
        for username, way in world["ways"].items():
            admitted(stage, candidate_by_id(session, way), world["supervised"][username], now)


def admitted(stage: Actors, found: CandidateFound, expert: str, now: datetime) -> CandidateFound:
    """One candidate from the mission to the workshop."""
    supervisor = stage.viewer(expert, Grant(PracticalRole.SUPERVISING_EXPERT))
    dossier = stage.viewer(DOSSIER, Grant(SchemeRole.DOSSIER_OFFICER))
    coordinator = stage.viewer(COORDINATOR, Grant(PracticalRole.WORKSHOP_COORDINATOR))
    acts: Sequence[tuple[str, Any, int]] = (
        ("confirm-practice", supervisor, 80),
        ("complete-dossier", dossier, 60),
        ("admit", coordinator, 30),
    )
    stage.paper(found, (REVIEW,), now - 81 * A_DAY)
    for code, by, days in acts:
        found = stage.step(found, code, by, now - days * A_DAY)
    return found
