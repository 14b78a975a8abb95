"""Runs: one is open for a person and course, each has its own progress, and what has ended stays as it was."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from courses import api
from courses.events import CourseCompleted, PersonEnrolled, RunEnded, RunReopened
from courses.learning import services
from courses.learning.models import Enrolment
from courses.learning.pages.overview import course_of
from courses.learning.positions import buffer, note_position
from courses.learning.queries import runs as queries
from courses.learning.queries.one_run import course_read
from courses.learning.rules.progress import EndReason, GroupRef, Position
from lms import ids
from lms.access import Role
from lms.errors import RuleBroken
from tests.builders import home
from tests.builders.audit import entries
from tests.builders.courses import load
from tests.builders.people import person, viewer
from tests.courses.catalogue.test_loading import new_title

SLUG, HOME = "tiny-course", "/courses/tiny-course"
COHORT = GroupRef("cohort", 3)
DAY = timedelta(days=1)
ALL = {"first", "second", "third", "quiz-one", "quiz-two", "the-exam"}


@pytest.fixture
def run(session, enrolled):
    """The run of the officer that is under way."""
    return queries.course_taken(session, enrolled.id, SLUG).run


def finish(session, run, now):
    """Everything is read and done in this run."""
    for lesson in ("first", "second", "third"):
        services.record_read(session, run.person_id, run.course_id, lesson, now=now)
    for step in ("quiz-one", "quiz-two", "the-exam"):
        services.record_completion(session, run.id, step, now=now)


def test_a_second_run_begins_with_nothing_and_the_first_keeps_what_was_done(session, run, version, now):
    finish(session, run, now)
    again = services.begin_again(session, run.person_id, version.id, now=now + DAY)
    services.record_read(session, run.person_id, run.course_id, "second", now=now + DAY)
    assert queries.done_in(session, [run.id, again.id]) == {run.id: ALL, again.id: {"second"}}
    taken, done, _before = course_read(session, run.person_id, SLUG)
    assert (taken.run_id, done) == (again.id, {"second"})


def test_each_run_completes_the_course_by_itself(session, run, version, now):
    finish(session, run, now)
    again = services.begin_again(session, run.person_id, version.id, now=now + DAY)
    assert [entry.data["enrolment_id"] for entry in entries(session, CourseCompleted)] == [run.id]
    finish(session, again, now + DAY)
    assert [entry.data["enrolment_id"] for entry in entries(session, CourseCompleted)] == [run.id, again.id]


def test_every_run_can_be_asked_for_the_newest_first(session, run, version, now):
    again = services.begin_again(session, run.person_id, version.id, now=now + DAY)
    newest, oldest = queries.runs_of(session, [run.person_id], run.course_id)[run.person_id]
    assert newest == again
    assert (oldest.id, oldest.ended_at, oldest.ended_reason) == (run.id, now + DAY, EndReason.BEGUN_AGAIN)
    assert (newest.is_open, oldest.is_open) == (True, False)


def test_the_place_belongs_to_the_run(session, run, version, now):
    services.record_position(session, run.id, "third", now=now)
    services.begin_again(session, run.person_id, version.id, now=now + DAY)
    assert queries.course_taken(session, run.person_id, SLUG).stopped_at is None


def test_beginning_again_takes_the_version_that_is_asked_for(session, run, folder, now):
    new_title(folder)
    newer = load(session, folder, now)
    assert services.begin_again(session, run.person_id, newer.id, now=now).version_id == newer.id
    assert queries.course_taken(session, run.person_id, SLUG).version_id == newer.id


def test_the_database_holds_one_open_run_of_a_person_and_course(session, run, now):
    columns = {"person_id": run.person_id, "course_id": run.course_id, "course_version_id": run.version_id}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(Enrolment(uuid=ids.new_uuid(), begun_at=now, **columns))
    services.end_run(session, run.id, reason=EndReason.CLOSED, by=None, now=now)
    with session.begin_nested():
        session.add(Enrolment(uuid=ids.new_uuid(), begun_at=now, **columns))


def test_a_run_that_has_ended_is_read_and_not_added_to(session, run, now):
    services.record_read(session, run.person_id, run.course_id, "first", now=now)
    services.end_run(session, run.id, reason=EndReason.WITHDRAWN, by=run.person_id, now=now)
    with pytest.raises(RuleBroken, match="cannot add anything"):
        services.record_read(session, run.person_id, run.course_id, "second", now=now)
    services.record_position(session, run.id, "third", now=now)
    taken, done, _before = course_read(session, run.person_id, SLUG)
    assert (taken.run_id, taken.stopped_at, done) == (run.id, None, {"first"})


def test_a_result_that_comes_late_still_counts_in_its_run(session, run, version, now):
    services.begin_again(session, run.person_id, version.id, now=now)
    assert services.record_completion(session, run.id, "quiz-one", now=now)
    assert queries.done_in(session, [run.id])[run.id] == {"quiz-one"}


def test_the_card_is_used_after_the_run_too(session, run, now):
    services.end_run(session, run.id, reason=EndReason.COMPLETED, by=None, now=now)
    assert services.record_card_use(session, run.person_id, run.course_id, now=now)


def test_a_run_ends_once_and_who_ended_it_and_why_is_recorded(session, run, now):
    trainer = person(session, "Trainer", Role.TRAINER)
    services.end_run(session, run.id, reason=EndReason.CLOSED, by=trainer.id, now=now)
    [entry] = entries(session, RunEnded)
    assert (entry.subject, entry.actor_id) == (f"person:{run.person_id}", trainer.id)
    assert entry.data == {"course_id": run.course_id, "enrolment_id": run.id, "reason": "closed"}
    with pytest.raises(RuleBroken, match="ended this course already"):
        services.end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=now)
    assert len(entries(session, RunEnded)) == 1


def test_many_are_enrolled_by_somebody_else_and_whoever_is_under_way_stays(session, run, version, now):
    trainer = person(session, "Trainer", Role.TRAINER)
    others = [person(session, f"Officer {n}", Role.OFFICER).id for n in range(4)]
    people = [*others, run.person_id, others[0]]
    begun = services.enrol_many(session, people, version.id, by=trainer.id, group=COHORT, now=now)
    assert begun[run.person_id] == run
    assert {begun[one].group for one in others} == {COHORT}
    told = entries(session, PersonEnrolled)[1:]
    assert [(entry.subject, entry.actor_id, entry.data["group"]) for entry in told] == [
        (f"person:{one}", trainer.id, "cohort:3") for one in others
    ]


def test_a_group_asks_for_the_progress_of_all_its_runs_at_once(session, version, now):
    people = [person(session, f"Officer {n}", Role.OFFICER).id for n in range(3)]
    begun = services.enrol_many(session, people, version.id, by=None, group=COHORT, now=now)
    services.record_read(session, people[1], version.course_id, "first", now=now)
    services.enrol(session, person(session, "Else", Role.OFFICER).id, version.id, now=now)
    group = queries.runs_in_group(COHORT)
    assert set(queries.runs_by_id(session, group)) == {run.id for run in begun.values()}
    assert queries.done_in(session, group) == {begun[people[1]].id: {"first"}}


def test_the_runs_of_a_group_end_together_and_an_ended_one_keeps_its_end(session, version, now):
    people = [person(session, f"Officer {n}", Role.OFFICER).id for n in range(3)]
    begun = services.enrol_many(session, people, version.id, by=None, group=COHORT, now=now)
    numbers = [run.id for run in begun.values()]
    services.end_run(session, numbers[0], reason=EndReason.WITHDRAWN, by=people[0], now=now)
    ended = services.end_runs(session, numbers, reason=EndReason.CLOSED, by=None, now=now + DAY)
    assert set(ended) == set(numbers[1:])
    assert queries.runs_by_id(session, numbers)[numbers[0]].ended_reason is EndReason.WITHDRAWN


def test_who_has_ended_a_course_begins_anew_by_the_same_button(session, run, version, signed_in, enrolled, now):
    services.end_run(session, run.id, reason=EndReason.WITHDRAWN, by=run.person_id, now=now)
    browser = signed_in(enrolled)
    assert browser.get(f"{HOME}/lessons/first").status_code == 200
    browser.post(f"{HOME}/enrol")
    again = api.course_taken(session, enrolled.id, SLUG).run
    assert again.is_open
    assert again.id != run.id


def test_an_ended_run_says_so_to_whoever_says_they_read_a_lesson(session, run, signed_in, enrolled, now):
    services.end_run(session, run.id, reason=EndReason.WITHDRAWN, by=run.person_id, now=now)
    answer = signed_in(enrolled).post(f"{HOME}/lessons/first/read")
    assert answer.status_code == 409
    assert "You have ended this course." in answer.text


def test_what_next_says_nothing_of_a_run_that_has_ended(app, session, run, enrolled, now):
    services.end_run(session, run.id, reason=EndReason.WITHDRAWN, by=run.person_id, now=now)
    with app.test_request_context():
        assert home.steps(session, viewer(session, enrolled), now) == []
        assert course_of(session, viewer(session, enrolled), SLUG, now).is_open is False


def test_a_place_gathered_for_a_run_that_ended_meanwhile_holds_up_no_other(session, run, version, now):
    other = services.enrol(session, person(session, "Other", Role.OFFICER).id, version.id, now=now)
    note_position(run.id, Position("second", now))
    note_position(other.id, Position("third", now))
    services.end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=now)
    session.commit()
    buffer().flush()
    assert queries.course_taken(session, run.person_id, SLUG).stopped_at is None
    assert queries.course_taken(session, other.person_id, SLUG).stopped_at == "third"


def test_a_step_that_rested_on_what_counts_no_more_is_not_done_and_can_be_done_again(session, run, now):
    finish(session, run, now)
    assert services.take_back_completion(session, run.id, "the-exam")
    assert not services.take_back_completion(session, run.id, "the-exam")
    assert queries.done_in(session, [run.id])[run.id] == ALL - {"the-exam"}
    assert services.record_completion(session, run.id, "the-exam", now=now + DAY)
    assert queries.done_in(session, [run.id])[run.id] == ALL


def test_a_run_that_ended_with_an_annulled_attempt_says_so_and_can_go_on(session, run, now):
    services.end_run(session, run.id, reason=EndReason.ANNULLED, by=None, now=now)
    with pytest.raises(RuleBroken, match="was cancelled"):
        services.record_read(session, run.person_id, run.course_id, "first", now=now)
    assert services.reopen_run(session, run.id, by=None, now=now + DAY)
    assert queries.runs_by_id(session, [run.id])[run.id].is_open
    assert [entry.data["enrolment_id"] for entry in entries(session, RunReopened)] == [run.id]
    assert services.record_read(session, run.person_id, run.course_id, "first", now=now + DAY)


@pytest.mark.parametrize("reason", [one for one in EndReason if one is not EndReason.ANNULLED])
def test_a_run_that_ended_in_another_way_stays_ended(session, run, now, reason):
    services.end_run(session, run.id, reason=reason, by=None, now=now)
    assert not services.reopen_run(session, run.id, by=None, now=now + DAY)
    assert not queries.runs_by_id(session, [run.id])[run.id].is_open


def test_a_run_after_which_another_was_begun_stays_ended(session, run, version, now):
    services.end_run(session, run.id, reason=EndReason.ANNULLED, by=None, now=now)
    services.begin_again(session, run.person_id, version.id, now=now)
    assert not services.reopen_run(session, run.id, by=None, now=now + DAY)
    assert entries(session, RunReopened) == []
