"""Specialists, and the small course that they read."""

from __future__ import annotations

import pytest

from courses.catalogue.review import queries
from courses.catalogue.review.services.reading import AskedPiece, Specialist, seen_hash
from courses.permissions import CourseRole
from lms.access import Grant
from lms.people.models import Person
from tests.builders.courses import load
from tests.builders.people import give_anywhere, person

LAW, SPECIES = CourseRole.LAW_SPECIALIST, CourseRole.SPECIES_SPECIALIST


@pytest.fixture
def lawyer(session) -> Person:
    row = person(session, "Leila Lawyer")
    give_anywhere(session, row, Grant(LAW))
    return row


def as_specialist(row: Person, *rights: str) -> Specialist:
    return Specialist(row.id, "CITES lawyer", rights or (LAW,))


def pieces(session, version, language="en"):
    return {(one.kind, one.name): one for one in queries.pieces_of_version(session, version.id, language)}


def asked(piece) -> AskedPiece:
    return AskedPiece(piece.kind, piece.name, piece.text_hash, seen_hash(piece.sources))


def reworded(session, folder, now, *, lesson="first", old="The bag is heavy.", new="The bag is very heavy."):
    """The next version, in which a sentence of one lesson is another one."""
    file = folder / "lessons" / f"{lesson}.md"
    file.write_text(file.read_text().replace(old, new))
    return load(session, folder, now)


def states(session, version, language="en") -> dict[tuple[str, str], str]:
    each = queries.pieces_of_version(session, version.id, language)
    standings = queries.standings(each, queries.readings_of(session, version.course_id, language))
    return {(one.kind, one.name): standing.state.value for one, standing in standings}
