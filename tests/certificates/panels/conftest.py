"""Who decides about whom in the scheme `on` of a file of tests."""

from __future__ import annotations

import pytest

from certificates.permissions import SchemeRole
from tests.builders import panels as make


@pytest.fixture
def officer(session, on):
    return make.holder(session, on, SchemeRole.SCHEME_OFFICER)


@pytest.fixture
def deciders(session, on):
    return make.deciders(session, on)


@pytest.fixture
def found(session, on, now):
    return make.candidate(session, on, now, "Ama Quill")


@pytest.fixture
def other(session, on, now, officer, deciders):
    """A panel of the same members about somebody else."""
    return make.together(session, make.candidate(session, on, now, "Somebody else"), deciders, officer, now)
