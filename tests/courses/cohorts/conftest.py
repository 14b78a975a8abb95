"""Cohorts take the small course, which is loaded once a module: none of their tests writes a course of its own."""

from __future__ import annotations

import pytest

from courses.catalogue.models import CourseVersion


@pytest.fixture
def version(session, loaded) -> CourseVersion:
    return session.get_one(CourseVersion, loaded)
