"""Somebody who reads a small course, and somebody who answers for it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.services.loading import load_course
from courses.mistakes.models import MistakeReport
from lms.access import Role
from tests.builders.courses import LESSON as LESSON_TEXT
from tests.builders.people import person

NEW = "/mistakes/new"
LESSON = f"{NEW}?course=tiny-course&lesson=first&language=en"
WORD = f"{NEW}?course=tiny-course&word=scute"
SAID = {"sort": "fact", "text": "A scute is not a bone."}


def load_newer(session, folder, now):
    """A version that came after the one that is there."""
    text = LESSON_TEXT.format(slug="first", link="second").replace("heavy", "large")
    (folder / "lessons" / "first.md").write_text(text)
    return load_course(session, read_bundle(folder), actor_id=None, now=now).version


@pytest.fixture
def reader(signed_in, enrolled):
    """The browser of somebody who takes the course."""
    return signed_in(enrolled)


@pytest.fixture
def manager(session):
    return person(session, "Manager", Role.PROGRAMME_MANAGER)


@pytest.fixture
def judge(signed_in, manager):
    """The browser of somebody who answers for courses."""
    return signed_in(manager)


@pytest.fixture
def reported(session, reader):
    """A report about the first lesson; its name outside."""
    assert reader.post(LESSON, data=SAID).status_code == 303
    session.expire_all()
    return session.scalars(select(MistakeReport.uuid)).one()
