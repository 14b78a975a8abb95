"""A signed recommendation takes the steps that a moderator takes on the way of its candidate, as far as nothing stands
in their way; what does is seen on the file, where the step is taken by hand."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.api import ActingPart, PracticalPermission
from certificates.candidates.queries.found import CandidateFound, open_candidates_of
from certificates.candidates.queries.standing import file_at
from certificates.candidates.rules.moving import Mover
from certificates.candidates.services.evidence import take_up
from certificates.candidates.services.moving import Taking, move, obstacles_of
from certificates.schemes.rules.definition import SchemeDefinition, Transition

RIGHT = PracticalPermission.SHEET_MODERATE.value  # whoever signed holds it for the workshop
RECOMMENDATION = "recommendation"  # as schemes call the evidence
MOST = 4  # steps of a moderator that follow from each other; a scheme in a circle ends here


def follow_recommendation(
    session: Session, person_id: int, scheme: str, reason: str, *, by_id: int, now: datetime
) -> list[str]:
    """Take the steps up to the one that asks for the recommendation, on the way of this scheme; which were taken."""
    take_up(session, [person_id], now=now)
    return [
        step
        for found in open_candidates_of(session, [person_id])
        if found.definition.slug == scheme
        for step in _walk(session, found, reason, by_id, now)
    ]


def of_moderator(definition: SchemeDefinition, state: str) -> list[Transition]:
    """The steps from a state that a moderator takes alone, and that refuse nobody."""
    return [
        one
        for one in definition.steps_from(state)
        if one.mover == RIGHT and one.part == ActingPart.MODERATOR and not one.second and not one.refusal
    ]


def _walk(session: Session, found: CandidateFound, reason: str, by_id: int, now: datetime) -> list[str]:
    taken: list[str] = []
    while len(taken) < MOST:
        file = file_at(session, found, now.date())
        possible = [
            (one, taking)
            for one in of_moderator(found.definition, file.standing.state)
            for taking in [Taking(step=one.code, by=Mover(by_id, frozenset({RIGHT})), reason=reason)]
            if not obstacles_of(session, file, one, taking, now=now)
        ]
        if not possible:
            break
        step, taking = possible[0]
        move(session, found, taking, now=now)
        session.refresh(found.row)
        taken.append(step.code)
        if RECOMMENDATION in step.needs:
            break
    return taken
