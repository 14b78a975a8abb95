"""What the product knows of somebody who has not applied yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.api import EVIDENCE_SOURCES, FoundEvidence
from certificates.candidates.queries.collecting import collected
from certificates.schemes.rules.definition import SchemeDefinition
from courses.api import titles_of_slugs


@dataclass(frozen=True)
class KnownEvidence:
    """What would be taken up if this person applied, and what the courses that a scheme asks for are called."""

    pieces: Sequence[FoundEvidence]
    courses: frozenset[str]  # slugs of those that they passed
    titles: Mapping[str, str]


def known_of(
    session: Session, person_id: int, definition: SchemeDefinition, language: str, *, now: datetime
) -> KnownEvidence:
    """What speaks for this person already, of the kinds that the scheme collects."""
    every = [one for source in EVIDENCE_SOURCES.providers() for one in source.pieces(session, [person_id], now)]
    pieces = [one for one in (collected(definition, each) for each in every) if one is not None]
    courses = frozenset(str(one.outcome["course"]) for one in every if "course" in one.outcome)
    return KnownEvidence(pieces, courses, titles_of_slugs(session, definition.eligibility.courses, language))
