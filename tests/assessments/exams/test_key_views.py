"""Whoever saw the questions of an exam with their keys is written down, and earns no certificate by them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import KeyView
from assessments.exams.queries.key_views import seen_at
from assessments.exams.queries.passed import passed_exams
from assessments.exams.services.key_views import look_at_keys
from courses.api import EndReason, end_run, newest_runs
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.services.loading import load_course
from courses.events import CourseFilesHeld
from lms import events
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import RuleBroken
from tests.builders import assessments as make
from tests.builders.people import person, viewer

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("told_whole")


@pytest.fixture
def insider(session):
    return person(session, None, Role.PROGRAMME_MANAGER)


def look(session, exam, row, now):
    look_at_keys(session, exam, viewer(session, row), now)


def keys_seen(session, attempt):
    (passed,) = passed_exams(session, attempt_id=attempt.id)
    return passed.keys_seen


def test_a_view_is_written_down_once_with_an_entry_in_the_record(session, exam, insider, now):
    look(session, exam, insider, now)
    look(session, exam, insider, now + HOUR)
    (kept,) = session.scalars(select(KeyView))
    assert (kept.person_id, kept.exam_version_id, kept.at) == (insider.id, exam.version_id, now)
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.name == "exam.keys-seen"))
    assert (entry.actor_id, entry.subject) == (insider.id, f"exam:{exam.exam_id}")
    assert entry.data == {"exam_version_id": exam.version_id}


def test_who_takes_the_course_is_shown_no_keys(session, exam, version, insider, now):
    make.enrol(session, insider.id, version.id, now=now)
    with pytest.raises(RuleBroken, match="You take this course"):
        look(session, exam, insider, now)
    run = newest_runs(session, [insider.id], exam.course_id)[insider.id]
    attempt = make.start(session, exam, insider, now)
    end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=now)
    with pytest.raises(RuleBroken, match="You take this course"):  # the paper is still open
        look(session, exam, insider, now)
    make.submit_attempt(session, attempt, key="k", now=now)
    look(session, exam, insider, now)
    assert seen_at(session, insider.id, exam) == now


def test_a_pass_after_the_view_is_marked_and_one_before_it_is_not(session, exam, version, insider, now):
    look(session, exam, insider, now)
    make.enrol(session, insider.id, version.id, now=now)
    assert keys_seen(session, make.sit(session, exam, insider, now))
    officer = make.learner(session, version, now)
    assert not keys_seen(session, make.sit(session, exam, officer, now))
    run = newest_runs(session, [officer.id], exam.course_id)[officer.id]
    end_run(session, run.id, reason=EndReason.COMPLETED, by=None, now=now)
    look(session, exam, officer, now + HOUR)
    (passed,) = passed_exams(session, people=[officer.id])
    assert not passed.keys_seen


CHANGES = {
    "one lesson": ("lessons/first.md", "", "\nOne more sentence.\n"),
    "a key": ("questions/exam.yaml", "value: 8765.25", "value: 9999"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_version_that_asks_the_same_questions_counts_as_seen(session, exam, insider, tmp_path, now, change):
    look(session, exam, insider, now)
    root = make.write_exam_course(tmp_path, version="1.1")
    name, before, after = CHANGES[change]
    file = root / name
    file.write_text(file.read_text().replace(before, after) if before else file.read_text() + after)
    newer = make.exam_of(session, make.load_folder(session, root, now))
    assert newer.version_id != exam.version_id
    assert seen_at(session, insider.id, newer) == now


def other_questions(root, *, but=0):
    """The folder with other names for the questions of its exam, but for as many."""
    file = root / "questions" / "exam.yaml"
    first, *items = file.read_text().split("- id: exam-")
    renamed = [f"exam-{one}" for one in items[:but]] + [f"exam-new-{one}" for one in items[but:]]
    file.write_text(first + "".join(f"- id: {one}" for one in renamed))
    return root


@pytest.mark.parametrize(("kept", "seen"), [(0, False), (1, True)])
def test_a_version_whose_questions_are_all_others_is_open_again(session, exam, insider, tmp_path, now, kept, seen):
    look(session, exam, insider, now)
    root = other_questions(make.write_exam_course(tmp_path, version="1.1"), but=kept)
    newer = make.exam_of(session, make.load_folder(session, root, now))
    assert (seen_at(session, insider.id, newer) is not None) is seen
    assert seen_at(session, insider.id, exam) == now  # in the version seen nothing is forgotten


def test_who_saw_a_later_version_earns_nothing_by_an_earlier_one_that_asks_the_same(session, exam, tmp_path, now):
    insider = person(session, None, Role.PROGRAMME_MANAGER)
    newer = make.load_folder(session, make.write_exam_course(tmp_path, version="1.1"), now)
    look(session, make.exam_of(session, newer), insider, now)
    assert seen_at(session, insider.id, exam) == now


def test_the_quizzes_of_the_course_are_not_concerned(session, exam, quiz, insider, now):
    look(session, exam, insider, now)
    assert seen_at(session, insider.id, quiz) is None


def test_who_is_named_when_a_folder_is_loaded_holds_its_keys(session, exam, insider, tmp_path, now):
    bundle = read_bundle(make.write_exam_course(tmp_path, version="1.1"))
    version = load_course(session, bundle, actor_id=insider.id, now=now).version
    (kept,) = session.scalars(select(KeyView))
    assert (kept.person_id, kept.exam_version_id) == (insider.id, make.exam_of(session, version).version_id)


def test_who_holds_the_files_of_a_version_by_a_command_has_seen_its_exam(session, exam, version, insider, now):
    held = {"subject": f"course:{exam.course_id}", "at": now, "course_version_id": version.id}
    events.publish(session, CourseFilesHeld(**held, actor_id=None))
    assert session.scalars(select(KeyView)).all() == []
    for _twice in range(2):
        events.publish(session, CourseFilesHeld(**held, actor_id=insider.id))
    (kept,) = session.scalars(select(KeyView))
    assert (kept.person_id, kept.exam_version_id) == (insider.id, exam.version_id)  # the quizzes certify nothing


def test_many_people_take_as_many_queries_as_one(session, exam, version, insider, now, counting):
    look(session, exam, insider, now)
    people = [make.learner(session, version, now) for _each in range(3)]
    for row in (*people, insider):
        if row is insider:
            make.enrol(session, row.id, version.id, now=now)
        make.sit(session, exam, row, now)
    passed_exams(session, people=[people[0].id])  # once for what is remembered
    with counting() as one:
        passed_exams(session, people=[insider.id])
    with counting() as four:
        found = passed_exams(session, people=[row.id for row in (*people, insider)])
    assert (len(one), len(four)) == (3, 3)
    assert [each.person_id for each in found if each.keys_seen] == [insider.id]
    assert {each.cut_record.set_by for each in found} == {"Course authors"}
