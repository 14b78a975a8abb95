"""A scheme with every part of the chain: trained, supervised, examined, decided, appealed, released, suspended."""

from __future__ import annotations

from certificates.schemes.rules.definition import (
    BEFORE,
    CANDIDATE,
    RULE,
    EvidenceKind,
    Grade,
    PanelRule,
    SchemeDefinition,
    SchemeScopes,
    StateKind,
    Transition,
    TriggerFact,
)
from tests.builders.candidates import DECIDE, DOSSIER, JUDGE, OFFICER, SCREEN, definition, said, state, step

LEAD, SUPERVISE, RELEASE, MANAGE = "cohort.lead", "mission.supervise", "award.release", "credential.manage"
REFUSALS = ("not-eligible", "not-certified", "suspended")  # from where one appeals


def whole() -> SchemeDefinition:
    """The scheme; what its competence asks for is given to every candidate at once."""
    appeal = Transition("object", said("Object"), REFUSALS, "appeal", CANDIDATE, reason=True)
    return definition(
        states=(
            state("enrolled"),
            state("applied"),
            state("eligible"),
            state("not-eligible", StateKind.END),
            state("trained"),
            state("practised"),
            state("known", StateKind.DECISION, panel="first"),
            state("not-certified", StateKind.END),
            state("decided"),
            state("certified", StateKind.AWARD),
            state("registered", StateKind.AWARD),
            state("suspended", StateKind.SUSPENDED),
            state("appeal", StateKind.APPEAL, panel="second"),
            state("left", StateKind.END),
        ),
        transitions=(
            step("apply", "enrolled", "applied", CANDIDATE),
            step("nominate", "enrolled", "applied", "candidate.nominate"),
            step("admit", "applied", "eligible", SCREEN, part=OFFICER),
            step("refuse", "applied", "not-eligible", SCREEN, part=OFFICER, second=True, refusal=True, reason=True),
            step("train", "eligible", "trained", LEAD, part="trainer"),
            step("practise", "trained", "practised", SUPERVISE, part="supervisor"),
            step("check", "practised", "known", DOSSIER, part="dossier-officer", sufficient=True),
            step("certify", "known", "decided", DECIDE, part="decider", sufficient=True, reason=True),
            step("reject", "known", "not-certified", DECIDE, part="decider", refusal=True, reason=True),
            step("release", "decided", "certified", RELEASE, part="registrar"),
            step("register", "certified", "registered", RULE, fact=TriggerFact.CERTIFICATE_ISSUED),
            step("suspend", "registered", "suspended", MANAGE, second=True, reason=True, refusal=True),
            step(
                "lift", "suspended", "registered", MANAGE, second=True, reason=True, needs=("statement",),
                brings=("statement",),
            ),
            appeal,
            step("uphold", "appeal", BEFORE, JUDGE, part="appeal", reason=True),
            step("dismiss", "appeal", "left", JUDGE, part="appeal", refusal=True, reason=True),
            step("leave", "applied", "left", CANDIDATE),
        ),
        evidence=tuple(
            EvidenceKind(one, said(one.capitalize())) for one in ("application", "exam", "observation", "statement")
        ),
        panels=(
            PanelRule("first", said("Panel"), quorum=2, signatures=2),
            PanelRule("second", said("Appeal panel"), quorum=2, signatures=2),
        ),
        scopes=SchemeScopes(("operations",), (Grade("trainer", said("Trainer")),)),
    )  # fmt: skip
