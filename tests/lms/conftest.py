"""Databases of versions before this one, as the scripts made them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from lms import schema
from lms.db import Database
from tests.conftest import NewDatabase

OfVersion = Callable[[str], Database]


@pytest.fixture(scope="session")
def versions(new_database: NewDatabase, migrated_database: str) -> Callable[[str], str]:
    """The address of a database of a version, to be copied: the scripts that lead there are run once."""
    made = {"head": migrated_database}

    def address(revision: str) -> str:
        if revision not in made:
            database = Database(new_database(f"version_{revision}"))
            schema.upgrade(database.engine, database.url, to=revision)
            database.close()
            made[revision] = database.url
        return made[revision]

    return address


@pytest.fixture
def of_version(versions: Callable[[str], str], new_database: NewDatabase) -> Iterator[OfVersion]:
    """Makes the database of a test: a copy of one of this version."""
    made: list[Database] = []

    def make(revision: str) -> Database:
        made.append(Database(new_database(f"of_version_{len(made)}", versions(revision))))
        return made[-1]

    yield make
    for one in made:
        one.close()
