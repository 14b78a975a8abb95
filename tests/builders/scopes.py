"""What a package above could bring to the roles: definitions of a test, and crews with members of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Select, String, Table, cast, select
from sqlalchemy.orm import Session

from lms.access_model import EXTENSION, AccessDefinitions, compose
from lms.app import manifests
from lms.manifest import combined
from lms.people.models import Person
from lms.scopes import ScopeOption, Scopes, numbers

MEMBERS = Table("crew_member", MetaData(), Column("crew_id", Integer), Column("person_id", Integer))
CREW = "crew"


class CrewScope:
    """A kind of scope that no package owns: crews, whose members come from anywhere."""

    name = CREW
    title: Any = "Crew"
    missing: Any = "There is no such crew."

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """The crews that have a member."""
        found = session.scalars(select(MEMBERS.c.crew_id).where(MEMBERS.c.crew_id.in_(numbers(ids))).distinct())
        return {str(number): f"Crew {number}" for number in found}

    def people(self, ids: Collection[str]) -> Select[int]:
        """Their members."""
        return select(MEMBERS.c.person_id).where(MEMBERS.c.crew_id.in_(numbers(ids)))

    def around(self, person_id: int) -> Select[str]:
        """The crews of which the person is a member."""
        return select(cast(MEMBERS.c.crew_id, String)).where(MEMBERS.c.person_id == person_id)

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """The crews that are named; to whom everything is open, all."""
        every = {str(number) for number in session.scalars(select(MEMBERS.c.crew_id).distinct())}
        named = every if scopes.everywhere else every & scopes.ids(CREW)
        wanted = named if ids is None else named & set(ids)
        return [ScopeOption(one, one, f"Crew {one}") for one in sorted(wanted)]


def make_crews(session: Session, members: Mapping[int, Collection[Person]]) -> None:
    """Crews by their number, with their members."""
    MEMBERS.create(session.connection(), checkfirst=True)
    rows = [{"crew_id": number, "person_id": one.id} for number, people in members.items() for one in people]
    session.execute(MEMBERS.insert(), rows)


@contextmanager
def brought(app: Flask, *parts: AccessDefinitions) -> Iterator[None]:
    """Inside, the application has these definitions beside those of its packages."""
    before = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = compose([*combined(manifests()).access, *parts])
    try:
        yield
    finally:
        app.extensions[EXTENSION] = before
