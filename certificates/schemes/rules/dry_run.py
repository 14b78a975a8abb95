"""Dry run: who of past candidates would have ended elsewhere by another version of the scheme, and why.

Pure. Each step that somebody took is taken again by the rules of the other version; at the first that it does not
allow the candidate stays where they are. Marks are not judged again: a step that a cut rule stands before counts as
taken, since the result was what it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from certificates.schemes.rules.definition import BEFORE, SchemeDefinition, Transition
from certificates.schemes.rules.sufficiency import ShownPiece, gaps_of


class Hindrance(StrEnum):
    """Why a step that was taken would not be allowed."""

    NO_STEP = "no-step"
    NOT_FROM_HERE = "not-from-here"
    NO_STATE = "no-state"
    EVIDENCE_MISSING = "evidence-missing"
    NOT_SUFFICIENT = "not-sufficient"
    NO_SECOND = "no-second"
    NO_REASON = "no-reason"


@dataclass(frozen=True)
class PastPiece:
    """Evidence as it was taken up, and for how long it counted."""

    shown: ShownPiece
    taken_at: datetime
    withdrawn_at: datetime | None = None

    def counts(self, at: datetime) -> bool:
        """Whether it stood at a moment; what was taken up in that moment counts."""
        return self.taken_at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)


@dataclass(frozen=True)
class PastStep:
    """A step that was taken."""

    code: str
    to_state: str
    at: datetime
    seconded: bool = False  # by another person
    reasoned: bool = False


@dataclass(frozen=True)
class History:
    """One candidate's way."""

    candidate: str  # by which the answer names them
    ended: str  # the state in which they are
    steps: Sequence[PastStep] = ()
    pieces: Sequence[PastPiece] = ()


@dataclass(frozen=True)
class EndsElsewhere:
    """Somebody who would be in another state: where they are, where they would be, at which step, and why."""

    candidate: str
    ended: str
    would_end: str
    step: str
    why: Hindrance | None  # none: every step is allowed, but one leads elsewhere
    names: tuple[str, ...] = ()  # kinds of evidence, or competences


def dry_run(definition: SchemeDefinition, histories: Iterable[History]) -> list[EndsElsewhere]:
    """Everybody who would end elsewhere, in the order of the histories."""
    found = (_elsewhere(definition, one) for one in histories)
    return [one for one in found if one is not None]


def _elsewhere(definition: SchemeDefinition, history: History) -> EndsElsewhere | None:
    state, turned = definition.initial, ""
    for past in history.steps:
        step = definition.transition(past.code)
        why, names = _hindrance(definition, state, step, past, history)
        if why is not None or step is None:
            return _said(history, state, past.code, why, names)
        state = past.to_state if step.target == BEFORE else step.target
        if state != past.to_state and not turned:
            turned = past.code
    return _said(history, state, turned or "", None, ())


def _said(
    history: History, state: str, code: str, why: Hindrance | None, names: tuple[str, ...]
) -> EndsElsewhere | None:
    """The answer; nothing where the candidate would be where they are."""
    if state == history.ended:
        return None
    return EndsElsewhere(history.candidate, history.ended, state, code, why, names)


def _hindrance(
    definition: SchemeDefinition, state: str, step: Transition | None, past: PastStep, history: History
) -> tuple[Hindrance | None, tuple[str, ...]]:
    """Why this step is not allowed from this state, and what it lacks."""
    if step is None:
        return Hindrance.NO_STEP, ()
    if state not in step.sources:
        return Hindrance.NOT_FROM_HERE, ()
    if step.target == BEFORE and definition.state(past.to_state) is None:
        return Hindrance.NO_STATE, ()
    shown = [one.shown for one in history.pieces if one.counts(past.at)]
    missing = tuple(kind for kind in step.needs if kind not in {one.kind for one in shown})
    if missing:
        return Hindrance.EVIDENCE_MISSING, missing
    if step.sufficient and (gaps := gaps_of(definition, shown)):
        return Hindrance.NOT_SUFFICIENT, tuple(one.competence for one in gaps)
    if step.second and not past.seconded:
        return Hindrance.NO_SECOND, ()
    if step.reason and not past.reasoned:
        return Hindrance.NO_REASON, ()
    return None, ()
