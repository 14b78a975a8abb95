"""Counts by sex, and what a person said of themselves; nothing else is ever read of that table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from lms.people.sex.models import PersonSex
from lms.people.sex.rules import LEAST, Sex

SexCounts = Mapping[Sex | None, int]  # none: who said nothing


def own_sex(session: Session, person_id: int) -> Sex | None:
    """What this person said, for the page of their own account and the file of what is kept of them."""
    said = session.scalars(select(PersonSex.sex).where(PersonSex.person_id == person_id)).one_or_none()
    return None if said is None else Sex(said)


def sex_counts(session: Session, people: Select[int]) -> SexCounts | None:
    """How many of these people said what; of fewer than 20 it answers nothing. Each person counts once; one query."""
    whom = people.distinct().subquery()
    person_id = whom.c[0]
    rows = session.execute(
        select(PersonSex.sex, func.count())
        .select_from(whom)
        .outerjoin(PersonSex, PersonSex.person_id == person_id)
        .group_by(PersonSex.sex)
    )
    return _counts(rows)


def sex_counts_by_country(session: Session, placed: Select[int, str]) -> dict[str, SexCounts]:
    """The same by country, of people with the country in which they count; one query.

    Countries with fewer than 20 of them are left out. Crossed with anything else it is never counted.
    """
    whom = placed.distinct().subquery()
    person_id, country = whom.c
    rows = session.execute(
        select(country, PersonSex.sex, func.count())
        .select_from(whom)
        .outerjoin(PersonSex, PersonSex.person_id == person_id)
        .group_by(country, PersonSex.sex)
    )
    found: dict[str, list[tuple[str | None, int]]] = defaultdict(list)
    for where, said, count in rows:
        found[where].append((said, count))
    counted = {where: _counts(said) for where, said in found.items()}
    return {where: counts for where, counts in counted.items() if counts is not None}


def _counts(rows: Iterable[tuple[str | None, int]]) -> SexCounts | None:
    counts: dict[Sex | None, int] = dict.fromkeys((*Sex, None), 0)
    for said, count in rows:
        counts[None if said is None else Sex(said)] += count
    return counts if sum(counts.values()) >= LEAST else None
