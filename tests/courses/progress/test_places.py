"""Counts of places and courses at their edges, and what the pages of progress take from their addresses."""

import csv
import io
import shutil

import pytest
from sqlalchemy import select, update

from courses.catalogue.models import CourseVersion
from courses.learning.services import enrol, record_completion
from courses.permissions import CoursePermission
from courses.progress.queries.places import PlaceCounts, counts_of_places, courses_taken_at
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.people.api import PlaceKind, place_reached
from tests.builders.courses import load
from tests.builders.people import administration, person, unit, viewer


@pytest.fixture
def home(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def port(session, home):
    return unit(session, home, "River Port")


@pytest.fixture
def manager(session, home):
    return person(session, "Manager", (Role.PROGRAMME_MANAGER, home), place=home)


@pytest.fixture
def other(session, folder, version, tmp_path, now):
    made = shutil.copytree(folder, tmp_path / "other" / "other-course")
    shutil.copy(folder.parent / "glossary.csv", tmp_path / "other" / "glossary.csv")
    file = made / "course.yaml"
    file.write_text(file.read_text().replace("tiny-course", "other-course").replace("Tiny", "Other"))
    return load(session, made, now)


@pytest.fixture
def people(session, home, port, version, now):
    """By what they have done: those of the port, and one without a unit."""
    rows = {
        "never": person(session, "Never", (Role.OFFICER, home), place=home, unit_id=port.id),
        "begun": person(session, "Begun", (Role.OFFICER, home), place=home, unit_id=port.id),
        "passed": person(session, "Passed", (Role.OFFICER, home), place=home, unit_id=port.id),
        "no officer": person(session, "No Officer", place=home, unit_id=port.id),
        "learns": person(session, "Learns", place=home),
        "closed": person(session, "Closed", (Role.OFFICER, home), place=home, unit_id=port.id, closed_at=now),
    }
    for name in ("begun", "passed", "learns", "closed"):
        run = enrol(session, rows[name].id, version.id, now=now)
        record_completion(session, run.id, "quiz-one", now=now)
        if name in ("passed", "closed"):
            record_completion(session, run.id, "the-exam", now=now)
    return rows


def test_who_takes_or_might_take_a_course_is_counted_where_they_work(
    session, home, port, people, manager, version, now
):
    elsewhere = administration(session, "Luang Customs", country="LA")
    far = person(session, "Far", (Role.OFFICER, elsewhere), place=elsewhere)
    record_completion(session, enrol(session, far.id, version.id, now=now).id, "the-exam", now=now)
    session.flush()
    mine = {(home.id, port.id): PlaceCounts(3, 2, 1), (home.id, None): PlaceCounts(1, 1, 0)}
    assert counts_of_places(session, viewer(session, manager)) == mine
    everywhere = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    assert counts_of_places(session, everywhere) == mine | {(elsewhere.id, None): PlaceCounts(1, 1, 1)}


def test_counts_of_two_places_are_added_each_to_its_own():
    assert PlaceCounts(1, 20, 300) + PlaceCounts(4, 50, 600) == PlaceCounts(5, 70, 900)
    assert PlaceCounts() == PlaceCounts(0, 0, 0)


def test_the_course_that_most_take_comes_first_in_the_version_that_is_begun_now(
    session, home, people, manager, version, other, now
):
    enrol(session, people["begun"].id, other.id, now=now)
    far = [person(session, place=administration(session)) for _each in range(5)]
    for row in far:
        enrol(session, row.id, other.id, now=now)
    me = viewer(session, manager)
    place = place_reached(session, me, CoursePermission.PROGRESS_SEE, PlaceKind.ADMINISTRATION, home.uuid)
    assert [(one.id, one.version_id, one.people) for one in courses_taken_at(session, place)] == [
        (version.course_id, version.id, 3), (other.course_id, other.id, 1),
    ]  # fmt: skip
    session.execute(update(CourseVersion).where(CourseVersion.id == version.id).values(published_at=None))
    assert [one.version_id for one in courses_taken_at(session, place)] == [version.id, other.id]


@pytest.fixture
def browse(session, signed_in, manager, people):
    return signed_in(manager)


def names(answer):
    """Of the rows of a file."""
    _header, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")))
    return [row[0] for row in rows]


def test_the_address_narrows_the_file_and_the_record_keeps_by_what(session, browse, home, port):
    at = f"/progress/unit/{port.uuid}/export.csv"
    assert names(browse.get(f"{at}?order=name")) == ["Begun", "Never", "Passed"]
    assert names(browse.get(f"{at}?words=%20BEG%20&show=late&seen=week&course=tiny-course")) == ["Begun"]
    told = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == "list:progress").order_by(AuditEntry.id)
    ).all()
    assert [one.data["filter"] for one in told] == [
        {"unit": port.uuid, "course": "tiny-course", "show": "all", "seen": "any"},
        {"unit": port.uuid, "course": "tiny-course", "show": "all", "seen": "week", "words": True},
    ]  # fmt: skip


def test_a_state_that_this_board_does_not_show_narrows_nothing(browse, port):
    for state in ("late", "need-you", "behind"):
        assert len(names(browse.get(f"/progress/unit/{port.uuid}/export.csv?show={state}"))) == 3


def test_what_narrows_the_board_goes_along_and_what_is_usual_does_not(session, browse, home):
    for number in range(60):
        person(session, f"Officer {number:02}", (Role.OFFICER, home), place=home)
    session.commit()
    at = f"/progress/administration/{home.uuid}"

    def onwards(asked):
        page = browse.get(f"{at}?newest=1&{asked}").text
        link = page.partition('rel="next"')[0].rpartition("<a ")[2] + page.partition('rel="next"')[2].partition(">")[0]
        return {name for name in ("course=", "show=", "order=", "seen=", "words=") if name in link}

    assert onwards("show=all&order=attention&seen=any") == set()
    asked = "show=not-begun&order=name&seen=never&words=officer&course=tiny-course"
    assert onwards(asked) == {"course=", "show=", "order=", "seen=", "words="}
    assert onwards("order=name") == {"order="}


def test_the_list_of_places_as_a_file_names_nobody_and_is_not_recorded(session, browse):
    assert names(browse.get("/progress/export.csv")) == ["Laos", "Vientiane Customs", "River Port"]
    assert session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported")).all() == []


def test_a_person_is_shown_to_who_answers_for_them_and_to_nobody_for_another_right(session, signed_in, people, home):
    far = administration(session, "Far")
    for role, place, status in (
        (Role.PROGRAMME_MANAGER, home, 200),
        (Role.PROGRAMME_MANAGER, far, 404),
        (Role.ASSESSOR, home, 404),
    ):
        row = person(session, None, (role, place), (Role.PROGRAMME_MANAGER, far), place=place)
        answer = signed_in(row).get(f"/progress/people/{people['begun'].uuid}")
        assert (answer.status_code, "Begun" in answer.text) == (status, status == 200)


def test_who_sees_ones_progress_is_told_by_name_without_oneself(session, signed_in, home):
    for name in ("bounmy Keo", "Anouk Keo"):
        person(session, name, (Role.PROGRAMME_MANAGER, home))
    own = person(session, "Myself Too", (Role.PROGRAMME_MANAGER, home), (Role.OFFICER, home), place=home)
    page = signed_in(own).get("/progress/who-sees").text.partition("<main")[2]
    assert "Myself Too" not in page
    assert 0 < page.index("Anouk Keo") < page.index("bounmy Keo")
