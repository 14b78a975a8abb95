"""What the parts of a scheme are called on pages."""

from collections.abc import Mapping
from typing import Any

from certificates.schemes.rules.comparison import SchemeChange
from certificates.schemes.rules.definition import CANDIDATE, RULE, CutKind, Majority, StateKind, TriggerFact
from certificates.schemes.rules.second_person import UseBarrier
from lms.i18n import lazy as _l

STATE_KINDS: Mapping[StateKind, Any] = {
    StateKind.OPEN: _l("On the way"),
    StateKind.DECISION: _l("A panel decides"),
    StateKind.CONDITIONAL: _l("Conditional award"),
    StateKind.AWARD: _l("Award"),
    StateKind.SUSPENDED: _l("Suspended"),
    StateKind.APPEAL: _l("Appeal"),
    StateKind.END: _l("End"),
}
MOVERS: Mapping[str, Any] = {
    CANDIDATE: _l("The candidate"),
    RULE: _l("Automatic, when something happens"),
    "candidate.nominate": _l("Coordinator"),
    "candidate.screen": _l("Scheme officer"),
    "dossier.check": _l("Dossier officer"),
    "panel.decide": _l("Panel"),
    "appeal.judge": _l("Appeal panel"),
    "award.release": _l("Registrar"),
    "complaint.handle": _l("Quality officer"),
    "exam.run": _l("Programme manager"),
    "cohort.lead": _l("Trainer"),
    "observation.write": _l("Trainer"),
    "mission.plan": _l("Mission planner"),
    "mission.supervise": _l("Supervising expert"),
    "workshop.run": _l("Workshop coordinator"),
    "sheet.rate": _l("Assessor"),
    "sheet.moderate": _l("Moderator"),
    "credential.manage": _l("People who manage certificates"),
}  # by right; another right is shown by its name
FACTS: Mapping[TriggerFact, Any] = {
    TriggerFact.ACCOUNT_CONFIRMED: _l("the account is confirmed"),
    TriggerFact.EXAM_PASSED: _l("the exam is passed"),
    TriggerFact.TRAINING_ATTENDED: _l("the training was attended"),
    TriggerFact.MISSION_ASSIGNED: _l("a mission is assigned"),
    TriggerFact.REPORT_DELIVERED: _l("the report is delivered to the host"),
    TriggerFact.ANNEX_SIGNED: _l("the annex is signed"),
    TriggerFact.TRAINING_DELIVERED: _l("the training was given"),
    TriggerFact.PERFORMANCES_SETTLED: _l("every performance has a result"),
    TriggerFact.CERTIFICATE_ISSUED: _l("the certificate is issued"),
    TriggerFact.RENEWAL_WINDOW_OPEN: _l("the time for renewal starts"),
    TriggerFact.VALIDITY_ENDED: _l("the certificate is no longer valid, and the extra days for renewal are over"),
    TriggerFact.PRACTICE_SUFFICIENT: _l("the practice log has enough for the next year that is not confirmed"),
    TriggerFact.DAYS_OVER: _l("the days of this status are over"),
    TriggerFact.PERSON_LEFT: _l("the person has left"),
}
MAJORITIES: Mapping[Majority, Any] = {
    Majority.SIMPLE: _l("more than half of the votes"),
    Majority.TWO_THIRDS: _l("two thirds of the votes"),
    Majority.ALL: _l("all votes"),
}
CUTS: Mapping[CutKind, Any] = {CutKind.EXAM: _l("Exam"), CutKind.WORKSHOP: _l("Workshop")}
TOPICS: Mapping[str, Any] = {
    "training-frameworks": _l("Training frameworks"),
    "legal-instruments": _l("Legal instruments"),
    "risk-management": _l("Risk management"),
    "operations": _l("Operations"),
}
INTERVALS: Mapping[str, Any] = {
    "taught": _l("From training somebody to examining them"),
    "same-mission": _l("From a mission together to examining"),
}
PARTS: Mapping[str, Any] = {
    "slug": _l("Name"),
    "title": _l("Title"),
    "summary": _l("Summary"),
    "languages": _l("Languages"),
    "initial": _l("First status"),
    "states": _l("Status"),
    "transitions": _l("Step"),
    "evidence": _l("Evidence"),
    "competences": _l("Competence"),
    "rubrics": _l("Rubric"),
    "cuts": _l("Pass mark rule"),
    "panels": _l("Panel"),
    "practice": _l("Validity and practice"),
    "days": _l("Days to answer"),
    "scopes": _l("Scope"),
    "eligibility": _l("Eligibility"),
    "intervals": _l("Interval"),
}
CHANGES: Mapping[SchemeChange, tuple[Any, str]] = {
    SchemeChange.ADDED: (_l("added"), "ok"),
    SchemeChange.REMOVED: (_l("removed"), "bad"),
    SchemeChange.CHANGED: (_l("changed"), "info"),
}
BARRIERS: Mapping[UseBarrier, Any] = {
    UseBarrier.LOADED: _l("You loaded this version. Somebody else has to activate it."),
    UseBarrier.APPOINTED: _l(
        "Your rights and those of the other person are linked. Somebody whose rights come "
        "from elsewhere has to activate it."
    ),
    UseBarrier.CANDIDATE: _l("You are a candidate of this scheme. Somebody else has to activate it."),
    UseBarrier.IN_USE: _l("This version was already activated."),
    UseBarrier.OLDER: _l("A newer version was already activated. Load this text again to go back to it."),
}


def barrier_said(barrier: UseBarrier) -> str:
    """Why a person may not put a version in use, in words for them."""
    return str(BARRIERS[barrier])


def mover_said(mover: str) -> str:
    """Who takes a step."""
    return str(MOVERS.get(mover, mover))
