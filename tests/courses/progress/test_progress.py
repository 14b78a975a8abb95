"""The people of a unit, an administration and a country as those see them who answer for them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import update

from courses.learning.queries.runs import newest_runs
from courses.learning.services import enrol, record_completion, record_read
from courses.ports.steps import StepState
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.people.models import Person
from tests.builders.crowd import make_crowd, statements
from tests.builders.examples import some_and_many
from tests.builders.people import administration, person, unit


@pytest.fixture
def home(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def port(session, home):
    return unit(session, home, "River Port")


@pytest.fixture
def elsewhere(session):
    return administration(session, "Luang Customs", country="LA")


@pytest.fixture
def manager(session, home):
    return person(session, "Manager", (Role.PROGRAMME_MANAGER, home), place=home)


@pytest.fixture
def officers(session, version, home, port, now):
    """One has passed, one stopped ten days ago, one never began; the last works in no unit."""
    made = [
        person(session, name, (Role.OFFICER, home), place=home, unit_id=port.id)
        for name in ("Bounmy", "Khamla", "Anouk")
    ]
    made.append(person(session, "Dara", (Role.OFFICER, home), place=home))
    passed, slow, _absent, other = made
    for row in (passed, slow, other):
        enrol(session, row.id, version.id, now=now - timedelta(days=20))
    for lesson in ("first", "second", "third"):
        record_read(session, passed.id, version.course_id, lesson, now=now - timedelta(days=2))
    run_id = newest_runs(session, [passed.id], version.course_id)[passed.id].id
    for step in ("quiz-one", "quiz-two", "the-exam"):
        record_completion(session, run_id, step, now=now - timedelta(days=1))
    record_read(session, slow.id, version.course_id, "first", now=now - timedelta(days=10))
    record_read(session, other.id, version.course_id, "first", now=now - timedelta(hours=1))
    session.flush()
    return made


@pytest.fixture
def browse(signed_in, manager, officers):
    return signed_in(manager)


def listed(answer):
    """The names of a board in their order."""
    text = answer.get_data(as_text=True)
    return [name for _at, name in sorted((text.find(f">{n}</a>"), n) for n in NAMES) if f">{name}</a>" in text]


NAMES = ("Bounmy", "Khamla", "Anouk", "Dara")


def test_a_unit_shows_its_own_people_and_who_needs_attention_first(browse, port):
    assert listed(browse.get(f"/progress/unit/{port.uuid}")) == ["Khamla", "Anouk", "Bounmy"]


def test_an_administration_shows_those_without_a_unit_too(browse, home):
    answer = browse.get(f"/progress/administration/{home.uuid}")
    assert listed(answer) == ["Khamla", "Anouk", "Dara", "Bounmy"]
    assert "River Port" in answer.get_data(as_text=True)


def test_the_states_are_counted_and_each_shows_its_people(browse, home):
    at = f"/progress/administration/{home.uuid}"
    shown = {
        state: listed(browse.get(f"{at}?show={state}"))
        for state in ("not-begun", "in-progress", "stuck", "passed", "failed")
    }
    assert shown == {
        "not-begun": ["Anouk"],
        "in-progress": ["Khamla", "Dara"],
        "stuck": ["Khamla"],
        "passed": ["Bounmy"],
        "failed": [],
    }


def test_last_seen_and_name_narrow_what_is_counted(browse, home):
    at = f"/progress/administration/{home.uuid}"
    assert listed(browse.get(f"{at}?seen=week&order=name")) == ["Bounmy", "Dara"]
    assert listed(browse.get(f"{at}?seen=never")) == ["Anouk"]
    assert listed(browse.get(f"{at}?words=KHAM")) == ["Khamla"]
    assert "Nobody is here" in browse.get(f"{at}?words=KHAM&show=passed").get_data(as_text=True)


def test_a_filter_that_does_not_exist_narrows_nothing(browse, home):
    answer = browse.get(f"/progress/administration/{home.uuid}?show=lions&order=x&seen=x&course=none&after=y")
    assert len(listed(answer)) == 4


def test_who_sat_the_final_exam_and_has_not_passed_is_among_those_who_failed(browse, home, steps, now):
    steps.answers["the-exam"] = StepState("not passed, 40 %", "bad", attempts=1, passed=False, last_at=now)
    answer = browse.get(f"/progress/administration/{home.uuid}?show=failed")
    assert listed(answer) == ["Khamla", "Dara"]  # Bounmy has passed it, Anouk never began
    assert "not passed, 40 %" in answer.get_data(as_text=True)


def test_every_course_has_a_line_of_its_own(browse, home):
    text = browse.get(f"/progress/administration/{home.uuid}?course=all").get_data(as_text=True)
    assert '<th scope="col" role="columnheader">Course</th>' in text


@pytest.mark.parametrize("held_for", ["elsewhere", "nothing"])
def test_whoever_answers_for_another_administration_finds_nothing(
    session, signed_in, officers, home, port, elsewhere, held_for
):
    role = (Role.PROGRAMME_MANAGER, elsewhere) if held_for == "elsewhere" else Role.TRAINER
    browser = signed_in(person(session, "Stranger", role, place=elsewhere))
    for at in (
        f"/progress/unit/{port.uuid}",
        f"/progress/administration/{home.uuid}",
        "/progress/country/LA",
        f"/progress/people/{officers[0].uuid}",
        f"/progress/administration/{home.uuid}/export.csv",
    ):
        assert browser.get(at).status_code == 404, at


def test_a_country_is_open_to_who_answers_for_the_country_alone(session, browse, signed_in, manager, home):
    assert browse.get("/progress/country/LA").status_code == 404
    assert browse.get("/progress/country/XX").status_code == 404
    everywhere = signed_in(person(session, "Everywhere", Role.PROGRAMME_MANAGER))
    assert len(listed(everywhere.get("/progress/country/LA"))) == 4


def test_the_list_of_places_counts_people_who_began_and_who_passed(browse, home, port):
    rows = list(csv.reader(io.StringIO(browse.get("/progress/export.csv").get_data(as_text=True).lstrip("\ufeff"))))
    assert [row[:1] + row[2:] for row in rows[1:]] == [
        ["Laos", "4", "3", "1"],
        ["Vientiane Customs", "4", "3", "1"],
        ["River Port", "3", "2", "1"],
    ]
    page = browse.get("/progress").get_data(as_text=True)
    assert f"/progress/unit/{port.uuid}" in page
    assert "/progress/country/LA" not in page  # only an administration in it is reached


def test_the_file_holds_what_the_page_shows_and_the_record_is_told(browse, session, home):
    answer = browse.get(f"/progress/administration/{home.uuid}/export.csv?show=passed")
    header, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")))
    assert [row[header.index("Name")] for row in rows] == ["Bounmy"]
    entry = session.query(AuditEntry).filter_by(subject="list:progress").one()
    assert (entry.data["count"], entry.data["filter"]["administration"], entry.data["filter"]["show"]) == (
        1,
        home.uuid,
        "passed",
    )


def test_the_page_of_a_person_has_their_courses_results_and_certificates(browse, officers):
    text = browse.get(f"/progress/people/{officers[1].uuid}").get_data(as_text=True)
    assert "Khamla" in text
    assert ">1/3<" in text
    for heading in ("Courses", "Results of quizzes and exams", "Certificates"):
        assert f">{heading}</h2>" in text


def test_an_officer_is_told_by_name_who_sees_their_progress(signed_in, officers, manager):
    text = signed_in(officers[0]).get("/progress/who-sees").get_data(as_text=True)
    assert "Manager" in text


@some_and_many(1200, 3000)
def test_the_board_is_as_many_statements_for_thousands_as_for_30(session, version, home, manager, signed_in, examples):
    browser, at = signed_in(manager), f"/progress/administration/{home.uuid}?newest=1"
    counts = []
    for count in (30, examples - 30):
        people = make_crowd(session, version, count)
        place(session, people, home)
        browser.get(at)  # what never changes of the version is remembered from now on
        found, answer = statements(session, lambda: browser.get(at))
        assert answer.status_code == 200
        counts.append(found)
    assert counts[0] == counts[1] <= 8


def place(session, people, home):
    """They all work there."""
    session.execute(update(Person).where(Person.id.in_(people)).values(administration_id=home.id))
    session.commit()


def test_the_list_of_places_and_a_person_take_at_most_eight_statements(browse, session, officers):
    for at in ("/progress", f"/progress/people/{officers[1].uuid}"):
        browse.get(at)
        count, answer = statements(session, lambda at=at: browse.get(at))
        assert (answer.status_code, 0 < count <= 8) == (200, True), (at, count)


def test_a_long_board_comes_in_pages_of_fifty(session, version, home, manager, signed_in):
    place(session, make_crowd(session, version, 120), home)
    browser = signed_in(manager)
    text = browser.get(f"/progress/administration/{home.uuid}").get_data(as_text=True)
    assert "Page 1 of 3" in text
    assert text.count('role="rowheader"') == 50
