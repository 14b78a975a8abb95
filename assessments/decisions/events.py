"""What the audit trail keeps of decisions about people; the subject is what was decided about."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class DecisionProposed(Event):
    """Somebody proposed a decision about a person; nothing follows before somebody else confirms it."""

    name = "decision.proposed"
    said = N_("Decision proposed")
    decision_id: int
    kind: str
    person_id: int
    reason: str
    opens_on: str | None
    never_again: bool


@dataclass(frozen=True, kw_only=True)
class DecisionInForce(Event):
    """A decision about a person came into force: confirmed by a second one, or of a kind that one may take."""

    name = "decision.in-force"
    said = N_("Decision applies")
    decision_id: int
    kind: str
    person_id: int
    reason: str
    proposer_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionDropped(Event):
    """What was proposed about a person was refused, or withdrawn by whoever had proposed it."""

    name = "decision.dropped"
    said = N_("Decision refused or withdrawn")
    decision_id: int
    kind: str
    person_id: int
    state: str
    words: str


@dataclass(frozen=True, kw_only=True)
class DecisionEnded(Event):
    """A decision in force was overturned on an objection, or lifted."""

    name = "decision.ended"
    said = N_("Decision reversed or lifted")
    decision_id: int
    kind: str
    person_id: int
    before: str
    after: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ObjectionMade(Event):
    """The person concerned objected to a decision in force."""

    name = "decision.objection-made"
    said = N_("Objection made")
    decision_id: int
    objection_id: int
    due_at: str
    judges: int = 1


@dataclass(frozen=True, kw_only=True)
class ObjectionVoted(Event):
    """One of those who judge an objection together judged it."""

    name = "decision.objection-voted"
    said = N_("Vote on an objection")
    decision_id: int
    vote_id: int
    person_id: int
    uphold: bool


@dataclass(frozen=True, kw_only=True)
class ObjectionJudged(Event):
    """Somebody who had no part in a decision judged the objection to it."""

    name = "decision.objection-judged"
    said = N_("Objection judged")
    decision_id: int
    objection_id: int
    person_id: int
    outcome: str
    reason: str
