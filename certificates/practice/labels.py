"""Kinds, units and parts of practice in words."""

from collections.abc import Mapping
from typing import Any

from certificates.practice.queries.known import EXAM, LED
from certificates.practice.rules.log import LogLine, PracticeKind, PracticeOrigin, PracticeUnit
from lms.i18n import lazy as _l
from lms.i18n import ngettext

KINDS: Mapping[PracticeKind, Any] = {
    PracticeKind.TRAINING: _l("Training given"),
    PracticeKind.MISSION: _l("Mission"),
    PracticeKind.OPERATION: _l("Operation"),
    PracticeKind.REFRESHER: _l("Update course"),
}
UNITS: Mapping[PracticeUnit, Any] = {PracticeUnit.HOURS: _l("hours"), PracticeUnit.DAYS: _l("days")}
ORIGINS: Mapping[PracticeOrigin, tuple[Any, str]] = {
    PracticeOrigin.KNOWN: (_l("known to Spoor"), "ok"),
    PracticeOrigin.LOGGED: (_l("added by the holder"), ""),
}
PARTS: Mapping[str, Any] = {
    LED: _l("Trainer of the cohort"),
    EXAM: _l("Passed under supervision"),
    "lead": _l("Lead"),
    "facilitator": _l("Facilitator"),
    "supervising-expert": _l("Supervising expert"),
    "candidate": _l("Candidate"),
    "observed": _l("Observed at work"),
}


def length_said(line: LogLine) -> str:
    """How long it took; empty where nobody knows."""
    if line.amount is None:
        return ""
    if line.unit is PracticeUnit.HOURS:
        return ngettext("%(num)s hour", "%(num)s hours", line.amount)
    return ngettext("%(num)s day", "%(num)s days", line.amount)


def role_said(line: LogLine) -> str:
    """The role as it was typed, or the part as the product names it."""
    return str(PARTS.get(line.role, line.role)) if line.origin is PracticeOrigin.KNOWN else line.role
