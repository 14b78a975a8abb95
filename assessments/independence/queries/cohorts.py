"""Who taught whom, as a source of facts."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from assessments.independence.rules import Fact, Tie
from courses.api import taught_between


class TaughtFacts:
    """Facts of cohorts: who led one taught everybody who was ever in it."""

    def between(self, session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
        """Who of the actors taught whom of the people."""
        return [
            Fact(Tie.TAUGHT, one.trainer_id, one.officer_id, f"cohort:{one.cohort_id}", one.until)
            for one in taught_between(session, actors, people)
            if one.trainer_id != one.officer_id
        ]
