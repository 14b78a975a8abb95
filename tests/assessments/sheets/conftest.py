"""Workshops that are made once for each file that asks for them: two small ones, and one with every state."""

from __future__ import annotations

import pytest

from tests.assessments.sheets import every_state
from tests.builders.rows import again
from tests.builders.sheets import Bench


@pytest.fixture(scope="module")
def made(module_session):
    """Two workshops with the same rubric."""
    with module_session() as session:
        return Bench(session), Bench(session)


@pytest.fixture
def bench(session, made):
    return made[0].at(session)


@pytest.fixture
def beside(session, made):
    return made[1].at(session)


@pytest.fixture(scope="module")
def built(module_session):
    with module_session() as session:
        return every_state.build(session)


@pytest.fixture
def ours(session, built):
    return built[0].at(session)


@pytest.fixture
def theirs(session, built):
    return built[1].at(session)


@pytest.fixture
def found(session, built):
    """The performance in each state."""
    return {state: again(session, row) for state, (_who, row) in built[2].items()}


@pytest.fixture
def who(session, built):
    """The candidate in each state."""
    return {state: again(session, row) for state, (row, _performance) in built[2].items()}
