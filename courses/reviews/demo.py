"""The part of the review in the demonstration: a specialist in law has signed some lessons, and returned one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import course_of
from courses.catalogue.review import queries
from courses.catalogue.review.models import CoursePiece, PieceText
from courses.catalogue.review.pieces import digest
from courses.catalogue.review.rules.standing import PieceKind, ReviewVerdict
from courses.catalogue.review.services.reading import (
    AskedPiece,
    PieceRemark,
    Specialist,
    seen_hash,
    sign_pieces,
    write_reading,
)
from courses.permissions import CourseRole
from courses.reviews.services import give_back
from lms.access import Grant
from lms.db import transaction
from lms.people.api import PersonDraft, check_name, give_password, make_person

COURSE, LANGUAGE = "legal-instruments", "en"
USERNAME, NAME = "leila.moreau", "Leila Moreau"
FUNCTION = "CITES lawyer (invented)"
MADE_BEFORE, READ_BEFORE, SIGNED_BEFORE = timedelta(days=90), timedelta(days=40), timedelta(days=12)
SIGNED, CHANGED, RETURNED = slice(0, 3), 3, 4  # lessons, by their place in the course
REMARK = "Please say from which day this holds, and name the article."


def load(world: dict[str, Any], now: datetime) -> None:
    """Three lessons signed, one signed in an earlier text, one returned; the course needs nobody's signature."""
    if not world.get("people"):
        return
    with transaction() as session:
        course = course_of(session, COURSE)
        version = queries.version_under_review(session, course.id) if course else None
        if version is None:
            raise LookupError(f"The demonstration holds no course {COURSE}.")
        by = specialist(session, world, now - MADE_BEFORE)
        pieces = queries.pieces_of_version(session, version.id, LANGUAGE)
        lessons = [one for one in pieces if one.kind == PieceKind.LESSON]
        sign_pieces(session, version.id, LANGUAGE, [asked(one) for one in lessons[SIGNED]], by, now=now - SIGNED_BEFORE)
        signed_before(session, version, lessons[CHANGED], by, now - READ_BEFORE)
        returned(session, version, lessons[RETURNED], by, now - SIGNED_BEFORE)


def specialist(session: Session, world: dict[str, Any], now: datetime) -> Specialist:
    """The account of the specialist, with a password that is printed."""
    draft = PersonDraft(name=NAME, username=USERNAME)
    person = make_person(session, draft, [Grant(CourseRole.LAW_SPECIALIST)], now=now, demonstration=True)
    check_name(session, person.id, now=now)
    world["people"][USERNAME] = person.id
    world["passwords"].append(("law specialist", USERNAME, give_password(session, person.id)))
    return Specialist(person.id, FUNCTION, (CourseRole.LAW_SPECIALIST,))


def asked(piece: CoursePiece) -> AskedPiece:
    """A piece as it stands."""
    return AskedPiece(piece.kind, piece.name, piece.text_hash, seen_hash(piece.sources))


def signed_before(session: Session, version: CourseVersion, piece: CoursePiece, by: Specialist, now: datetime) -> None:
    """A signature on an earlier text, which lacked the last sentence that it has now."""
    earlier = queries.texts(session, [piece.text_hash])[piece.text_hash][:-1]
    text = PieceText(hash=digest(earlier), lines=earlier)
    session.add(text)
    session.flush()
    before = CoursePiece(
        language=piece.language, kind=piece.kind, name=piece.name, text_hash=text.hash, sources=dict(piece.sources)
    )
    write_reading(session, version, before, by, ReviewVerdict.SIGNED, PieceRemark("", ""), now)


def returned(session: Session, version: CourseVersion, piece: CoursePiece, by: Specialist, now: datetime) -> None:
    """A lesson returned with a remark on its first sentence of its own."""
    lines: Sequence[str] = queries.texts(session, [piece.text_hash])[piece.text_hash]
    sentence = next(line for line in lines[2:] if line.endswith("."))
    give_back(session, version.id, LANGUAGE, asked(piece), by, PieceRemark(sentence, REMARK), now=now)
