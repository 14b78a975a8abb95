"""Who may sit in a panel for a candidate, and what keeps the others out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.api import ActingPart, Fact, obstacles_between
from certificates.candidates.queries.found import CandidateFound
from certificates.schemes.queries.versions import intervals_of
from certificates.schemes.rules.definition import JUDGES
from lms.people.api import holders_of, people_named


@dataclass(frozen=True)
class PossibleMember:
    """Somebody with the right to sit in the panel, and the facts that stand in the way; none: they may."""

    person_id: int
    name: str
    obstacles: tuple[Fact, ...]


def part_of(right: str) -> ActingPart:
    """In which part the members of a panel act."""
    return ActingPart.APPEAL if right == JUDGES else ActingPart.DECIDER


def possible_members(session: Session, found: CandidateFound, right: str, now: datetime) -> list[PossibleMember]:
    """Everybody who holds the right over the candidate, by name; some queries, however many."""
    people = [one for one in holders_of(session, right, found.row.person_id) if one != found.row.person_id]
    names = people_named(session, people)
    stand = obstacles_between(
        session, people, [found.row.person_id], part_of(right), now=now, intervals=intervals_of(found.definition)
    )
    members = [
        PossibleMember(one, names[one], tuple(stand.get((one, found.row.person_id), ())))
        for one in people
        if one in names
    ]
    return sorted(members, key=lambda one: (one.name.casefold(), one.person_id))
