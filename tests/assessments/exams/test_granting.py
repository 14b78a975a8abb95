"""One more attempt is given by one person with a reason, never to themselves, and only to who has none left."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import AttemptGrant
from assessments.exams.pages.exam import exam_page
from assessments.exams.rules.admission import PreviousAttempt, Refusal, RefusalReason, may_start
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.granting import grant_attempt
from courses.api import begin_again, newest_runs
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.batch import one
from lms.errors import Conflict, RuleBroken
from tests.builders import assessments as make
from tests.builders.decisions import bar, manager
from tests.builders.people import person, viewer

DAY = timedelta(days=1)
FAILED = tuple(make.RIGHT)[:5]

pytestmark = pytest.mark.usefixtures("told_whole")


def give(session, exam, row, now, by=None, **more):
    said = {"course_id": exam.course_id, "exam_slug": exam.slug, "person_id": row.id, "reason": "The power failed."}
    return grant_attempt(session, **said, actor=by or manager(session), now=now, **more)


@pytest.fixture
def used(session, exam, officer, now):
    """When an officer has failed all three attempts."""
    for n in range(3):
        make.sit(session, exam, officer, now + n * 2 * DAY, wrong=FAILED, seed=n)
    return now + 4 * DAY


def test_one_more_attempt_starts_at_once_and_is_one(session, exam, officer, used):
    with pytest.raises(RuleBroken, match="used all your attempts"):
        make.start(session, exam, officer, used)
    give(session, exam, officer, used)
    assert make.sit(session, exam, officer, used, wrong=FAILED).no == 4  # within the wait after the third
    with pytest.raises(RuleBroken, match="used all your attempts"):
        make.start(session, exam, officer, used + 9 * DAY)


def test_the_page_of_the_exam_says_that_one_was_given(session, exam, officer, used):
    give(session, exam, officer, used)
    page = exam_page(session, exam, one(newest_runs(session, [officer.id], exam.course_id)), used)
    assert (page.use.left, page.granted, page.refusal) == (1, 1, None)


def test_it_counts_in_the_run_in_which_it_was_given(session, exam, officer, version, used):
    give(session, exam, officer, used)
    again = begin_again(session, officer.id, version.id, now=used)
    page = exam_page(session, exam, again, used)
    assert (page.use.left, page.granted) == (3, 0)


def test_nobody_gives_one_to_themselves(session, exam, version, now):
    row = person(session, None, Role.PROGRAMME_MANAGER)
    make.enrol(session, row.id, version.id, now=now)
    with pytest.raises(RuleBroken, match="your own attempt"):
        give(session, exam, row, now, by=viewer(session, row))


def test_who_has_attempts_left_needs_none(session, exam, officer, now):
    with pytest.raises(RuleBroken, match="still has attempts"):
        give(session, exam, officer, now)
    make.sit(session, exam, officer, now, wrong=FAILED)
    with pytest.raises(RuleBroken, match="still has attempts"):
        give(session, exam, officer, now)  # the next opens later; that is no reason
    assert session.scalars(select(AttemptGrant)).all() == []


def test_who_has_passed_needs_none(session, exam, officer, now):
    make.sit(session, exam, officer, now)
    with pytest.raises(RuleBroken, match="has passed"):
        give(session, exam, officer, now)


def test_who_is_sitting_waits_for_the_result(session, exam, officer, now):
    make.start(session, exam, officer, now)
    with pytest.raises(RuleBroken, match="in progress"):
        give(session, exam, officer, now)


def test_whose_last_attempt_is_being_scored_waits_for_the_result(session, exam, officer, now):
    for n in range(2):
        make.sit(session, exam, officer, now + n * 2 * DAY, wrong=FAILED, seed=n)
    last = make.start(session, exam, officer, now + 4 * DAY)
    make.submit_attempt(session, last, key="k", now=now + 4 * DAY)
    with pytest.raises(RuleBroken, match="being marked"):
        give(session, exam, officer, now + 4 * DAY)


def test_a_decision_in_force_comes_first(session, exam, officer, used):
    bar(session, exam, officer, used)
    with pytest.raises(RuleBroken, match="A decision does not let this person"):
        give(session, exam, officer, used)


def test_who_does_not_take_the_course_is_given_none(session, exam, now):
    with pytest.raises(RuleBroken, match="does not take the course"):
        give(session, exam, person(session, None, Role.OFFICER), now)


def test_the_same_form_sent_twice_gives_once_and_a_second_one_needs_a_reason_to_be(session, exam, officer, used):
    by = manager(session)
    assert (
        give(session, exam, officer, used, by=by, key="k").id == give(session, exam, officer, used, by=by, key="k").id
    )
    with pytest.raises(RuleBroken, match="still has attempts"):
        give(session, exam, officer, used, key="other")
    with pytest.raises(Conflict, match="for somebody else"):
        give(session, exam, person(session), used, by=by, key="k")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "exam.attempt-granted")).one()
    assert (entry.subject, entry.data["reason"]) == (f"person:{officer.id}", "The power failed.")


@pytest.mark.parametrize(
    ("used_up", "granted", "refused"),
    [(3, 0, RefusalReason.NONE_LEFT), (3, 1, None), (4, 1, RefusalReason.NONE_LEFT), (2, 1, RefusalReason.TOO_SOON)],
)
def test_attempts_given_come_after_those_allowed_and_do_not_wait(used_up, granted, refused, now):
    at = now - timedelta(hours=1)
    previous = [PreviousAttempt(AttemptState.PUBLISHED, at, at, passed=False)] * used_up
    found = may_start(previous, now, 3, 24, granted=granted)
    assert (found.reason if isinstance(found, Refusal) else None) == refused
