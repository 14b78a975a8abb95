"""Beginning a course, and what is noted of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courses import api
from courses.events import CourseCompleted
from courses.learning import services
from courses.learning.models import Enrolment, LessonRead
from courses.learning.queries import runs as queries
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import NotFound, RuleBroken
from tests.builders.courses import load
from tests.builders.people import person
from tests.courses.catalogue.test_loading import new_title


def names(session):
    return list(session.scalars(select(AuditEntry.name).order_by(AuditEntry.id)))


def test_beginning_a_course_is_audited_with_ids_alone(session, officer, version, now):
    services.enrol(session, officer.id, version.id, now=now)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "course.person-enrolled")).one()
    run_id = session.scalars(select(Enrolment.id)).one()
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"person:{officer.id}",
        officer.id,
        {"course_id": version.course_id, "course_version_id": version.id, "enrolment_id": run_id, "group": None},
    )


def test_beginning_twice_is_beginning_once(session, enrolled, version, now):
    again = services.enrol(session, enrolled.id, version.id, now=now)
    assert session.scalars(select(Enrolment.id)).all() == [again.id]


def test_whoever_is_under_way_stays_on_their_version(session, enrolled, folder, version, now):
    new_title(folder)
    newer = load(session, folder, now)
    assert services.enrol(session, enrolled.id, newer.id, now=now).version_id == version.id
    assert api.course_taken(session, enrolled.id, "tiny-course").version_id == version.id


def test_a_version_that_is_not_published_cannot_be_begun(session, officer, version, now):
    version.published_at = None
    session.flush()
    with pytest.raises(NotFound):
        services.enrol(session, officer.id, version.id, now=now)


def test_who_does_not_take_a_course_has_no_run_of_it(session, enrolled, version):
    other = person(session, "Other", Role.OFFICER)
    assert set(api.newest_runs(session, [enrolled.id, other.id], version.course_id)) == {enrolled.id}


def test_reading_is_noted_once_and_is_no_entry_of_the_audit(session, enrolled, version, now):
    before = names(session)
    assert services.record_read(session, enrolled.id, version.course_id, "first", now=now)
    assert not services.record_read(session, enrolled.id, version.course_id, "first", now=now)
    assert len(session.scalars(select(LessonRead)).all()) == 1
    assert names(session) == before


def test_a_lesson_cannot_be_read_before_the_course_is_begun(session, officer, version, now):
    with pytest.raises(RuleBroken, match="not started"):
        services.record_read(session, officer.id, version.course_id, "first", now=now)


def test_a_lesson_of_another_course_cannot_be_read(session, enrolled, version, now):
    with pytest.raises(NotFound):
        services.record_read(session, enrolled.id, version.course_id, "elsewhere", now=now)


def test_the_last_step_completes_the_course_and_says_so_once(session, enrolled, version, now):
    for lesson in ("first", "second", "third"):
        services.record_read(session, enrolled.id, version.course_id, lesson, now=now)
    run_id = api.course_taken(session, enrolled.id, "tiny-course").run_id
    for step in ("quiz-one", "the-exam"):
        api.record_completion(session, run_id, step, now=now)
    assert CourseCompleted.name not in names(session)
    assert api.record_completion(session, run_id, "quiz-two", now=now)
    assert not api.record_completion(session, run_id, "quiz-two", now=now)
    assert names(session).count(CourseCompleted.name) == 1


def test_progress_is_the_persons_own(session, enrolled, version, now):
    other = person(session, "Other", Role.OFFICER)
    services.record_read(session, enrolled.id, version.course_id, "first", now=now)
    run = services.enrol(session, other.id, version.id, now=now)
    assert queries.done_in(session, [run.id]) == {run.id: frozenset()}


def test_the_place_is_the_lesson_opened_last(session, enrolled, version, now):
    run_id = api.course_taken(session, enrolled.id, "tiny-course").run_id
    for minute, lesson in enumerate(("first", "third", "second")):
        services.record_position(session, run_id, lesson, now=now + timedelta(minutes=minute))
    assert api.course_taken(session, enrolled.id, "tiny-course").stopped_at == "second"


def test_other_packages_find_titles_and_acts_in_order(session, version):
    assert api.lesson_titles(session, version.id)["second"] == "Lesson second"
    assert api.acts(session, version.id)[0] == api.Act("first", "Lesson first", "Look at the first end.")
    title = api.version_titles(session, [version.id])[version.id]
    assert (title.slug, title.no, title.title, title.valid_months) == ("tiny-course", 1, "Tiny course", 36)
