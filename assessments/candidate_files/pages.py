"""What pages show of photographs: one's own, and all of a workshop for those who run or moderate it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessments.candidate_files import queries
from assessments.candidate_files.queries import Photograph
from assessments.sheets.rules.aliases import candidate_code
from assessments.workshops.models import Workshop
from lms.access import Viewer
from lms.people.api import people_named


@dataclass(frozen=True)
class OwnPhotographPage:
    """The viewer as a candidate of a workshop, with the photograph that is there."""

    workshop: Workshop
    code: str
    photograph: Photograph | None


@dataclass(frozen=True)
class PhotographLine:
    """A candidate of a workshop and the photograph."""

    code: str
    name: str
    photograph: Photograph | None


def own_photograph(session: Session, viewer: Viewer, workshop: str) -> OwnPhotographPage:
    """One's own photograph at a workshop."""
    candidate, row = queries.own_candidacy(session, viewer, workshop)
    found = queries.photographs_of(session, viewer, [(row.id, viewer.id)])
    return OwnPhotographPage(row, candidate_code(candidate.number), found.get((row.id, viewer.id)))


def photograph_lines(session: Session, viewer: Viewer, workshop: Workshop) -> list[PhotographLine]:
    """Every candidate of a workshop by code; a constant number of queries."""
    rows = queries.candidates_of(session, workshop.id)
    names = people_named(session, {row.person_id for row in rows})
    found = queries.photographs_of(session, viewer, [(workshop.id, row.person_id) for row in rows])
    return [
        PhotographLine(
            candidate_code(row.number), names.get(row.person_id, ""), found.get((workshop.id, row.person_id))
        )
        for row in rows
    ]
