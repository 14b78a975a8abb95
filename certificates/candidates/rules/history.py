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
    overturned: dict[str, frozenset[int]] = field(default_factory=dict)  # step → who refused there in vain
    undone: frozenset[int] = frozenset()  # the places of the refusals that an appeal undid, among the steps


def history(definition: SchemeDefinition, steps: Iterable[Step]) -> CandidateHistory:
    """Walk through the steps in their order; a step that the scheme does not know any more changes nothing.

    Who refused in vain takes no step there that the same right takes: new people look at it, whatever they find.
    """
    overturned: dict[str, set[int]] = defaultdict(set)
    undone: set[int] = set()
    refused: StandingRefusal | None = None
    refusing, refused_at = "", 0
    for place, step in enumerate(steps):
        known = definition.transition(step.transition)
        if known is None:
            continue
        origin = definition.state(step.from_state)
        in_appeal = origin is not None and origin.kind is StateKind.APPEAL
        if known.target == BEFORE:
            if refused is not None:
                for code in (refusing, *_beside(definition, refusing, refused.from_state)):
                    overturned[code] |= refused.by
                undone.add(refused_at)
            refused = None
        elif known.refusal and not in_appeal:
            last_day = last_day_to_appeal(definition, step.at)
            refused, refusing = StandingRefusal(step.from_state, last_day, step.people), known.code
            refused_at = place
        elif not is_appeal(definition, known):
            refused = None
    by_step = {code: frozenset(people) for code, people in overturned.items()}
    return CandidateHistory(refused, by_step, frozenset(undone))


def _beside(definition: SchemeDefinition, code: str, state: str) -> list[str]:
    """The steps that the holders of the same right take from the same state."""
    taken = definition.transition(code)
    return [one.code for one in definition.steps_from(state) if taken is not None and one.mover == taken.mover]
