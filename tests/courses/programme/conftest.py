"""Who runs the programme, and what the record was told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from lms.access import Role, Viewer
from lms.audit.models import AuditEntry
from tests.builders.people import person, viewer


@pytest.fixture
def manager(session) -> Viewer:
    return viewer(session, person(session, None, Role.PROGRAMME_MANAGER))


@pytest.fixture
def told(session) -> Callable[[str], list[dict[str, Any]]]:
    """What the entries of this name say, the oldest first."""

    def read(name: str) -> list[dict[str, Any]]:
        entries = select(AuditEntry).where(AuditEntry.name == name).order_by(AuditEntry.id)
        return [one.data for one in session.scalars(entries)]

    return read
