"""What the steps of a candidate so far mean for the next one: the refusal that stands, and what an appeal undid."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from certificates.candidates.rules.days import last_day_to_appeal
from certificates.candidates.rules.moving import StandingRefusal, is_appeal
from certificates.schemes.rules.definition import BEFORE, SchemeDefinition, StateKind

VERSION_STEP = "newer-version"  # the step by which a candidate agrees to a newer version; the state stays


@dataclass(frozen=True)
class Step:
    """A step that was taken."""

    transition: str
    from_state: str
    to_state: str
    actor_id: int | None
    second_id: int | None
    at: datetime

    @property
    def people(self) -> frozenset[int]:
        """Who took it."""
        return frozenset(one for one in (self.actor_id, self.second_id) if one is not None)


@dataclass
class CandidateHistory:
    """What follows from the steps so far."""

    refused: StandingRefusal | None = None  # that may be appealed, or is
    overturned: dict[str, frozenset[int]] = field(default_factory=dict)  # step → who took it in vain
    undone: frozenset[datetime] = frozenset()  # when the refusals were spoken that an appeal undid


def history(definition: SchemeDefinition, steps: Iterable[Step]) -> CandidateHistory:
    """Walk through the steps in their order; a step that the scheme does not know any more changes nothing."""
    overturned: dict[str, set[int]] = defaultdict(set)
    refused: StandingRefusal | None = None
    refusing = ""
    refused_at: datetime | None = None
    undone: set[datetime] = set()
    for step in steps:
        known = definition.transition(step.transition)
        if known is None:
            continue
        origin = definition.state(step.from_state)
        in_appeal = origin is not None and origin.kind is StateKind.APPEAL
        if known.target == BEFORE:
            if refused is not None:
                overturned[refusing] |= refused.by
                undone |= {refused_at} if refused_at is not None else set()
            refused = None
        elif known.refusal and not in_appeal:
            last_day = last_day_to_appeal(definition, step.at)
            refused = StandingRefusal(step.from_state, last_day, step.people)
            refusing, refused_at = known.code, step.at
        elif not is_appeal(definition, known):
            refused = None
    in_vain = {code: frozenset(people) for code, people in overturned.items()}
    return CandidateHistory(refused, in_vain, frozenset(undone))
