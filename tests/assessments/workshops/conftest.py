"""Two workshops beside each other: a file of tests lays both down in its fixture `worlds`, once."""

from __future__ import annotations

import pytest

from tests.access_matrix import gathered
from tests.builders import workshops as build
from tests.builders.people import NOW


@pytest.fixture
def made(session, worlds):
    """The first, which is being planned."""
    return worlds[0].at(session)


@pytest.fixture
def used(session, worlds):
    """The second, with a rotation in use."""
    return worlds[1].at(session)


@pytest.fixture(scope="module")
def with_written_work(module_session):
    """Both with written work and an interpreter."""
    with module_session() as session:
        planned, used = build.small(session, NOW), build.small(session, NOW)
        for one in (planned, used):
            one.exercise("Case on paper", written=True)
            one.interpreter("Ivo Santos", languages=("en", "fr"))
        gathered.use(session, used, NOW)
        return planned, used


@pytest.fixture(scope="module")
def with_proposals(module_session):
    """The first with two proposed rotations, the second with written work and interpreters."""
    with module_session() as session:
        planned, used = build.small(session, NOW), build.small(session, NOW)
        gathered.found(session, planned, NOW)
        gathered.found(session, planned, NOW)
        used.exercise("Case on paper", written=True)
        used.interpreter("Ivo Santos", languages=("en", "fr"))
        used.interpreter("Eva Sousa", languages=("en", "pt"))
        gathered.use(session, used, NOW)
        return planned, used
