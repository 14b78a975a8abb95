"""Kinds of decisions about a person: what the owner of a subject answers, so that one store serves all of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from assessments.decisions.rules import DecisionState, ObjectionOutcome
from lms.manifest import Port


@dataclass(frozen=True)
class ObjectionFacts:
    """What the person said against a decision, and what came of it."""

    uuid: str
    words: str
    at: datetime
    due_at: datetime
    outcome: ObjectionOutcome | None  # none: it waits
    decider_id: int | None
    reason: str | None
    decided_at: datetime | None
    judges: int = 1  # how many judge it together


@dataclass(frozen=True)
class DecisionFacts:
    """A decision about a person as others read it."""

    id: int
    uuid: str
    kind: str
    subject: str
    person_id: int
    reason: str
    words: str
    exam_id: int | None
    opens_on: date | None  # with `never_again` false, none is: at once, or nothing to do with sitting
    never_again: bool
    proposer_id: int
    proposed_at: datetime
    state: DecisionState
    decided_by_id: int | None
    decided_at: datetime | None
    decided_words: str | None
    ended_by_id: int | None
    ended_at: datetime | None
    objection: ObjectionFacts | None = None


@dataclass(frozen=True)
class SubjectAddresses:
    """The pages on which what a decision is about is looked at."""

    own: str  # for the person concerned; empty where there is none
    managed: str  # for whoever decides on it


class DecisionKind(Protocol):
    """What a kind of decision is called, who decides it, and what it does.

    `take_effect`, `overturn` and `drop` run in the transaction in which the decision changes its state, after it did;
    RuleBroken from them undoes all of it.
    """

    name: str  # as decisions keep it, at most 24 letters; never used again for another kind
    title: Any  # a lazy text: what is decided
    effect: Any  # a lazy text for the person concerned: what it means for them
    decided_by: Any  # a lazy text: in what office people decide it
    permission: str  # whose holders over the person decide; its roles also hold `decision.review`
    reasons: Mapping[str, Any]  # which are allowed, and a lazy text for each
    names_day: bool  # whether it says from which day the person may sit again, or that there is none

    def titles(self, session: Session, subjects: Collection[str], language: str) -> Mapping[str, str]:
        """What these subjects are called; a query or two for all."""
        ...

    def addresses(self, session: Session, subject: str) -> SubjectAddresses:
        """Where this subject is looked at; a query or two."""
        ...

    def took_part(self, session: Session, decision: DecisionFacts) -> Collection[int]:
        """Who had a part in it besides proposing and confirming: they judge no objection to it."""
        ...

    def is_favour(self, session: Session, decision: DecisionFacts) -> bool:
        """Whether to confirm it is in favour of the person: then nobody confirms it whose rights come from them."""
        ...

    def take_effect(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Do what was decided; refuse where the subject is no more as it must be."""
        ...

    def overturn(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """Undo it: an objection was upheld, by `decision.ended_by_id`."""
        ...

    def drop(self, session: Session, decision: DecisionFacts, *, now: datetime) -> None:
        """End what held meanwhile, if anything did: the proposal was refused or withdrawn."""
        ...


DECISION_KINDS: Port[DecisionKind] = Port("kinds of decisions")  # filled once for each kind


def all_kinds() -> Mapping[str, DecisionKind]:
    """Every kind of the running application, by its name."""
    return {one.name: one for one in DECISION_KINDS.providers()}


def kind_of(name: str) -> DecisionKind:
    """The kind of this name; a decision of a kind that no package brings is a fault of the installation."""
    found = all_kinds().get(name)
    if found is None:
        raise LookupError(f"No package of this application brings the kind of decision {name}.")
    return found
