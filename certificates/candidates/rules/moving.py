"""Whether a candidate may take a step: one pure judgement over the scheme's version, the facts and who acts.

Rule 1: no step skips a state unless the scheme defines it. Rule 8: nobody acts on their own file. Rule 10: a refusal
carries reasons, and may be appealed until a day. Rule 12: what a machine scored is confirmed by a person before a panel
or a decision. Rules 2 and 3, independence along the chain, are asked of `assessments` alone: what it answers comes in
with the person who acts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from certificates.schemes.rules.definition import (
    BEFORE,
    CANDIDATE,
    RULE,
    SchemeDefinition,
    StateKind,
    Transition,
    TriggerFact,
)

WITH_CERTIFICATE = frozenset({"credential.manage"})  # a right whose steps are taken on the page of the certificate


class StepBarrier(StrEnum):
    """What stands in the way of a step."""

    UNKNOWN_STEP = "unknown-step"
    WRONG_STATE = "wrong-state"
    OWN_FILE = "own-file"
    NOT_CANDIDATE = "not-candidate"
    ONLY_RULE = "only-rule"
    NO_RIGHT = "no-right"
    NOT_INDEPENDENT = "not-independent"
    OVERTURNED = "overturned"  # refused here, and an appeal undid it: new people decide again
    SECOND_MISSING = "second-missing"
    SECOND_SAME = "second-same"
    NO_REASON = "no-reason"
    EVIDENCE_MISSING = "evidence-missing"
    MACHINE_ALONE = "machine-alone"
    GAPS = "gaps"
    CUTS = "cuts"
    FACT_MISSING = "fact-missing"
    PANEL_MISSING = "panel-missing"
    NO_QUORUM = "no-quorum"
    SIGNATURES = "signatures"
    NOTHING_REFUSED = "nothing-refused"
    TOO_LATE = "too-late"


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way, with what exactly: kinds of evidence, competences, cut rules, facts, a day."""

    barrier: StepBarrier
    what: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mover:
    """Somebody who acts: their rights over this candidate, and the ties that keep them from the part."""

    person_id: int
    rights: frozenset[str] = frozenset()
    ties: tuple[str, ...] = ()  # those that stand in the way of the step's part; rules 2 and 3


@dataclass(frozen=True)
class PanelVerdict:
    """What a panel has to show: who voted, who signed."""

    voters: frozenset[int]
    signers: frozenset[int]


@dataclass(frozen=True)
class Acting:
    """Who takes a step: nobody where a rule does; a second person where two are asked for; a panel."""

    first: Mover | None = None
    second: Mover | None = None
    panel: PanelVerdict | None = None
    reason: str = ""


@dataclass(frozen=True)
class StandingRefusal:
    """The refusal that may still be appealed: in which state it was spoken, by whom, until when."""

    from_state: str
    last_day: date
    by: frozenset[int] = frozenset()


@dataclass(frozen=True)
class CandidateStanding:
    """How a candidate stands: everything that the rule needs to know."""

    person_id: int
    state: str
    today: date
    kinds: frozenset[str] = frozenset()  # of the evidence that counts
    machine_alone: tuple[str, ...] = ()  # pieces that no person has confirmed
    gaps: tuple[str, ...] = ()  # competences that are not met
    cuts: frozenset[str] = frozenset()  # rules that are met
    happened: frozenset[TriggerFact] = frozenset()
    refused: StandingRefusal | None = None  # the newest, while it stands or is appealed
    overturned: Mapping[str, frozenset[int]] = field(default_factory=dict)  # step → who refused there in vain


def may_move(definition: SchemeDefinition, step: str, standing: CandidateStanding, acting: Acting) -> list[Obstacle]:
    """Everything that stands in the way of a step, in a fixed order; nothing: it may be taken."""
    found = definition.transition(step)
    if found is None:
        return [Obstacle(StepBarrier.UNKNOWN_STEP, (step,))]
    if standing.state not in found.sources:
        return [Obstacle(StepBarrier.WRONG_STATE, (standing.state,))]
    return [
        *_of_actors(found, standing, acting),
        *_of_panel(definition, found, standing, acting),
        *_of_file(definition, found, standing),
        *_of_appeal(definition, found, standing),
        *([Obstacle(StepBarrier.NO_REASON)] if (found.reason or found.refusal) and not acting.reason.strip() else []),
    ]


def target(definition: SchemeDefinition, step: str, standing: CandidateStanding) -> str:
    """Where a step leads; after an appeal, back to where the refusal was spoken."""
    found = definition.transition(step)
    if found is None:
        raise LookupError(f"The scheme has no step {step}.")
    if found.target != BEFORE:
        return found.target
    if standing.refused is None:
        raise LookupError("Nothing was refused, so there is no state before.")
    return standing.refused.from_state


def needs_panel(definition: SchemeDefinition, step: Transition, state: str) -> bool:
    """Whether a panel takes this step from this state; a right of panels is used alone where no panel is named."""
    return step.by_panel and definition.panel_of(state) is not None


def by_hand(definition: SchemeDefinition, step: Transition, state: str) -> bool:
    """Whether the page of a file offers this step: no panel takes it, nor those who manage certificates."""
    return step.mover not in WITH_CERTIFICATE and not needs_panel(definition, step, state)


def is_appeal(definition: SchemeDefinition, step: Transition) -> bool:
    """Whether a candidate appeals by this step."""
    leads_to = definition.state(step.target)
    return step.mover == CANDIDATE and leads_to is not None and leads_to.kind is StateKind.APPEAL


def _of_actors(step: Transition, standing: CandidateStanding, acting: Acting) -> list[Obstacle]:
    if step.mover == RULE:
        return [Obstacle(StepBarrier.ONLY_RULE)] if acting.first is not None else []
    if acting.first is None:
        return [Obstacle(StepBarrier.NO_RIGHT, (step.mover,))]
    if step.mover == CANDIDATE:
        return [] if acting.first.person_id == standing.person_id else [Obstacle(StepBarrier.NOT_CANDIDATE)]
    found = _of_mover(acting.first, step, standing)
    if not step.second:
        return found
    if acting.second is None:
        return [*found, Obstacle(StepBarrier.SECOND_MISSING)]
    if acting.second.person_id == acting.first.person_id:
        return [*found, Obstacle(StepBarrier.SECOND_SAME)]
    return [*found, *(one for one in _of_mover(acting.second, step, standing) if one not in found)]


def _of_mover(mover: Mover, step: Transition, standing: CandidateStanding) -> list[Obstacle]:
    found = []
    if mover.person_id == standing.person_id:
        found.append(Obstacle(StepBarrier.OWN_FILE))
    if step.mover not in mover.rights:
        found.append(Obstacle(StepBarrier.NO_RIGHT, (step.mover,)))
    if mover.ties:
        found.append(Obstacle(StepBarrier.NOT_INDEPENDENT, mover.ties))
    if mover.person_id in standing.overturned.get(step.code, frozenset()):
        found.append(Obstacle(StepBarrier.OVERTURNED))
    return found


def _of_panel(
    definition: SchemeDefinition, step: Transition, standing: CandidateStanding, acting: Acting
) -> list[Obstacle]:
    rule = definition.panel_of(standing.state)
    if not step.by_panel or rule is None:
        return []
    if acting.panel is None:
        return [Obstacle(StepBarrier.PANEL_MISSING, (rule.code,))]
    found = []
    if standing.person_id in acting.panel.voters | acting.panel.signers:
        found.append(Obstacle(StepBarrier.OWN_FILE))
    if len(acting.panel.voters) < rule.quorum:
        found.append(Obstacle(StepBarrier.NO_QUORUM, (str(rule.quorum),)))
    if len(acting.panel.signers & acting.panel.voters) < rule.signatures:
        found.append(Obstacle(StepBarrier.SIGNATURES, (str(rule.signatures),)))
    return found


def _of_file(definition: SchemeDefinition, step: Transition, standing: CandidateStanding) -> list[Obstacle]:
    found = []
    if missing := _sorted_missing(step.needs, standing.kinds):
        found.append(Obstacle(StepBarrier.EVIDENCE_MISSING, missing))
    leads_to = definition.state(step.target)
    decides = step.by_panel or step.sufficient or (leads_to is not None and leads_to.kind is StateKind.DECISION)
    if decides and standing.machine_alone:
        found.append(Obstacle(StepBarrier.MACHINE_ALONE, standing.machine_alone))
    if step.sufficient and standing.gaps:
        found.append(Obstacle(StepBarrier.GAPS, standing.gaps))
    if missing := _sorted_missing(step.cuts, standing.cuts):
        found.append(Obstacle(StepBarrier.CUTS, missing))
    if step.fact is not None and step.fact not in standing.happened:
        found.append(Obstacle(StepBarrier.FACT_MISSING, (step.fact.value,)))
    return found


def _of_appeal(definition: SchemeDefinition, step: Transition, standing: CandidateStanding) -> list[Obstacle]:
    if step.target == BEFORE and standing.refused is None:
        return [Obstacle(StepBarrier.NOTHING_REFUSED)]
    if not is_appeal(definition, step):
        return []
    if standing.refused is None:
        return [Obstacle(StepBarrier.NOTHING_REFUSED)]
    if standing.today > standing.refused.last_day:
        return [Obstacle(StepBarrier.TOO_LATE, (standing.refused.last_day.isoformat(),))]
    return []


def _sorted_missing(wanted: Collection[str], there: Collection[str]) -> tuple[str, ...]:
    return tuple(one for one in wanted if one not in there)
