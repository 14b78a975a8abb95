"""Who decides about the holders of certificates of schemes."""

from __future__ import annotations

import pytest

from lms.access import Role
from tests.builders import people


@pytest.fixture
def managers(session):
    """Three who manage programmes everywhere."""
    return [people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER)) for _number in range(3)]
