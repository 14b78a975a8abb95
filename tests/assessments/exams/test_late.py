"""Late answers: which are still taken after handing in, and what a manager reads about the clocks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import AnswerRevision, RevisionKind
from assessments.exams.pages.adjudication import timing_words
from assessments.exams.queries.late import late_steps
from assessments.exams.rules.late import (
    CLOCK_ERROR,
    TAKEN_FOR,
    Closure,
    DeviceClaim,
    LateRefusal,
    late_timing,
    refuse_late,
)
from assessments.exams.rules.timing import GRACE
from assessments.exams.services import grading
from assessments.exams.services.closing import close_overdue, submit_attempt
from lms import clock
from lms.access import Role
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import NOW, person

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def choice(session, attempt):
    return make.position_of(session, attempt, KindName.ONE_CHOICE)


@pytest.mark.parametrize(
    ("page", "given", "came", "refusal"),
    [
        ("other", -MINUTE, MINUTE, None),
        ("other", timedelta(0), MINUTE, None),  # the very moment is before
        ("other", SECOND, MINUTE, LateRefusal.HANDED_IN),
        ("other", None, MINUTE, LateRefusal.HANDED_IN),  # nobody says that it was kept before
        ("own", -MINUTE, MINUTE, LateRefusal.HANDED_IN),  # its page had sent everything, then handed in
        ("other", -MINUTE, TAKEN_FOR, None),  # the last moment
        ("other", -MINUTE, TAKEN_FOR + SECOND, LateRefusal.EXPIRED),
    ],
)
def test_after_handing_in_only_what_another_device_kept_before_is_taken(page, given, came, refusal):
    closure = Closure(NOW, by_person=True, page="own")
    given_at = None if given is None else NOW + given
    assert refuse_late(closure, page=page, given_at=given_at, now=NOW + came) is refusal


@pytest.mark.parametrize(
    ("page", "given", "came", "refusal"),
    [
        ("own", MINUTE, MINUTE, None),
        ("own", None, MINUTE, None),
        ("own", None, TAKEN_FOR + SECOND, LateRefusal.EXPIRED),
    ],
)
def test_after_the_clock_closed_every_answer_waits_for_14_days(page, given, came, refusal):
    closure = Closure(NOW, by_person=False, page="own")
    given_at = None if given is None else NOW + given
    assert refuse_late(closure, page=page, given_at=given_at, now=NOW + came) is refusal


def test_the_page_that_handed_in_sends_no_more_answers(session, attempt, choice, now):
    submit_attempt(session, attempt, key="k", page="own", now=now + MINUTE)
    told = make.save(session, attempt, choice, "b", now + 2 * MINUTE, page="own", given_at=now)
    assert (told.verdict, told.seq) == ("closed", 0)
    assert told.message == "This answer was given after you submitted the exam. It does not count."
    assert late_steps(session, attempt.id) == []


def test_what_the_page_that_handed_in_had_saved_before_has_its_receipt_still(session, attempt, choice, now):
    make.save(session, attempt, choice, "b", now, page="own")
    submit_attempt(session, attempt, key="k", page="own", now=now)
    told = make.save(session, attempt, choice, "b", now + MINUTE, page="own")
    assert (told.verdict, told.seq) == ("repeated", 1)


def test_sixteen_answers_forged_after_the_result_all_stay_away_for_good_after_14_days(session, attempt, choice, now):
    submit_attempt(session, attempt, key="k", now=now)
    grading.grade_attempt(session, attempt.id, now=now)
    told = [
        make.save(session, attempt, choice, "b", now + 15 * DAY, page=f"p{n}", given_at=now - MINUTE) for n in range(16)
    ]
    assert {one.verdict for one in told} == {"closed"}
    assert session.scalars(select(AnswerRevision.kind)).all() == []


def test_another_device_that_kept_an_answer_before_waits_for_a_person(session, attempt, choice, now):
    submit_attempt(session, attempt, key="k", page="own", now=now + MINUTE)
    told = make.save(session, attempt, choice, "b", now + 2 * MINUTE, page="other", given_at=now)
    assert told.verdict == "late"
    assert session.scalars(select(AnswerRevision.kind)).all() == [RevisionKind.LATE]


@pytest.mark.parametrize("after", [timedelta(0), 2 * SECOND, GRACE])
def test_from_the_deadline_on_the_clock_closes_at_the_deadline(session, attempt, now, after):
    end = attempt.deadline_at
    got = submit_attempt(session, attempt, key="k", now=end + after)
    assert (got.closed_by, got.closed_at, attempt.state) == ("time", end, "timed_out")


def test_the_last_moment_before_the_deadline_is_handing_in_by_the_person(session, attempt, now):
    at = attempt.deadline_at - timedelta(microseconds=1)
    got = submit_attempt(session, attempt, key="k", now=at)
    assert (got.closed_by, got.closed_at) == ("person", at)


def test_an_answer_within_the_grace_counts_and_the_receipt_says_so(session, attempt, choice, now):
    other = make.position_of(session, attempt, KindName.TRUE_FALSE)
    make.save(session, attempt, other, True, attempt.deadline_at)  # the deadline itself is in time
    make.save(session, attempt, choice, "b", attempt.deadline_at + 3 * SECOND)
    got = submit_attempt(session, attempt, key="k", now=attempt.deadline_at + 4 * SECOND)
    assert (got.answered, got.in_grace) == (2, 1)


def test_the_result_page_tells_of_the_grace(session, attempt, choice, now, signed_in, officer, monkeypatch):
    here = signed_in(officer)
    make.save(session, attempt, choice, "b", attempt.deadline_at + 3 * SECOND)
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: attempt.deadline_at + 4 * SECOND)
    make.submit(here, attempt.uuid, page="own")
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert "ended by the clock" in page
    assert "1 answer came just after the time was up. It counts." in page
    session.refresh(attempt)
    assert attempt.submit_page == "own"


@pytest.mark.parametrize("page", ["", "a b", "x" * 41, "a\0"])
def test_a_page_without_a_proper_name_hands_in_all_the_same(session, attempt, signed_in, officer, page):
    here = signed_in(officer)
    session.commit()
    answered = make.submit(here, attempt.uuid, page=page)
    session.refresh(attempt)
    assert answered.status_code == (400 if "\0" in page else 303)
    assert attempt.submit_page is None


def timing(**more):
    moments = {
        "started_at": NOW - 40 * MINUTE,
        "closed_at": NOW,
        "shown_at": None,
        "given_at": NOW - 5 * MINUTE,
        "received_at": NOW + 40 * SECOND,
    }
    return late_timing(**moments | more)


BY_PERSON = [
    (
        {"shown_at": NOW},
        (
            "Server time: after the exam was submitted, and 40 seconds after the result was "
            "shown. The time of the device is different: it says 5 minutes before the exam was "
            "submitted."
        ),
    ),
    (
        {"shown_at": NOW + MINUTE},
        (
            "Server time: 40 seconds after the exam was submitted. The time of the device is "
            "different: it says 5 minutes before the exam was submitted."
        ),
    ),
]
BY_CLOCK = [
    (
        {},
        (
            "Server time: 40 seconds after the time was up. The device says that the answer was "
            "given 5 minutes before the time was up."
        ),
    ),
    (
        {"shown_at": NOW},
        (
            "Server time: after the time was up, and 40 seconds after the result was shown. The "
            "time of the device is different: it says 5 minutes before the time was up."
        ),
    ),
    (
        {"given_at": NOW + 39 * SECOND},
        "Server time: 40 seconds after the time was up. The time of the device agrees.",
    ),
    ({"given_at": None}, "Server time: 40 seconds after the time was up. The device gives no time."),
    (
        {"given_at": NOW - DAY},
        "Server time: 40 seconds after the time was up. The time of the device cannot be right.",
    ),
    (
        {"given_at": NOW + HOUR},
        "Server time: 40 seconds after the time was up. The time of the device cannot be right.",
    ),
]


@pytest.mark.parametrize(
    ("by_person", "more", "words"),
    [(True, *case) for case in BY_PERSON] + [(False, *case) for case in BY_CLOCK],
)
def test_what_the_clocks_say_is_told_in_words(app, by_person, more, words):
    with app.test_request_context():
        assert timing_words(timing(**more), by_person=by_person) == words


@pytest.mark.parametrize(
    ("more", "contradicted"),
    [
        ({}, False),
        ({"shown_at": NOW}, True),
        ({"shown_at": NOW, "given_at": NOW + SECOND}, False),
        ({"shown_at": NOW + HOUR}, False),  # it came before the result was shown
    ],
)
def test_only_an_earlier_time_of_the_device_after_a_result_is_a_contradiction(more, contradicted):
    assert timing(**more).contradicted is contradicted


def test_a_device_that_says_nothing_claims_nothing():
    assert timing(given_at=None).claim is DeviceClaim.NOTHING


def test_a_device_claims_before_up_to_the_closing_and_impossible_beyond_the_error_of_clocks():
    closed, started, received = NOW, NOW - 40 * MINUTE, NOW + 40 * SECOND
    claims = {
        closed: DeviceClaim.BEFORE,
        closed + SECOND: DeviceClaim.AFTER,
        received + CLOCK_ERROR: DeviceClaim.AFTER,
        received + CLOCK_ERROR + SECOND: DeviceClaim.IMPOSSIBLE,
        started - CLOCK_ERROR: DeviceClaim.BEFORE,
        started - CLOCK_ERROR - SECOND: DeviceClaim.IMPOSSIBLE,
    }
    assert {given: timing(given_at=given).claim for given in claims} == claims


def decided_page(session, attempt, choice, signed_in, given_at, received_at):
    """What a manager reads about one answer of another device."""
    make.save(session, attempt, choice, "b", received_at, page="other", given_at=given_at)
    session.commit()
    return signed_in(person(session, None, Role.PROGRAMME_MANAGER)).get(f"/manage/late/{attempt.uuid}").text


def test_a_manager_reads_what_the_clocks_say_of_an_answer_that_came_after_the_result(
    session, attempt, choice, now, signed_in
):
    submit_attempt(session, attempt, key="k", now=now + 20 * MINUTE)
    grading.grade_attempt(session, attempt.id, now=now + 20 * MINUTE)
    page = decided_page(session, attempt, choice, signed_in, given_at=now, received_at=now + 20 * MINUTE + 40 * SECOND)
    assert "after the exam was submitted, and 40 seconds after the result was shown." in page
    assert "is different: it says 20 minutes before the exam was submitted." in page
    assert "The person could see the result when some of these answers arrived." in page
    assert "09:20:40 UTC" in page  # two moments of one minute are told apart


def test_a_manager_is_not_warned_where_nobody_saw_a_result(session, attempt, choice, now, signed_in):
    close_overdue(session, attempt.id, now=now + 41 * MINUTE)
    page = decided_page(session, attempt, choice, signed_in, given_at=now, received_at=now + 42 * MINUTE)
    assert "Server time: 2 minutes after the time was up." in page
    assert "The person could see the result" not in page


def test_an_answer_that_came_after_handing_in_is_not_told_that_the_time_was_up(
    session, attempt, choice, now, signed_in, officer
):
    submit_attempt(session, attempt, key="k", page="own", now=now + MINUTE)
    grading.grade_attempt(session, attempt.id, now=now + MINUTE)
    make.save(session, attempt, choice, "b", now + 2 * MINUTE, page="other", given_at=now)
    session.commit()
    page = signed_in(officer).get(f"/attempts/{attempt.uuid}").text
    assert "1 answer arrived after you submitted. It is saved, and a person will decide about it." in page
    assert "time was up" not in page


def test_without_script_an_answer_after_handing_in_says_that_it_does_not_count(
    session, attempt, choice, signed_in, officer, now, monkeypatch
):
    here = signed_in(officer)
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: now)
    make.submit(here, attempt.uuid)
    here.post(f"/attempts/{attempt.uuid}/questions/{choice}", data={"answer": "b"})
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert "This answer was given after you submitted the exam. It does not count." in page
    assert "is saved" not in page
    assert late_steps(session, attempt.id) == []
