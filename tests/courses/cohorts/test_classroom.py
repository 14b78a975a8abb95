"""The page of a class that is taught from one laptop."""

import pytest

from courses.ports.pages import CLASS_PAGES, ClassPage
from lms.access import Role
from lms.i18n import lazy
from tests.builders import cohorts, composition
from tests.builders.courses import load
from tests.builders.people import administration, person


@pytest.fixture
def place(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, "Trainer One", place)


@pytest.fixture
def cohort(session, version, place, leader, now):
    return cohorts.cohort(session, version, now, place=place, leader=leader)


def test_it_leads_to_every_lesson_of_the_version_that_the_cohort_takes(signed_in, leader, cohort, version):
    page = signed_in(leader).get(f"/cohorts/{cohort.row.uuid}/classroom").text
    for lesson in ("first", "second", "third"):
        assert f"/courses/tiny-course/lessons/{lesson}/projected?version={version.uuid}" in page
    assert f"/courses/tiny-course/modules/2/handout?version={version.uuid}" in page


def test_a_lesson_is_shown_in_that_version_though_there_is_a_newer_one(
    session, signed_in, leader, cohort, version, folder, now
):
    first = folder / "lessons" / "first.md"
    first.write_text(first.read_text().replace("Lesson first", "Lesson newest"))
    course = folder / "course.yaml"
    course.write_text(course.read_text().replace('version: "1.0"', 'version: "1.1"'))
    load(session, folder, now)
    here = signed_in(leader)
    address = "/courses/tiny-course/lessons/first/projected"
    assert "Lesson first" in here.get(f"{address}?version={version.uuid}").text
    assert "Lesson newest" in here.get(address).text
    assert here.get(f"{address}?version=none").status_code == 404


def test_pages_of_other_areas_are_offered_with_their_words(shared_app, monkeypatch, signed_in, leader, cohort):
    offered = ClassPage(lazy("Codes"), lazy("How officers come in."), "cohorts.code")
    composition.fill(shared_app, monkeypatch, CLASS_PAGES, offered)
    page = signed_in(leader).get(f"/cohorts/{cohort.row.uuid}/classroom").text
    assert "How officers come in." in page
    assert f"/cohorts/{cohort.row.uuid}/code" in page


def test_nobody_else_finds_it(signed_in, session, cohort):
    stranger = person(session, "Stranger", Role.OFFICER)
    assert signed_in(stranger).get(f"/cohorts/{cohort.row.uuid}/classroom").status_code == 404
