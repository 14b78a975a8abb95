"""The round before in the demonstration: officers of last year's class become trainers, and one appeals."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assessments.api import PracticalRole
from certificates.candidates.queries.found import CandidateFound, candidate_by_id, evidence_of
from certificates.candidates.services.evidence import confirm_evidence
from certificates.credentials import demo as certificates_demo
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.queries.held import open_claims
from certificates.panels.demo.acting import (
    APPEAL_MEMBERS,
    DECIDERS,
    DOSSIER,
    OFFICER,
    QUALITY,
    REGISTRAR,
    Actors,
    OnPaper,
    PanelOutcome,
)
from certificates.permissions import SchemeRole
from certificates.schemes.rules.releasing import KIND
from courses.api import COHORT
from lms.access import Grant, Role
from lms.db import read_session, transaction
from lms.people.api import give_password

SCHEME = "iwt-trainer"
TRAINER, SUPERVISOR = "fatou.ndiaye", "elena.marchetti"
CLASS = "airport"  # that sat its final exam in a room
ATTENDED = {"there": 5, "held": 5, "facts": ["training-attended"]}
TRAINEES = "What the trainees said"
SESSION = {"place": "Highland Airport", "trainees": 11}


@dataclass(frozen=True)
class PastCandidate:
    """Somebody of the round before: whether their trainees were asked, and what the panel decided."""

    username: str
    outcome: PanelOutcome | None  # none: the panel is at it
    asked_trainees: bool = True


CERTIFY = PanelOutcome("certify", "The sessions were planned well and held well.", {})
ALONE = "One session, with a colleague who led its second half."
REFUSE = PanelOutcome(
    "not-certify",
    "Leading a group alone was not shown. The next round is open to you.",
    {"facilitation": ALONE, "feedback": "The trainees were asked nothing in three of four exercises."},
)
ROUND = (
    PastCandidate("caroline.moraa", CERTIFY),
    PastCandidate("paul.wekesa", CERTIFY, asked_trainees=False),
    PastCandidate("hellen.cherop", REFUSE),
    PastCandidate("victor.odhiambo", None),
)
APPEALS, WAITS = "hellen.cherop", "victor.odhiambo"
APPEAL = (
    "I led the second half too. My colleague was ill and left after the break. The sheet of the session says so, and "
    "the panel did not have its second page."
)


def load(world: dict[str, Any], now: datetime) -> None:
    """Four officers of a class of the year before: two are trainers now, one appeals, one waits for the panel."""
    if not world.get("finals") or not world.get("customs"):
        return
    with transaction() as session:
        stage = Actors(session, world)
        walked = {one.username: walk(stage, world, one, now) for one in ROUND}
        appeal(stage, walked[APPEALS], now)
        voting(stage, walked[WAITS], now)
        waits = world["people"]
        for words, username in ("candidate who appeals", APPEALS), ("holder of a certificate", ROUND[0].username):
            world["passwords"].append((words, username, give_password(session, waits[username])))
    certify(world, now)


def walk(stage: Actors, world: dict[str, Any], one: PastCandidate, now: datetime) -> CandidateFound:
    """The whole way, as far as the panel got."""
    found = stage.begin(SCHEME, one.username, now - timedelta(days=92))
    officer = stage.viewer(OFFICER, Grant(SchemeRole.SCHEME_OFFICER))
    screened = now - timedelta(days=88)
    confirm_all(stage.session, found, officer, screened)
    found = stage.step(found, "find-eligible", officer, screened)
    taught_at = now - timedelta(days=66)
    stage.paper(found, (
        OnPaper("attendance", "Train-the-trainer week, all five days", "", ATTENDED),
        OnPaper("micro-teaching", "Micro-teaching, observed", TRAINER, {"minutes": 20}),
        OnPaper("session-plan", "Plan of the session"),
    ), taught_at)  # fmt: skip
    cohort, _title = world["past_groups"][CLASS]
    leads = stage.viewer(TRAINER, Grant(Role.TRAINER, COHORT, str(cohort.id)))
    found = stage.step(found, "close-training", leads, taught_at)
    seen_at = now - timedelta(days=52)
    stage.paper(found, (
        OnPaper("training", "Session given, observed", SUPERVISOR, {"facts": ["training-delivered"], **SESSION}),
        OnPaper("self-review", "Self-review"),
        *((OnPaper("trainee-feedback", TRAINEES, "", SESSION),) if one.asked_trainees else ()),
    ), seen_at)  # fmt: skip
    supervisor = stage.viewer(SUPERVISOR, Grant(PracticalRole.SUPERVISING_EXPERT))
    found = stage.step(found, "observe-training", supervisor, seen_at)
    dossier = stage.viewer(DOSSIER, Grant(SchemeRole.DOSSIER_OFFICER))
    found = stage.step(found, "complete-dossier", dossier, now - timedelta(days=48))
    if one.outcome is None:
        return found
    refused = one.outcome is REFUSE
    found = stage.decide(found, DECIDERS, one.outcome, now - timedelta(days=22 if refused else 46))
    if not refused:
        registrar = stage.viewer(REGISTRAR, Grant(SchemeRole.REGISTRAR))
        found = stage.step(found, "release", registrar, now - timedelta(days=40))
    return found


def confirm_all(session: Session, found: CandidateFound, officer: Any, at: datetime) -> None:
    """The officer looks at what a machine scored."""
    for piece in evidence_of(session, [found.row.id])[found.row.id]:
        if piece.by_machine:
            confirm_evidence(session, candidate_by_id(session, found.row.id), piece.uuid, actor=officer, now=at)


def appeal(stage: Actors, found: CandidateFound, now: datetime) -> None:
    """Who was refused appeals in time, and a panel of others is put together."""
    own = stage.viewer(APPEALS, Grant(Role.OFFICER))
    found = stage.step(found, "appeal", own, now - timedelta(days=6), APPEAL)
    quality = stage.viewer(QUALITY, Grant(SchemeRole.QUALITY_OFFICER))
    stage.convene(found, APPEAL_MEMBERS, quality, now - timedelta(days=4))


def voting(stage: Actors, found: CandidateFound, now: datetime) -> None:
    """A panel of which two have voted, differently, and the one who leads it has not."""
    officer = stage.viewer(OFFICER, Grant(SchemeRole.SCHEME_OFFICER))
    panel = stage.convene(found, DECIDERS, officer, now - timedelta(days=3))
    _leads, *others = (stage.viewer(one, Grant(SchemeRole.DECIDER)) for one in DECIDERS)
    more = PanelOutcome("ask-more-practice", "One more session, alone.", {"facilitation": ALONE})
    for number, (member, outcome) in enumerate(zip(others, (CERTIFY, more), strict=True)):
        stage.vote(panel, member, outcome, now - timedelta(days=2 - number))


def certify(world: dict[str, Any], now: datetime) -> None:
    """The holders confirm their names, and the certificates are made."""
    people = {world["people"][one.username] for one in ROUND}
    setting = issuing()
    stage = certificates_demo.Stage(setting, world["course"], world["people"], now, "")
    waiting = [
        (claim.id, claim.person_id)
        for claim, _achievement in open_claims(read_session())
        if claim.person_id in people and claim.source_ref.startswith(f"{KIND}:")
    ]
    for claim_id, person_id in waiting:
        certificates_demo.confirm(stage, claim_id, certificates_demo.names_of(person_id))
