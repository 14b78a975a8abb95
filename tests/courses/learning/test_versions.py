"""A run in a newer version: what was read before and still counts, and the move of who is under way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from courses.learning import services
from courses.learning.models import DoneBefore, LessonRead
from courses.learning.offline_reads import READ, READ_KIND
from courses.learning.queries import runs as queries
from courses.learning.rules.progress import EndReason, GroupRef, Why
from courses.learning.versions import services as versions
from courses.learning.versions.queries import version_numbers
from courses.ports.runs import REOPENING, Reopening
from courses.ports.steps import ChangeKind, StepChange, StepKind
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import NotFound, RuleBroken
from lms.offline.models import OfflineReceipt
from lms.offline.rules import Envelope, ReceiptState
from lms.offline.services import receive
from tests.builders import composition, crowd
from tests.builders.courses import load
from tests.builders.people import person, viewer

COHORT = GroupRef("cohort", 7)
LATER = timedelta(days=500)
IN_WINDOW = Reopening("You may renew it now.", "valid", "ok", allowed=True, renews=True, sits=False)
HOME = "/courses/tiny-course"


@pytest.fixture
def run(session, enrolled, version):
    """The run of an officer under way, who has read two lessons and passed a quiz."""
    return queries.newest_runs(session, [enrolled.id], version.course_id)[enrolled.id]


@pytest.fixture
def under_way(session, run, now):
    for lesson in ("first", "second"):
        services.record_read(session, run.person_id, run.course_id, lesson, now=now)
    services.record_completion(session, run.id, "quiz-one", now=now)
    return run


@pytest.fixture
def newer(session, version, folder, now):
    """A version in which the text of the second lesson is another one."""
    lesson = folder / "lessons" / "second.md"
    lesson.write_text(lesson.read_text().replace("The bag is heavy.", "The bag is light."))
    return load(session, folder, now)


def done(session, run):
    return queries.done_in(session, [run.id])[run.id]


def before(session, run):
    rows = session.scalars(select(DoneBefore).where(DoneBefore.enrolment_id == run.id))
    return {(row.step, row.course_version_id, row.done_in_id) for row in rows}


def move(session, run, newer, now):
    return versions.move_own(session, run.person_id, run.course_id, newer.id, now=now)


def test_a_move_keeps_what_says_the_same_and_names_the_rest(session, under_way, newer, version, now):
    moved = move(session, under_way, newer, now)
    assert (moved.id, moved.version_id, moved.is_open) == (under_way.id, newer.id, True)
    assert done(session, moved) == {"first", "quiz-one"}
    assert before(session, moved) == {("second", version.id, under_way.id)}
    services.record_read(session, moved.person_id, moved.course_id, "second", now=now)
    assert done(session, moved) == {"first", "second", "quiz-one"}


def test_it_is_in_the_record_with_both_versions(session, under_way, newer, version, now):
    move(session, under_way, newer, now)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.name, entry.actor_id) == ("course.run-moved", under_way.person_id)
    assert (entry.data["version_before"], entry.data["version_after"]) == (version.id, newer.id)


def test_sent_twice_it_moves_once(session, under_way, newer, now):
    assert move(session, under_way, newer, now) == move(session, under_way, newer, now)
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.name == "course.run-moved")).all()) == 1


@pytest.mark.parametrize(("stands", "left"), [(False, {"first"}), (True, {"first", "quiz-one"})])
def test_a_quiz_that_changed_is_taken_again_unless_it_stands(session, under_way, newer, steps, now, stands, left):
    steps.changed = {"quiz-one": StepChange("quiz-one", "Quiz one", StepKind.QUIZ, ChangeKind.CHANGED, stands=stands)}
    assert done(session, move(session, under_way, newer, now)) == left


def test_a_text_that_comes_back_counts_again(session, under_way, newer, version, folder, now):
    moved = move(session, under_way, newer, now)
    lesson = folder / "lessons" / "second.md"
    lesson.write_text(lesson.read_text().replace("The bag is light.", "The bag is heavy."))
    (folder / "course.yaml").write_text((folder / "course.yaml").read_text().replace('"1.0"', '"1.2"'))
    third = load(session, folder, now)
    assert done(session, move(session, moved, third, now)) == {"first", "second", "quiz-one"}


def test_not_while_an_attempt_is_under_way(session, under_way, newer, steps, now):
    steps.sitting = {under_way.id}
    with pytest.raises(RuleBroken, match="An attempt is in progress"):
        move(session, under_way, newer, now)
    assert done(session, under_way) == {"first", "second", "quiz-one"}


def test_not_after_the_final_exam_is_passed(session, under_way, newer, now):
    services.record_completion(session, under_way.id, "the-exam", now=now)
    with pytest.raises(RuleBroken, match="passed the final exam"):
        move(session, under_way, newer, now)


def test_not_back_to_an_older_version_and_not_to_another_course(session, under_way, newer, version, folder, now):
    move(session, under_way, newer, now)
    with pytest.raises(RuleBroken, match="older"):
        move(session, under_way, version, now)
    (folder / "course.yaml").write_text((folder / "course.yaml").read_text().replace("tiny-course", "tiny-course-2"))
    other = load(session, folder, now)
    with pytest.raises(NotFound):
        move(session, under_way, other, now)


def test_who_is_in_a_group_waits_for_the_trainer(session, officer, version, newer, now):
    begun = services.enrol(session, officer.id, version.id, group=COHORT, now=now)
    with pytest.raises(RuleBroken, match="Your trainer decides"):
        move(session, begun, newer, now)


def test_a_trainer_moves_a_whole_group_and_reads_who_was_left_and_why(session, version, newer, steps, now):
    people = [person(session, None, Role.OFFICER) for _number in range(4)]
    runs = services.enrol_many(session, [one.id for one in people], version.id, by=None, group=COHORT, now=now)
    sits, ended, *going = [runs[one.id] for one in people]
    steps.sitting = {sits.id}
    services.end_run(session, ended.id, reason=EndReason.WITHDRAWN, by=None, now=now)
    told = versions.move_runs(session, [run.id for run in runs.values()], newer.id, by=None, now=now)
    assert set(told.moved) == {run.id for run in going}
    assert {run.version_id for run in told.moved.values()} == {newer.id}
    assert set(told.left) == {sits.id, ended.id}
    assert "An attempt is in progress" in told.left[sits.id]


def test_moving_many_asks_as_often_as_moving_one(session, version, newer, now):
    def begun(number):
        people = [person(session, None, Role.OFFICER).id for _one in range(number)]
        runs = services.enrol_many(session, people, version.id, by=None, group=COHORT, now=now)
        for one in people:
            services.record_read(session, one, version.course_id, "second", now=now)
        return [run.id for run in runs.values()]

    first, few, many = begun(1), begun(1), begun(6)
    versions.move_runs(session, first, newer.id, by=None, now=now)  # what versions say is remembered from now on
    session.flush()
    one_took, _told = crowd.statements(session, lambda: versions.move_runs(session, few, newer.id, by=None, now=now))
    all_took, told = crowd.statements(session, lambda: versions.move_runs(session, many, newer.id, by=None, now=now))
    assert len(told.moved) == 6
    entries = 5 if session.get_bind().dialect.name == "sqlite" else 0  # SQLite is told each entry of the record
    assert all_took - one_took == entries


def renew(app, session, monkeypatch, run, now, said=IN_WINDOW):
    composition.fill(app, monkeypatch, REOPENING, lambda _session, runs, _now: {one.id: said for one in runs})
    return versions.take_again(session, run.person_id, run.course_id, run.uuid, now=now + LATER)


def test_a_renewal_keeps_reading_and_asks_for_quizzes_anew(app, session, monkeypatch, under_way, newer, version, now):
    again = renew(app, session, monkeypatch, under_way, now)
    assert (again.version_id, again.follows_id) == (newer.id, under_way.id)
    assert done(session, again) == {"first"}
    (row,) = session.scalars(select(LessonRead).where(LessonRead.enrolment_id == again.id))
    assert (row.at, row.read_in_id) == (now, under_way.id)
    assert before(session, again) == {("second", version.id, under_way.id)}
    assert done(session, under_way) == {"first", "second", "quiz-one"}


def test_reading_is_handed_on_from_run_to_run_and_names_the_first(app, session, monkeypatch, under_way, now):
    again = renew(app, session, monkeypatch, under_way, now)
    third = renew(app, session, monkeypatch, again, now + LATER)
    rows = session.scalars(select(LessonRead).where(LessonRead.enrolment_id == third.id)).all()
    assert {(row.lesson, row.read_in_id) for row in rows} == {("first", under_way.id), ("second", under_way.id)}


def test_whoever_begins_again_without_renewing_begins_with_nothing(app, session, monkeypatch, under_way, newer, now):
    lost = Reopening("It was revoked.", "revoked", "bad", allowed=True)
    assert done(session, renew(app, session, monkeypatch, under_way, now, lost)) == frozenset()


def test_what_a_phone_says_of_another_text_does_not_count_and_says_so(session, enrolled, run, newer, version, now, app):
    moved = move(session, run, newer, now)
    told = {}
    for lesson in ("first", "second"):
        body = {"lesson": lesson, "version": version.uuid}
        entry = Envelope(str(uuid4()), READ, "tiny-course", "phone", 1, None, body)
        (one,) = receive(session, READ_KIND, viewer(session, enrolled), [entry], now=now)
        why = session.scalars(select(OfflineReceipt.receipt).order_by(OfflineReceipt.id.desc())).first()["why"]
        told[lesson] = one.state, why
    assert told == {"first": (ReceiptState.TAKEN, Why.RENEWED), "second": (ReceiptState.REFUSED, Why.CHANGED)}
    assert done(session, moved) == {"first"}
    assert before(session, moved) == {("second", version.id, moved.id)}


def test_the_course_page_offers_the_newer_version_quietly(session, enrolled, under_way, newer, signed_in):
    page = signed_in(enrolled).get(HOME).text
    assert "There is a new version of this course: version 2." in page
    assert f"{HOME}/versions/2" in page


def test_the_page_of_the_newer_version_says_what_changes(session, enrolled, under_way, newer, steps, signed_in):
    steps.changed = {
        "quiz-one": StepChange("quiz-one", "Quiz one", StepKind.QUIZ, ChangeKind.CHANGED, ("Other questions.",))
    }
    page = signed_in(enrolled).get(f"{HOME}/versions/2").text
    for words in ("Lesson second", "1 lesson that you have read", "Quiz one", "Other questions.", "Move to version 2"):
        assert words in page
    assert "Lesson first" not in page


def test_the_button_moves_and_the_pages_show_what_is_to_be_read_again(
    app, session, enrolled, under_way, newer, signed_in, monkeypatch
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = signed_in(enrolled)
    sent = browser.post(f"{HOME}/versions/2/move")
    assert (sent.status_code, sent.location) == (303, HOME)
    page = browser.get(HOME).text
    assert "You take version 2 of the course now." in page
    assert "read before, changed since" in page
    assert "There is a new version of this course" not in page
    lesson = browser.get(f"{HOME}/lessons/second").text
    assert "You have read this lesson before. Its text has changed" in lesson
    assert "The bag is light." in lesson
    browser.post(f"{HOME}/lessons/second/read")
    assert "Its text has changed" not in browser.get(f"{HOME}/lessons/second").text
    assert browser.post(f"{HOME}/versions/2/move").status_code == 303


def test_a_page_that_was_read_is_sent_again_after_the_move(session, enrolled, under_way, newer, signed_in, now):
    browser = signed_in(enrolled)
    browser.get(f"{HOME}/lessons/first")
    held = {"If-None-Match": browser.get(f"{HOME}/lessons/first").headers["ETag"]}
    assert browser.get(f"{HOME}/lessons/first", headers=held).status_code == 304
    move(session, under_way, newer, now)
    session.commit()
    assert browser.get(f"{HOME}/lessons/first", headers=held).status_code == 200


def test_a_correction_is_read_on_the_page(session, enrolled, under_way, folder, now, signed_in):
    file = folder / "course.yaml"
    file.write_text(file.read_text().replace('"1.0"', '"1.1"') + 'correction: "The key of one check was wrong."\n')
    load(session, folder, now)
    assert "The key of one check was wrong." in signed_in(enrolled).get(f"{HOME}/versions/2").text


def test_nothing_is_offered_in_a_group(session, officer, version, newer, now, signed_in):
    services.enrol(session, officer.id, version.id, group=COHORT, now=now)
    browser = signed_in(officer)
    assert "There is a new version of this course" not in browser.get(HOME).text
    assert browser.get(f"{HOME}/versions/2").status_code == 303


def test_another_number_leads_to_the_newest_and_moves_nobody(
    app, session, enrolled, under_way, newer, signed_in, monkeypatch
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = signed_in(enrolled)
    assert browser.get(f"{HOME}/versions/9").location == f"{HOME}/versions/2"
    assert browser.post(f"{HOME}/versions/9/move").status_code == 409
    assert queries.runs_by_id(session, [under_way.id])[under_way.id].version_id == under_way.version_id


def test_who_does_not_take_the_course_finds_no_version(session, version, newer, signed_in):
    assert signed_in(person(session, None, Role.OFFICER)).get(f"{HOME}/versions/2").status_code == 404


def test_each_version_is_told_by_its_number_and_others_are_not_asked(session, version, newer):
    assert version_numbers(session, [newer.id]) == {newer.id: 2}
    assert version_numbers(session, [version.id, newer.id]) == {version.id: 1, newer.id: 2}
