"""Who acted in which part for which candidate, as a source of facts: rule 2 of the pathway."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assessments.api import ActingPart, Fact, Tie
from certificates.candidates.queries.found import as_steps, candidates_where, transitions_of
from certificates.candidates.rules.history import Step, history
from certificates.schemes.models import Candidate, CandidateTransition
from certificates.schemes.rules.definition import SchemeDefinition, Transition

PART_TIES = {
    ActingPart.TRAINER: Tie.TAUGHT,
    ActingPart.SUPERVISOR: Tie.SUPERVISED,
    ActingPart.EXAMINER: Tie.EXAMINED,
    ActingPart.DECIDER: Tie.DECIDED,
    ActingPart.APPEAL: Tie.APPEALED,
}


class StepFacts:
    """Facts of steps: who took one in a part of the chain acted in it; who refused somebody decided about them."""

    def between(self, session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
        """Who of the actors moved whom of the people in which part; four queries at most."""
        moved = select(CandidateTransition.candidate_id).where(
            or_(CandidateTransition.actor_id.in_(actors), CandidateTransition.second_id.in_(actors))
        )
        found = candidates_where(session, Candidate.person_id.in_(people), Candidate.id.in_(moved))
        steps = transitions_of(session, [one.row.id for one in found])
        facts: list[Fact] = []
        for one in found:
            walked = as_steps(steps[one.row.id])
            facts += facts_of_steps(one.definition, one.row.id, one.row.person_id, walked)
        return [one for one in facts if one.actor_id in actors]


def facts_of_steps(
    definition: SchemeDefinition, candidate_id: int, person_id: int, steps: Sequence[Step]
) -> list[Fact]:
    """The facts that follow from the steps of one candidate; an act that an appeal undid is marked as failed."""
    failed = history(definition, steps).overturned
    found = []
    for step in steps:
        known = definition.transition(step.transition)
        tie = tie_of(known) if known is not None else None
        if tie is None:
            continue
        for actor in sorted(step.people - {person_id}):
            lost = actor in failed.get(step.transition, frozenset())
            found.append(Fact(tie, actor, person_id, f"candidate:{candidate_id}:{step.transition}", failed=lost))
    return found


def tie_of(step: Transition) -> Tie | None:
    """Which tie somebody has who took this step: by its part, and by a refusal in any part."""
    if not step.by_person:
        return None
    tie = PART_TIES.get(ActingPart(step.part)) if step.part else None
    return tie or (Tie.DECIDED if step.refusal else None)
