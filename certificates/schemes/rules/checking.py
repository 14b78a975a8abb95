"""What is wrong with a scheme as a whole: ways that lead nowhere, awards without a decision, refusals without appeal.

Pure: what exists outside the scheme (rights, parts, ties, topics) is an argument.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from certificates.schemes.rules.definition import (
    BEFORE,
    CANDIDATE,
    DECIDES,
    RELEASES,
    RULE,
    CutKind,
    SchemeDefinition,
    StateKind,
    Transition,
    TriggerFact,
)
from certificates.schemes.rules.refusals import Defect, Flaw, flaw, listed
from certificates.schemes.rules.releasing import withdraws

LEAST_SIGNATURES = 2
PART_OF_RIGHT: Mapping[str, str] = MappingProxyType(
    {
        "cohort.lead": "trainer",
        "observation.write": "trainer",
        "mission.supervise": "supervisor",
        "sheet.rate": "examiner",
        "sheet.moderate": "moderator",
        "panel.decide": "decider",
        "appeal.judge": "appeal",
        "candidate.screen": "scheme-officer",
        "dossier.check": "dossier-officer",
        "award.release": "registrar",
    }
)  # as what whoever uses a right acts for a candidate; the other rights judge nobody
HOLDING = (StateKind.AWARD, StateKind.SUSPENDED)


@dataclass(frozen=True)
class Vocabulary:
    """What a scheme may name that is not its own."""

    rights: frozenset[str]
    parts: frozenset[str]
    ties: frozenset[str]
    topics: frozenset[str]


def flaws_of(definition: SchemeDefinition, known: Vocabulary, rubric_files: Collection[str]) -> list[Flaw]:
    """Everything that is wrong; `rubric_files` are the names of the rubrics in the folder, without their ending."""
    return [
        *_of_states(definition),
        *_of_ways(definition),
        *_of_steps(definition, known),
        *_of_refusals(definition),
        *_of_panels(definition),
        *_of_evidence(definition),
        *_of_competences(definition),
        *_of_cuts(definition),
        *_of_rubrics(definition, rubric_files),
        *_of_terms(definition, known),
    ]


def reached(
    definition: SchemeDefinition, *, without: Callable[[Transition], bool] = lambda _one: False
) -> frozenset[str]:
    """The states to which a candidate can come, from the initial one, by the steps that are not left out.

    An appeal that is upheld leads back to where the candidate has been already, so it opens no way.
    """
    seen, waiting = {definition.initial}, [definition.initial]
    while waiting:
        here = waiting.pop()
        for one in definition.steps_from(here):
            if one.target not in seen and one.target != BEFORE and not without(one):
                seen.add(one.target)
                waiting.append(one.target)
    return frozenset(seen)


def _of_states(definition: SchemeDefinition) -> Iterator[Flaw]:
    """States that nobody reaches or leaves."""
    codes = {one.code for one in definition.states}
    if definition.initial and definition.initial not in codes:
        yield flaw(Defect.NO_INITIAL, "initial", name=definition.initial)
    there = reached(definition)
    for at, state in enumerate(definition.states):
        if definition.initial in codes and state.code not in there:
            yield flaw(Defect.UNREACHABLE, "states", at, "code", name=state.code)
        if state.kind is not StateKind.END and not definition.steps_from(state.code):
            yield flaw(Defect.STUCK, "states", at, "code", name=state.code)
    for at, step in enumerate(definition.transitions):
        for source in step.sources:
            if source not in codes:
                yield flaw(Defect.UNKNOWN_STATE, "transitions", at, "from", name=source)
        if step.target and step.target != BEFORE and step.target not in codes:
            yield flaw(Defect.UNKNOWN_STATE, "transitions", at, "to", name=step.target)


def _of_ways(definition: SchemeDefinition) -> Iterator[Flaw]:
    """Awards to which a way leads that misses the decision, or the release by somebody else after it."""
    awards = [(at, one) for at, one in enumerate(definition.states) if one.kind in HOLDING]
    if not any(one.kind is StateKind.AWARD for _at, one in awards):
        yield flaw(Defect.NO_AWARD, "states")
    undecided = reached(definition, without=lambda one: one.mover == DECIDES)
    unreleased = _reached_unreleased(definition)
    for at, state in awards:
        if state.code in undecided:
            yield flaw(Defect.NO_DECISION, "states", at, "code", name=state.code)
        if state.code in unreleased:
            yield flaw(Defect.NO_RELEASE, "states", at, "code", name=state.code)


def _reached_unreleased(definition: SchemeDefinition) -> frozenset[str]:
    """States on a way on which no release has followed a decision: what was released before it does not count."""
    begin = (definition.initial, False)
    seen, waiting = {begin}, [begin]
    while waiting:
        here, decided = waiting.pop()
        for one in definition.steps_from(here):
            after = (one.target, decided or one.mover == DECIDES)
            if after not in seen and one.target != BEFORE and not (decided and one.mover == RELEASES):
                seen.add(after)
                waiting.append(after)
    return frozenset(state for state, _decided in seen)


def _of_steps(definition: SchemeDefinition, known: Vocabulary) -> Iterator[Flaw]:
    """Who takes each step, as what, and on which fact."""
    kinds = {one.code: one.kind for one in definition.states}
    for at, step in enumerate(definition.transitions):
        here = ("transitions", at)
        if step.by_person and step.mover and step.mover not in known.rights:
            yield flaw(Defect.UNKNOWN_RIGHT, *here, "by", name=step.mover)
        if step.part and step.part not in known.parts:
            yield flaw(Defect.UNKNOWN_PART, *here, "as", name=step.part, known=listed(known.parts))
        elif step.mover in known.rights | {CANDIDATE, RULE} and step.part != PART_OF_RIGHT.get(step.mover, ""):
            part = PART_OF_RIGHT.get(step.mover, "nobody")
            yield flaw(Defect.ACTS_TWICE, *here, "as", right=step.mover, part=part)
        if step.mover == RULE and step.fact is None:
            yield flaw(Defect.NO_FACT, *here, "by", name=step.code)
        days = {one.code: one.days for one in definition.states}
        if step.fact is TriggerFact.DAYS_OVER:
            for state in (one for one in step.sources if one in days and days[one] is None):
                yield flaw(Defect.NO_DAYS, *here, "fact", name=step.code, state=state)
        suspends = kinds.get(step.target) is StateKind.SUSPENDED
        lifts = kinds.get(step.target) is StateKind.AWARD and any(
            kinds.get(one) is StateKind.SUSPENDED for one in step.sources
        )
        if (suspends or lifts) and not step.by_panel and not step.second:
            yield flaw(Defect.SUSPENDED_ALONE, *here, "code", name=step.code)
        taken_away = any(withdraws(definition, step.code, one, step.target) for one in step.sources)
        if taken_away and not step.by_panel and not step.second:
            yield flaw(Defect.WITHDRAWN_ALONE, *here, "code", name=step.code)


def _of_refusals(definition: SchemeDefinition) -> Iterator[Flaw]:
    """Refusals without reasons or appeal, and ways back that no refusal began."""
    kinds = {one.code: one.kind for one in definition.states}
    for at, step in enumerate(definition.transitions):
        here = ("transitions", at)
        if step.refusal and not step.reason:
            yield flaw(Defect.NO_REASON, *here, "code", name=step.code)
        if step.refusal and not any(
            one.mover == CANDIDATE and kinds.get(one.target) is StateKind.APPEAL
            for one in definition.steps_from(step.target)
        ):
            yield flaw(Defect.NO_APPEAL, *here, "code", name=step.code)
        if step.target == BEFORE and not (
            definition.targets_of(step) and all(kinds.get(one) is StateKind.APPEAL for one in step.sources)
        ):
            yield flaw(Defect.BACK_FROM_NOWHERE, *here, "to")


def _of_panels(definition: SchemeDefinition) -> Iterator[Flaw]:
    """Decisions without a panel, and panels that are none."""
    known = {one.code for one in definition.panels}
    decided = {source for one in definition.transitions if one.by_panel for source in one.sources}
    for at, state in enumerate(definition.states):
        if state.panel and state.panel not in known:
            yield flaw(Defect.UNKNOWN_PANEL, "states", at, "panel", name=state.panel)
        elif not state.panel and (state.kind is StateKind.DECISION or state.code in decided):
            yield flaw(Defect.NO_PANEL, "states", at, "code", name=state.code)
    for at, panel in enumerate(definition.panels):
        if panel.signatures < LEAST_SIGNATURES:
            yield flaw(Defect.ONE_SIGNATURE, "panels", at, "signatures", name=panel.code)
        if panel.quorum < panel.signatures:
            yield flaw(Defect.SMALL_QUORUM, "panels", at, "quorum", name=panel.code)


def _unknown_kinds(definition: SchemeDefinition, named: Iterable[str], *place: str | int) -> Iterator[Flaw]:
    """Kinds of evidence that are named in a place and that the scheme does not collect."""
    for kind in named:
        if definition.evidence_kind(kind) is None:
            yield flaw(Defect.UNKNOWN_EVIDENCE, *place, name=kind)


def _of_evidence(definition: SchemeDefinition) -> Iterator[Flaw]:
    """Evidence that is asked for and not collected, or collected and never brought."""
    brought = {kind for one in definition.transitions for kind in one.brings}
    for at, kind in enumerate(definition.evidence):
        if kind.code and kind.code not in brought:
            yield flaw(Defect.NOT_BROUGHT, "evidence", at, "code", name=kind.code)
    for at, step in enumerate(definition.transitions):
        yield from _unknown_kinds(definition, step.needs, "transitions", at, "needs")
        yield from _unknown_kinds(definition, step.brings, "transitions", at, "brings")
    for at, rubric in enumerate(definition.rubrics):
        if rubric.evidence:
            yield from _unknown_kinds(definition, [rubric.evidence], "rubrics", at, "evidence")
    yield from _unknown_kinds(definition, definition.practice.kinds, "validity", "practice")


def _of_competences(definition: SchemeDefinition) -> Iterator[Flaw]:
    """Competences that nothing is enough for, or that nobody can meet."""
    observed = {one.code for one in definition.evidence if one.observed}
    for at, competence in enumerate(definition.competences):
        here, rule = ("competences", at, "sufficiency"), competence.sufficiency
        if not rule.of:
            yield flaw(Defect.NO_SUFFICIENCY, "competences", at, "code", name=competence.code)
            continue
        yield from _unknown_kinds(definition, rule.of, *here, "of")
        if rule.kinds > len(set(rule.of)):
            yield flaw(Defect.TOO_MANY_KINDS, *here, "kinds", name=competence.code)
        if rule.observed and not observed & set(rule.of):
            yield flaw(Defect.NONE_OBSERVED, *here, "observed", name=competence.code)


def _of_cuts(definition: SchemeDefinition) -> Iterator[Flaw]:
    """Cut rules that are not there, or do not say of what."""
    known = {one.code for one in definition.cuts}
    for at, step in enumerate(definition.transitions):
        for cut in step.cuts:
            if cut not in known:
                yield flaw(Defect.UNKNOWN_CUT, "transitions", at, "cuts", name=cut)
    for at, rule in enumerate(definition.cuts):
        if rule.kind is CutKind.EXAM and not rule.course:
            yield flaw(Defect.EXAM_WITHOUT_COURSE, "cuts", at, "code", name=rule.code)


def _of_rubrics(definition: SchemeDefinition, files: Collection[str]) -> Iterator[Flaw]:
    """Rubrics whose file is missing."""
    for at, one in enumerate(definition.rubrics):
        if one.code and one.code not in files:
            yield flaw(Defect.RUBRIC_MISSING, "rubrics", at, "file", name=one.code)


def _of_terms(definition: SchemeDefinition, known: Vocabulary) -> Iterator[Flaw]:
    """Topics and intervals that nobody knows, and times that do not fit each other."""
    for topic in definition.scopes.topics:
        if topic not in known.topics:
            yield flaw(Defect.UNKNOWN_TOPIC, "scopes", "topics", name=topic, known=listed(known.topics))
    for tie in definition.intervals:
        if tie not in known.ties:
            yield flaw(Defect.UNKNOWN_TIE, "intervals", tie, name=tie, known=listed(known.ties))
    practice = definition.practice
    if 0 < practice.validity_months <= practice.renewal_window_months:
        yield flaw(Defect.WINDOW_TOO_LONG, "validity", "renewal-window-months")
