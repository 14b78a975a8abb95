"""Names of people looked for in texts that go elsewhere, where no name of anybody may stand."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.batch import piecewise
from lms.people.models import Person

LONGEST = 6  # words of a name
AROUND = ".,;:!?()[]{}“”‘’«»\"'…"


def texts_with_names(session: Session, texts: Mapping[int, str]) -> set[int]:
    """Which of these texts hold the whole name of somebody with an account here, in whatever case.

    A name of one word is looked for only as it is written in the script of the country: a single given name may be
    any word. One query for some thousands of groups of words.
    """
    places: dict[str, set[int]] = {}
    for key, text in texts.items():
        for words in _groups(text):
            places.setdefault(words, set()).add(key)
    found = piecewise(lambda some: _names_among(session, some), places)
    return set().union(*(places[words] for words in found))


def _groups(text: str) -> Iterator[str]:
    """Every group of words that stand beside each other, as written and in small letters."""
    words = [word.strip(AROUND) for word in text.split()]
    for first in range(len(words)):
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            group = " ".join(words[first:last])
            yield group
            yield group.lower()


def _names_among(session: Session, groups: Sequence[str]) -> dict[str, bool]:
    several = [one for one in groups if " " in one]
    named = Person.name.in_(several) | func.lower(Person.name).in_(several)
    local = (Person.local_name != "") & Person.local_name.in_(groups)
    rows = session.execute(select(Person.name, func.lower(Person.name), Person.local_name).where(named | local))
    known = {name for row in rows for name in row if name}
    return dict.fromkeys((one for one in groups if one in known), True)
