"""What a version of a scheme defines: states, steps between them, evidence, competences, panels, times and scopes.

Rights and parts are kept by their names ("panel.decide", "decider"), which are the values of the enums that the
packages offer, so that a rule compares them without knowing a database. `as_document` and `from_document` are each
other's inverse: the document is what a version keeps as JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

Texts = Mapping[str, str]  # language → words
Document = dict[str, Any]

CANDIDATE = "candidate"  # who moves: the person themselves
RULE = "rule"  # who moves: nobody, a fact alone
BEFORE = "before"  # to where: the state from which the step led that an appeal has overturned
DECIDES = "panel.decide"
JUDGES = "appeal.judge"
RELEASES = "award.release"
PANELS = frozenset({DECIDES, JUDGES})  # rights that are used by a panel together
USUAL_INTERVALS: Mapping[str, int] = MappingProxyType({"taught": 24, "same-mission": 24})


class StateKind(StrEnum):
    """What a state means for the candidate."""

    OPEN = "open"  # on the way
    DECISION = "decision"  # on the way, and a panel decides next
    CONDITIONAL = "conditional-award"  # something is awarded, and the way goes on
    AWARD = "award"  # holds the certificate
    SUSPENDED = "suspended"  # holds it, and it is set aside
    APPEAL = "appeal"  # others look at a refusal again
    END = "end"  # the way is over


class TriggerFact(StrEnum):
    """What happens elsewhere and may move a candidate, or must have happened before somebody does."""

    ACCOUNT_CONFIRMED = "account-confirmed"
    EXAM_PASSED = "exam-passed"
    TRAINING_ATTENDED = "training-attended"
    MISSION_ASSIGNED = "mission-assigned"
    REPORT_DELIVERED = "report-delivered"
    ANNEX_SIGNED = "annex-signed"
    TRAINING_DELIVERED = "training-delivered"
    PERFORMANCES_SETTLED = "performances-settled"  # each has two sealed sheets that agree, or a reconciled one
    CERTIFICATE_ISSUED = "certificate-issued"
    RENEWAL_WINDOW_OPEN = "renewal-window-open"
    VALIDITY_ENDED = "validity-ended"  # with its days of grace
    PRACTICE_SUFFICIENT = "practice-sufficient"  # the log has enough for the year that is to be confirmed next
    DAYS_OVER = "days-over"  # nobody acted within the days of the state
    PERSON_LEFT = "person-left"


class Majority(StrEnum):
    """How many of those who vote must agree."""

    SIMPLE = "simple"  # more than half
    TWO_THIRDS = "two-thirds"
    ALL = "all"


class CutKind(StrEnum):
    """What a cut rule judges."""

    EXAM = "exam"  # of a course
    WORKSHOP = "workshop"  # the stations together


@dataclass(frozen=True)
class State:
    """Where a candidate can be."""

    code: str
    title: Texts
    kind: StateKind
    days: int | None = None  # within which somebody must act; none: no limit
    panel: str = ""  # which one decides here


@dataclass(frozen=True)
class Transition:
    """One step: from where to where, who takes it, on what it rests, and what must be said."""

    code: str
    title: Texts
    sources: tuple[str, ...]  # states
    target: str  # a state, or `BEFORE`
    mover: str  # a right, `CANDIDATE` or `RULE`
    part: str = ""  # as what the mover acts for the candidate, a value of `ActingPart`; empty: judges nobody
    second: bool = False  # another person with the same right must agree
    needs: tuple[str, ...] = ()  # kinds of evidence that must be there
    brings: tuple[str, ...] = ()  # kinds of evidence that are taken up by it or before it
    sufficient: bool = False  # every competence must be met
    cuts: tuple[str, ...] = ()  # rules that must be met
    reason: bool = False  # must be given
    refusal: bool = False  # then with reasons, the notice of appeal, and its last day
    fact: TriggerFact | None = None  # triggers it where the rule moves; else must have happened before

    @property
    def by_panel(self) -> bool:
        """Whether it takes a decision of a panel."""
        return self.mover in PANELS

    @property
    def by_person(self) -> bool:
        """Whether somebody with a right takes it, neither the candidate nor the rule alone."""
        return self.mover not in (CANDIDATE, RULE)


@dataclass(frozen=True)
class EvidenceKind:
    """A kind of evidence that the scheme collects."""

    code: str
    title: Texts
    observed: bool = False  # by a qualified expert
    original: bool = False  # photographs are kept as they came, with position and device


@dataclass(frozen=True)
class Sufficiency:
    """When a competence is met: enough kinds, enough pieces, enough of them observed by a qualified expert."""

    of: tuple[str, ...]  # kinds of evidence that speak for it
    kinds: int = 1
    pieces: int = 1
    observed: int = 0


@dataclass(frozen=True)
class Competence:
    """Something that a holder can do."""

    code: str
    title: Texts
    sufficiency: Sufficiency


@dataclass(frozen=True)
class RubricUse:
    """A rubric of the folder, and the evidence that is rated by it."""

    code: str  # the name of its file without the ending
    evidence: str
    digest: str = ""  # SHA-256 of the file: another text is another version of the scheme


@dataclass(frozen=True)
class CutRule:
    """What must be reached: an exam of a course, or the stations of a workshop together."""

    code: str
    kind: CutKind
    course: str = ""  # of an exam
    share: Fraction | None = None  # of an exam; none: the cut of its course that was in force
    sems: Fraction = Fraction(0)  # of a workshop: standard errors of measurement above the sum of the cuts
    stations: Fraction = Fraction(3, 5)  # of a workshop: the share of stations that must be passed


@dataclass(frozen=True)
class PanelRule:
    """How a panel decides."""

    code: str
    title: Texts
    quorum: int  # who must be there to vote
    signatures: int
    majority: Majority = Majority.SIMPLE


@dataclass(frozen=True)
class PracticeRule:
    """What keeps a certificate alive, and when it is renewed."""

    validity_months: int
    renewal_window_months: int
    grace_days: int
    reminders: tuple[int, ...] = (6, 3, 1)  # months before the end; one more comes after it
    a_year: int = 0  # activities
    kinds: tuple[str, ...] = ()  # kinds of evidence that count as practice


@dataclass(frozen=True)
class Days:
    """Within how many days somebody must do what."""

    objection: int  # of a candidate, after a refusal
    appeal_answer: int
    hearing: int  # of a holder who was suspended
    complaint_answer: int


@dataclass(frozen=True)
class Eligibility:
    """What pre-screening looks at, beside the evidence that its step needs."""

    courses: tuple[str, ...] = ()  # slugs, each passed
    years_of_service: int = 0


@dataclass(frozen=True)
class Grade:
    """How far a scope reaches."""

    code: str
    title: Texts


@dataclass(frozen=True)
class SchemeScopes:
    """For what somebody can be certified."""

    topics: tuple[str, ...]
    grades: tuple[Grade, ...] = ()


@dataclass(frozen=True)
class SchemeDefinition:
    """One version of a scheme, whole."""

    slug: str
    title: Texts
    summary: Texts
    languages: tuple[str, ...]
    initial: str  # the state in which everybody begins
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    evidence: tuple[EvidenceKind, ...]
    competences: tuple[Competence, ...]
    rubrics: tuple[RubricUse, ...]
    cuts: tuple[CutRule, ...]
    panels: tuple[PanelRule, ...]
    practice: PracticeRule
    days: Days
    scopes: SchemeScopes
    eligibility: Eligibility = Eligibility()
    intervals: Mapping[str, int] = field(default_factory=lambda: dict(USUAL_INTERVALS))  # tie → months until examining

    def state(self, code: str) -> State | None:
        """The state of this code."""
        return next((one for one in self.states if one.code == code), None)

    def transition(self, code: str) -> Transition | None:
        """The step of this code."""
        return next((one for one in self.transitions if one.code == code), None)

    def steps_from(self, state: str) -> tuple[Transition, ...]:
        """The steps that lead away from a state, in the order of the file."""
        return tuple(one for one in self.transitions if state in one.sources)

    def panel_of(self, state: str) -> PanelRule | None:
        """Which panel decides in a state."""
        here = self.state(state)
        return next((one for one in self.panels if here is not None and one.code == here.panel), None)

    def evidence_kind(self, code: str) -> EvidenceKind | None:
        """The kind of evidence of this code."""
        return next((one for one in self.evidence if one.code == code), None)

    def targets_of(self, transition: Transition) -> tuple[str, ...]:
        """Where a step can lead: one state, or after an appeal each one from which something was refused."""
        if transition.target != BEFORE:
            return (transition.target,)
        sources = dict.fromkeys(source for one in self.transitions if one.refusal for source in one.sources)
        return tuple(sources)


def words(texts: Texts, language: str) -> str:
    """What is said in a language; else in the first one that the scheme names."""
    return texts.get(language) or next(iter(texts.values()), "")


def as_document(definition: SchemeDefinition) -> Document:
    """The definition as a version keeps it: plain JSON, shares as text such as "3/5"."""
    made: Document = _plain(definition)
    return made


def from_document(document: Mapping[str, Any]) -> SchemeDefinition:
    """The definition that a version keeps; one that was checked, so that nothing is missing in it."""
    one = dict(document)
    return SchemeDefinition(
        **_taken(
            one,
            SchemeDefinition,
            languages=tuple(one["languages"]),
            states=tuple(State(**_taken(each, State, kind=StateKind(each["kind"]))) for each in one["states"]),
            transitions=tuple(_transition(each) for each in one["transitions"]),
            evidence=tuple(EvidenceKind(**_taken(each, EvidenceKind)) for each in one["evidence"]),
            competences=tuple(
                Competence(each["code"], each["title"], _sufficiency(each["sufficiency"]))
                for each in one["competences"]
            ),
            rubrics=tuple(RubricUse(**_taken(each, RubricUse)) for each in one["rubrics"]),
            cuts=tuple(_cut(each) for each in one["cuts"]),
            panels=tuple(
                PanelRule(**_taken(each, PanelRule, majority=Majority(each["majority"]))) for each in one["panels"]
            ),
            practice=PracticeRule(
                **_taken(
                    one["practice"],
                    PracticeRule,
                    reminders=tuple(one["practice"]["reminders"]),
                    kinds=tuple(one["practice"]["kinds"]),
                )
            ),
            days=Days(**_taken(one["days"], Days)),
            scopes=SchemeScopes(
                tuple(one["scopes"]["topics"]),
                tuple(Grade(**_taken(each, Grade)) for each in one["scopes"]["grades"]),
            ),
            eligibility=Eligibility(
                **_taken(one["eligibility"], Eligibility, courses=tuple(one["eligibility"]["courses"]))
            ),
        )
    )


def _taken(document: Mapping[str, Any], into: Any, /, **made: Any) -> dict[str, Any]:
    """What a class asks for, as the document has it, except what was made of it already."""
    return {one.name: made.get(one.name, document[one.name]) for one in fields(into) if one.name in document}


def _transition(document: Mapping[str, Any]) -> Transition:
    lists = {name: tuple(document[name]) for name in ("sources", "needs", "brings", "cuts")}
    fact = TriggerFact(document["fact"]) if document["fact"] else None
    return Transition(**(_taken(document, Transition, **lists) | {"fact": fact}))


def _sufficiency(document: Mapping[str, Any]) -> Sufficiency:
    return Sufficiency(**_taken(document, Sufficiency, of=tuple(document["of"])))


def _cut(document: Mapping[str, Any]) -> CutRule:
    shares = {name: Fraction(document[name]) for name in ("sems", "stations")}
    share = Fraction(document["share"]) if document["share"] is not None else None
    return CutRule(**(_taken(document, CutRule, kind=CutKind(document["kind"]), **shares) | {"share": share}))


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Fraction | StrEnum):
        return str(value)
    return value
