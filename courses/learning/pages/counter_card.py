"""What the counter card takes from a course, and on which days its owner used it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.catalogue.course_folder.course_file import CardSpec
from courses.catalogue.queries import Act, acts, card_of
from courses.learning.models import CardUse
from courses.learning.queries import done_by, taken_by
from courses.learning.rules.progress import card_is_open


@dataclass(frozen=True)
class CardCourse:
    """A course as its card shows it to one person who takes it."""

    course_id: int
    slug: str
    title: str
    no: int
    language: str  # of its words here
    acts: tuple[Act, ...]
    parts: CardSpec
    is_open: bool  # whether this person may have the card
    unread: int  # lessons


@dataclass(frozen=True)
class CardUses:
    """On how many days a person used the card of a course, and when last."""

    days: int
    last_on: date | None


def card_course(session: Session, person_id: int, slug: str, language: str) -> CardCourse | None:
    """The course in the version that this person takes; nothing if they do not take it. Four queries."""
    taken = next(iter(taken_by(session, person_id, slug, language)), None)
    if taken is None:
        return None
    lines = acts(session, taken.version_id, taken.language)
    done = done_by(session, person_id, [taken.course_id])[taken.course_id]
    lessons = [line.lesson for line in lines]
    return CardCourse(
        course_id=taken.course_id,
        slug=taken.slug,
        title=taken.title,
        no=taken.no,
        language=taken.language,
        acts=tuple(lines),
        parts=card_of(session, taken.version_id),
        is_open=card_is_open(lessons, taken.final, done),
        unread=sum(lesson not in done for lesson in lessons),
    )


def card_uses(session: Session, person_id: int, course_id: int) -> CardUses:
    """How often this person says that they used the card; their own alone."""
    row = session.execute(
        select(func.count(), func.max(CardUse.used_on)).where(
            CardUse.person_id == person_id, CardUse.course_id == course_id
        )
    ).one()
    return CardUses(*row)
