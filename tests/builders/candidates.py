"""A small scheme, put in use, and candidates on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from certificates.candidates.queries.found import CandidateFound, candidate_by_id
from certificates.schemes.models import Candidate, Scheme, SchemeVersion
from certificates.schemes.rules.definition import (
    BEFORE,
    CANDIDATE,
    RULE,
    Competence,
    CutKind,
    CutRule,
    Days,
    EvidenceKind,
    PanelRule,
    PracticeRule,
    SchemeDefinition,
    SchemeScopes,
    State,
    StateKind,
    Sufficiency,
    Transition,
    TriggerFact,
    as_document,
)
from lms import ids
from lms.people.models import Person

SCREEN, DOSSIER, DECIDE, JUDGE = "candidate.screen", "dossier.check", "panel.decide", "appeal.judge"
OFFICER = "scheme-officer"


def said(words: str) -> dict[str, str]:
    """A text in English."""
    return {"en": words}


def state(code: str, kind: StateKind = StateKind.OPEN, **more: Any) -> State:
    """A state that is called as its code."""
    return State(code, said(code.capitalize()), kind, **more)


def step(code: str, source: str, target: str, mover: str, **more: Any) -> Transition:
    """A step from one state."""
    return Transition(code, said(code.capitalize()), (source,), target, mover, **more)


def definition(slug: str = "iwt-trainer", **more: Any) -> SchemeDefinition:
    """Enrolled, applied, screened by two where it is a refusal, examined by machine, decided by a panel, appealed."""
    values: dict[str, Any] = {
        "slug": slug,
        "title": said("IWT Trainer"),
        "summary": said("Trains officers."),
        "languages": ("en",),
        "initial": "enrolled",
        "states": (
            state("enrolled"),
            state("applied", days=30),
            state("eligible"),
            state("not-eligible"),
            state("known", StateKind.DECISION, panel="first"),
            state("certified", StateKind.AWARD),
            state("appeal", StateKind.APPEAL, days=60),
            state("left", StateKind.END),
        ),
        "transitions": (
            step("apply", "enrolled", "applied", CANDIDATE, needs=("application",)),
            step("nominate", "enrolled", "applied", "candidate.nominate"),
            step("admit", "applied", "eligible", SCREEN, part=OFFICER, needs=("application",)),
            step("refuse", "applied", "not-eligible", SCREEN, part=OFFICER, second=True, refusal=True, reason=True),
            step("pass", "eligible", "known", RULE, fact=TriggerFact.EXAM_PASSED, cuts=("final",)),
            step("check", "eligible", "known", DOSSIER, part="dossier-officer", sufficient=True),
            step("certify", "known", "certified", DECIDE, part="decider", sufficient=True, reason=True),
            step("reject", "known", "not-eligible", DECIDE, part="decider", refusal=True),
            step("object", "not-eligible", "appeal", CANDIDATE, reason=True),
            step("uphold", "appeal", BEFORE, JUDGE, part="appeal", reason=True),
            step("dismiss", "appeal", "left", JUDGE, part="appeal", refusal=True),
            step("leave", "applied", "left", CANDIDATE),
        ),
        "evidence": tuple(
            EvidenceKind(one, said(one.capitalize()))
            for one in ("application", "nomination", "exam", "course", "observation", "recognised")
        ),
        "competences": (
            Competence("teach", said("Teaches"), Sufficiency(("exam", "observation"), kinds=2, pieces=2, observed=1)),
        ),
        "rubrics": (),
        "cuts": (CutRule("final", CutKind.EXAM, course="identifying"),),
        "panels": (PanelRule("first", said("First panel"), quorum=3, signatures=2),),
        "practice": PracticeRule(36, 6, 90),
        "days": Days(objection=30, appeal_answer=60, hearing=15, complaint_answer=30),
        "scopes": SchemeScopes(("operations",)),
    }
    return SchemeDefinition(**(values | more))


def scheme(session: Session, loader: Person, now: datetime, defined: SchemeDefinition | None = None) -> SchemeVersion:
    """A scheme with one version in use."""
    defined = defined or definition()
    row = Scheme(uuid=ids.new_uuid(), slug=defined.slug)
    session.add(row)
    session.flush()
    return version(session, row, defined, now)


def version(session: Session, row: Scheme, defined: SchemeDefinition, now: datetime, no: int = 1) -> SchemeVersion:
    """A version in use."""
    made = SchemeVersion(
        uuid=ids.new_uuid(), scheme_id=row.id, no=no, definition=as_document(defined), digest=f"{no:064}",
        loaded_at=now, approved_at=now, used_from=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def candidate(
    session: Session, person: Person, on: SchemeVersion, now: datetime, state: str = "enrolled"
) -> CandidateFound:
    """A candidate in some state, without any step."""
    row = Candidate(
        uuid=ids.new_uuid(), person_id=person.id, scheme_id=on.scheme_id, scheme_version_id=on.id,
        administration_id=person.administration_id, state=state, steps=0, language="en", began_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return candidate_by_id(session, row.id)
