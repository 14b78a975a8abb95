"""A small course, and people who take it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from courses.catalogue.models import CourseVersion
from courses.learning import services
from courses.ports.assessments import ASSESSMENTS
from lms.access import Role
from lms.people.models import Person
from tests.builders import composition
from tests.builders.courses import FakeQuestions, FakeSteps, fake_blocks, load, write_course
from tests.builders.people import NOW, Browser, browser_of, person


@pytest.fixture
def questions() -> FakeQuestions:
    return FakeQuestions()


@pytest.fixture
def steps() -> FakeSteps:
    return FakeSteps()


@pytest.fixture(autouse=True)
def fakes(shared_app, monkeypatch, questions, steps):
    """The packages above answer with fakes, so that these tests are about courses alone."""
    composition.change(shared_app, monkeypatch, ASSESSMENTS, questions=questions, steps=steps, check_blocks=fake_blocks)
    with shared_app.app_context():
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_course(tmp_path)


@pytest.fixture(scope="module")
def loaded(shared_app, module_session, tmp_path_factory) -> int:
    """The number of the small course, loaded once for all tests of a module that ask for no other."""
    with pytest.MonkeyPatch.context() as patch, module_session() as session:
        fakes = {"questions": FakeQuestions(), "steps": FakeSteps(), "check_blocks": fake_blocks}
        composition.change(shared_app, patch, ASSESSMENTS, **fakes)
        return load(session, write_course(tmp_path_factory.mktemp("course")), NOW).id


@pytest.fixture
def version(session, folder, now) -> CourseVersion:
    return load(session, folder, now)


@pytest.fixture
def officer(session) -> Person:
    return person(session, "Officer", Role.OFFICER)


@pytest.fixture
def enrolled(session, officer, version, now) -> Person:
    services.enrol(session, officer.id, version.id, now=now)
    return officer


@pytest.fixture
def signed_in(app, client, session) -> Callable[[Person], Browser]:
    """A browser in which this person is signed in."""

    def make(row: Person) -> Browser:
        return browser_of(app, session, row)

    return make
