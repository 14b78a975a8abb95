"""The counter card: one A4 page to fold, made from a person's own wrong answers, without the person's name."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE, code, written_day
from certificates.documents.font_coverage import unprintable
from certificates.documents.labels import card_words_of
from certificates.documents.rules import LONGEST_ACT, LONGEST_TITLE, CardLine, in_order, shortened
from courses.api import CardCourse
from lms.people.api import ContactInfo, ContactKind


@dataclass(frozen=True)
class Card:
    """What one person's card says; nothing in it tells whose it is."""

    title: str
    no: int  # of the course version
    course_language: str
    first: tuple[CardLine, ...]
    others: tuple[CardLine, ...]
    contacts: tuple[ContactInfo, ...]
    ruler: bool
    fan: bool
    link: str  # in its code
    made_at: datetime
    language: str = "en"
    design: str = HOUSE

    @property
    def unprintable(self) -> list[str]:
        """The signs of the course that none of our fonts has."""
        lines = [*self.first, *self.others]
        return unprintable("".join([self.title, *(line.title + line.act for line in lines)]).replace("\n", " "))


def card_of(
    course: CardCourse,
    wrong: Sequence[str],
    contacts: Sequence[ContactInfo],
    *,
    link: str,
    language: str,
    made_at: datetime,
) -> Card:
    """The card of a person: first the lessons that they got wrong, in this order."""
    lines = [
        CardLine(one.lesson, shortened(one.title, LONGEST_TITLE), shortened(one.act, LONGEST_ACT))
        for one in course.acts
    ]
    first, others = in_order(lines, wrong)
    return Card(
        title=shortened(course.title, LONGEST_TITLE),
        no=course.no,
        course_language=course.language,
        first=tuple(first),
        others=tuple(others),
        contacts=tuple(contacts),
        ruler=course.parts.ruler,
        fan=course.parts.fan,
        link=link,
        made_at=made_at,
        language=language,
    )


def card_pdf(card: Card) -> bytes:
    """The card as a PDF at true scale."""
    return typesetting.pdf(card.design, "card", card_inputs(card), made_at=card.made_at)


def card_inputs(card: Card) -> dict[str, str]:
    """What the design of the card is handed: its words and figures as JSON, and its code."""
    return {"card": json.dumps(_shown(card), ensure_ascii=False), "code": code(card.link)}


def _shown(card: Card) -> dict[str, Any]:
    words = card_words_of(card.design, card.language)
    known = {one.kind: asdict(one) for one in card.contacts}
    return {
        "language": card.language,
        "course_language": card.course_language,
        "words": words,
        "title": card.title,
        "made_on": words["made_on"].format(day=written_day(card.made_at, card.language), no=card.no),
        "first": [asdict(line) for line in card.first],
        "others": [asdict(line) for line in card.others],
        "contacts": [{"label": words[kind], "known": known.get(kind)} for kind in ContactKind],
        "ruler": card.ruler,
        "fan": card.fan,
        "link": card.link,
    }
