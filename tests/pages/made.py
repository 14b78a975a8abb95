"""What was made to be looked at, by the names under which the table of pages knows it."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from lms.people.models import Person


@dataclass
class World:
    """Ids of people by what they are here, what fills the addresses, and files to be checked."""

    people: dict[str, int] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def person(self, session: Session, who: str) -> Person:
        """The row of somebody."""
        return session.get_one(Person, self.people[who])
