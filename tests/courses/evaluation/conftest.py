"""A cohort of the small course with a gain test, its trainer, and officers who sat both tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pytest

from courses.catalogue.models import CourseVersion
from courses.cohorts.queries.cohorts import cohort_by_id
from lms.people.models import Administration, Person
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import gain as build
from tests.builders.people import NOW, administration, viewer


@pytest.fixture(autouse=True)
def fakes(shared_app):
    """No fakes: the levels join what questions and exams really came to."""
    with shared_app.app_context():
        yield


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return build.write_gain_course(tmp_path_factory.mktemp("gain"))


@dataclass(frozen=True)
class Led:
    """The ids of a course, a place, and a trainer there who leads a cohort."""

    version: int
    place: int
    leader: int
    cohort: int


@pytest.fixture(scope="module")
def led(module_session, folder):
    """Made once for all tests of a module."""
    with module_session() as session:
        version, place = make.load_folder(session, folder, NOW), administration(session)
        leader = cohorts.trainer(session, "Tara Trainer", place)
        cohort = cohorts.cohort(session, version, NOW, place=place, leader=leader)
        return Led(version.id, place.id, leader.id, cohort.id)


@pytest.fixture
def version(session, led):
    return session.get_one(CourseVersion, led.version)


@pytest.fixture
def place(session, led):
    return session.get_one(Administration, led.place)


@pytest.fixture
def leader(session, led):
    return session.get_one(Person, led.leader)


@pytest.fixture
def trainer(session, leader):
    return viewer(session, leader)


@pytest.fixture
def cohort(session, led):
    return cohort_by_id(session, led.cohort)


def sit_all(session, version, people, wrong=2):
    """Have officers sit the gain test twice and the final exam between."""
    exams = (make.exam_of(session, version, build.GAIN), make.exam_of(session, version))
    for row in people:
        build.sit_both(session, exams, row, NOW, wrong=wrong)


@pytest.fixture
def tested(session, version):
    return partial(sit_all, session, version)


@pytest.fixture(autouse=True)
def clock_of_now(monkeypatch):
    monkeypatch.setattr("lms.clock.now", lambda: NOW)
