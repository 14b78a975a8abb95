"""A cohort keeps the version of its course; its trainer may change that for all, and a correction does not wait."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.cohorts.queries.versions import corrections_since
from courses.cohorts.services.cohort_versions import FOLLOW, change_version, follow_corrections
from courses.events import RunMoved
from courses.learning.queries import runs as queries
from courses.learning.queries.runs import newest_runs
from courses.learning.services import record_read
from lms.access import Role
from lms.errors import Conflict, NotFound
from lms.messages.models import Message
from lms.queue.models import Job
from tests.builders import cohorts
from tests.builders.audit import entries
from tests.builders.courses import load
from tests.builders.people import administration, person

LATER = timedelta(hours=2)
CHANGED = "cohort.version-changed"


@pytest.fixture
def place(session):
    return administration(session, country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, place=place)


@pytest.fixture
def cohort(session, version, place, leader, now):
    return cohorts.cohort(session, version, now, place=place, leader=leader)


@pytest.fixture
def officers(session, cohort, now):
    return cohorts.officers(session, cohort, 2, now)


def publish(session, folder, now, correction=""):
    """Load the folder with another text of the second lesson."""
    lesson, course = folder / "lessons" / "second.md", folder / "course.yaml"
    lesson.write_text(lesson.read_text() + f"\nOne more sentence at {now:%H:%M}.\n")
    words = "".join(line for line in course.read_text().splitlines(keepends=True) if not line.startswith("correction"))
    course.write_text(words + (f'correction: "{correction}"\n' if correction else ""))
    return load(session, folder, now)


def run_of(session, row, cohort):
    return newest_runs(session, [row.id], cohort.row.course_id)[row.id]


def pinned(session, cohort):
    return cohorts.found(session, cohort.id).row.course_version_id


def told(session, row):
    rows = session.scalars(select(Message).where(Message.person_id == row.id, Message.kind == "cohorts.version"))
    return [one.params for one in rows]


def test_an_ordinary_version_changes_nothing_for_a_cohort(session, folder, version, cohort, officers, now):
    publish(session, folder, now + LATER)
    assert not list(session.scalars(select(Job).where(Job.kind == FOLLOW)))
    follow_corrections(session, cohort.id, now=now + LATER)
    assert pinned(session, cohort) == version.id
    assert entries(session, CHANGED) == []


def test_a_correction_reaches_the_cohort_and_every_run_in_it(session, folder, cohort, officers, now):
    for lesson in ("first", "second"):
        record_read(session, officers[0].id, cohort.row.course_id, lesson, now=now)
    mended = publish(session, folder, now + LATER, "The second lesson named a wrong weight.")
    (job,) = session.scalars(select(Job).where(Job.kind == FOLLOW))
    assert job.payload == {"course_id": cohort.row.course_id}
    follow_corrections(session, cohort.id, now=now + LATER)
    assert pinned(session, cohort) == mended.id
    runs = [run_of(session, row, cohort) for row in officers]
    assert {one.version_id for one in runs} == {mended.id}
    assert queries.done_in(session, [runs[0].id])[runs[0].id] == {"first"}


def test_officers_and_trainers_are_told_once_what_was_corrected(session, folder, cohort, leader, officers, now):
    publish(session, folder, now + LATER, "The second lesson named a wrong weight.")
    for _twice in range(2):
        follow_corrections(session, cohort.id, now=now + LATER)
    for row in (leader, *officers):
        (params,) = told(session, row)
        assert (params["number"], params["corrected"]) == (2, "The second lesson named a wrong weight.")


def test_what_was_corrected_lists_corrections_and_no_ordinary_version_between(session, folder, cohort, leader, now):
    publish(session, folder, now + LATER, "A wrong weight.")
    publish(session, folder, now + 2 * LATER)
    last = publish(session, folder, now + 3 * LATER, "A wrong key.")
    course = cohort.row.course_id
    assert corrections_since(session, course, last.no, now) == ["A wrong weight.", "A wrong key."]
    assert corrections_since(session, course, last.no - 1, now) == ["A wrong weight."]
    assert corrections_since(session, course, last.no, now + LATER) == ["A wrong key."]


def test_the_record_says_of_the_cohort_and_of_each_run_that_they_moved(session, folder, version, cohort, officers, now):
    mended = publish(session, folder, now + LATER, "A wrong key.")
    follow_corrections(session, cohort.id, now=now + LATER)
    (entry,) = entries(session, CHANGED)
    assert (entry.subject, entry.actor_id) == (f"cohort:{cohort.id}", None)
    assert (entry.data["version_before"], entry.data["version_after"]) == (version.id, mended.id)
    assert len(entries(session, RunMoved.name)) == 2


def test_a_correction_of_a_newer_version_leaves_those_who_never_took_that(
    session, folder, version, cohort, officers, now
):
    publish(session, folder, now + LATER)
    publish(session, folder, now + 2 * LATER, "A wrong key in version 2.")
    follow_corrections(session, cohort.id, now=now + 3 * LATER)
    assert pinned(session, cohort) == version.id


def test_other_cohorts_and_officers_without_one_stay_where_they_are(
    session, folder, version, cohort, officers, enrolled, now
):
    publish(session, folder, now + LATER, "A wrong key.")
    follow_corrections(session, cohort.id, now=now + LATER)
    assert run_of(session, enrolled, cohort).version_id == version.id


def test_the_trainer_decides_for_all_and_is_named_in_the_record(session, folder, cohort, leader, officers, now):
    newer = publish(session, folder, now + LATER)
    moving = change_version(session, cohort, newer.no, by=leader.id, now=now + LATER)
    assert len(moving.moved) == 2
    assert pinned(session, cohort) == newer.id
    assert [entry.actor_id for entry in entries(session, CHANGED)] == [leader.id]
    assert told(session, officers[0])[0]["corrected"] == ""


def test_a_trainer_who_read_about_an_older_version_looks_again(session, folder, cohort, leader, officers, now):
    older = publish(session, folder, now + LATER)
    publish(session, folder, now + 2 * LATER)
    with pytest.raises(Conflict):
        change_version(session, cohort, older.no, by=leader.id, now=now + 2 * LATER)


def test_without_a_newer_version_there_is_nothing_to_decide(session, version, cohort, leader, now):
    with pytest.raises(NotFound):
        change_version(session, cohort, version.no, by=leader.id, now=now)


def test_the_trainer_reads_what_changes_and_moves_the_cohort_on_its_page(
    session, folder, signed_in, cohort, leader, officers, now
):
    browser, address = signed_in(leader), f"/cohorts/{cohort.row.uuid}"
    assert browser.get(f"{address}/version").status_code == 404
    newer = publish(session, folder, now + LATER)
    session.commit()
    assert f"{address}/version" in browser.get(address).text
    page = browser.get(f"{address}/version").text
    assert "Lessons with a new text" in page
    assert "2 officers are moved." in page
    answer = browser.post(f"{address}/version/{newer.no}", follow_redirects=True)
    assert "The cohort continues in version 2." in answer.text
    assert pinned(session, cohort) == newer.id


def test_officers_read_on_the_page_of_their_cohort_what_was_corrected(
    session, folder, signed_in, cohort, officers, now
):
    publish(session, folder, now + LATER, "The second lesson named a wrong weight.")
    follow_corrections(session, cohort.id, now=now + LATER)
    session.commit()
    page = signed_in(officers[0]).get(f"/my-cohorts/{cohort.row.uuid}").text
    assert "Corrected since the cohort opened" in page
    assert "The second lesson named a wrong weight." in page


def test_a_trainer_of_another_cohort_finds_no_such_page(session, folder, signed_in, cohort, now):
    publish(session, folder, now + LATER)
    session.commit()
    other = person(session, None, Role.TRAINER)
    session.commit()
    assert signed_in(other).get(f"/cohorts/{cohort.row.uuid}/version").status_code == 404
