"""What the counter card takes from a course, and on which days its owner used it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from courses.catalogue.course_folder.course_file import CardSpec
from courses.catalogue.queries import Act, acts_of, cards_of
from courses.learning.queries.cards import done_ever
from courses.learning.queries.runs import EnrolledCourse, taken_by
from courses.learning.rules.progress import card_is_open
from lms.batch import Ids, one


@dataclass(frozen=True)
class CardCourse:
    """A course as its card shows it to one person who takes it."""

    course_id: int
    run_id: int
    slug: str
    title: str
    no: int
    language: str  # of its words here
    acts: tuple[Act, ...]
    parts: CardSpec
    is_open: bool  # whether this person may have the card
    unread: int  # lessons


def was_opened(lessons: Collection[str], final: str | None, ever: Mapping[int, frozenset[str]]) -> bool:
    """Whether somebody may have the card: they opened it in any of their runs, so taking a course again closes none."""
    return any(card_is_open(lessons, final, done) for done in ever.values())


def card_course(session: Session, person_id: int, slug: str, language: str) -> CardCourse | None:
    """The course in the version that this person takes; nothing if they do not take it. Four queries."""
    return one(card_courses(session, [person_id], slug, language))


def card_courses(session: Session, people: Ids, slug: str, language: str) -> dict[int, CardCourse | None]:
    """The course as the card of each person shows it; nothing for who does not take it. Four queries for all."""
    taken = {person_id: next(iter(each), None) for person_id, each in taken_by(session, people, slug, language).items()}
    every = [one for one in taken.values() if one is not None]
    if not every:
        return dict.fromkeys(taken)
    versions = {one.version_id for one in every}
    lines = acts_of(session, versions, language)
    cards = cards_of(session, versions)
    done = done_ever(session, people, every[0].course_id)
    return {
        person_id: None if one is None else _card(one, lines[one.version_id], cards[one.version_id], done[person_id])
        for person_id, one in taken.items()
    }


def _card(taken: EnrolledCourse, lines: list[Act], parts: CardSpec, ever: Mapping[int, frozenset[str]]) -> CardCourse:
    lessons, done = [line.lesson for line in lines], ever.get(taken.run_id, frozenset())
    return CardCourse(
        course_id=taken.course_id,
        run_id=taken.run_id,
        slug=taken.slug,
        title=taken.title,
        no=taken.no,
        language=taken.language,
        acts=tuple(lines),
        parts=parts,
        is_open=was_opened(lessons, taken.final, ever),
        unread=sum(lesson not in done for lesson in lessons),
    )
