"""A cohort of the small course with a gain test, its trainer, and officers who sat both tests."""

from __future__ import annotations

import pytest

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


@pytest.fixture
def version(session, folder):
    return make.load_folder(session, folder, NOW)


@pytest.fixture
def place(session):
    return administration(session)


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, "Tara Trainer", place)


@pytest.fixture
def trainer(session, leader, cohort):
    return viewer(session, leader)


@pytest.fixture
def cohort(session, version, place, leader, now):
    return cohorts.cohort(session, version, now, place=place, leader=leader)


@pytest.fixture
def tested(session, version, now):
    """Have officers sit the gain test twice and the final exam between."""

    def done(people, wrong=2):
        exams = (make.exam_of(session, version, build.GAIN), make.exam_of(session, version))
        for row in people:
            build.sit_both(session, exams, row, now, wrong=wrong)

    return done


@pytest.fixture(autouse=True)
def clock_of_now(monkeypatch):
    monkeypatch.setattr("lms.clock.now", lambda: NOW)
