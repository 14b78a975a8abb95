"""The board of a cohort, an officer on it, its to-do and its file, as trainers use them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from courses.cohorts.pages.board import BoardChoice, board_page
from courses.cohorts.pages.start_page import led_next
from courses.cohorts.rules.board import BoardFilter, BoardOrder
from courses.cohorts.services import leaving
from courses.cohorts.services.joining import bring_in, join
from courses.learning.queries.runs import newest_runs
from courses.learning.services import enrol, record_completion, record_read
from courses.ports.steps import StepAttempt, StepState
from lms import clock
from lms.access import Role
from lms.audit.models import AuditEntry
from tests.builders import cohorts
from tests.builders.crowd import statements
from tests.builders.people import administration, person, viewer


@pytest.fixture
def place(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, "Trainer One", place)


@pytest.fixture
def begun(now):
    """Four weeks ago."""
    return now - timedelta(days=31)


@pytest.fixture
def cohort(session, version, place, leader, begun):
    """In the middle of its eight weeks; the course has three lessons, two quizzes and an exam."""
    return cohorts.cohort(session, version, begun, place=place, leader=leader)


@pytest.fixture
def officers(session, cohort, begun):
    return cohorts.officers(session, cohort, 4, begun)


def read(session, version, row, lessons, at):
    """These lessons were read at a moment; the number of the run."""
    for lesson in lessons:
        record_read(session, row.id, version.course_id, lesson, now=at)
    return newest_runs(session, [row.id], version.course_id)[row.id].id


def finish(session, version, row, at, *steps):
    """Every lesson and quiz is done, and these steps."""
    run_id = read(session, version, row, ["first", "second", "third"], at)
    for step in ("quiz-one", "quiz-two", *steps):
        record_completion(session, run_id, step, now=at)


@pytest.fixture
def shown(session, cohort, leader, now, app):
    """The board as its trainer sees it."""

    acting = viewer(session, leader)

    def ask(**choice):
        with app.test_request_context():
            return board_page(session, acting, cohort, BoardChoice(**choice), now)

    return ask


@pytest.fixture
def class_of_four(session, version, officers, now):
    """One has passed, one waits for the exam, one read a lesson ten days ago, one never came."""
    passed, ready, slow, absent = officers
    finish(session, version, passed, now - timedelta(days=3), "the-exam")
    finish(session, version, ready, now - timedelta(hours=1))
    read(session, version, slow, ["first"], now - timedelta(days=10))
    for row, name in ((passed, "Bounmy"), (ready, "Chanthavy"), (slow, "Khamla"), (absent, "Anouk")):
        row.name = name
    session.flush()
    return passed, ready, slow, absent


def names(page):
    return [one.name for one in page.lines]


def test_each_filter_counts_the_whole_cohort_and_shows_its_officers(class_of_four, shown):
    page = shown()
    assert names(page) == ["Anouk", "Bounmy", "Chanthavy", "Khamla"]
    assert page.counts == {
        BoardFilter.ALL: 4,
        BoardFilter.NEED_YOU: 2,
        BoardFilter.LATE: 0,
        BoardFilter.NOT_BEGUN: 1,
        BoardFilter.IN_PROGRESS: 2,
        BoardFilter.BEHIND: 1,
        BoardFilter.STUCK: 1,
        BoardFilter.WAITS_FOR_EXAM: 1,
        BoardFilter.FAILED: 0,
        BoardFilter.PASSED: 1,
    }
    assert names(shown(show=BoardFilter.NEED_YOU)) == ["Anouk", "Khamla"]
    assert names(shown(show=BoardFilter.PASSED)) == ["Bounmy"]


def test_a_line_says_how_far_and_when_seen_last_in_days(class_of_four, shown):
    absent, passed, ready, slow = shown().lines
    assert [one.seen for one in (absent, passed, ready, slow)] == ["never", "3 days ago", "today", "10 days ago"]
    assert [list(module) for module in slow.squares] == [["d", ""], [""]]
    assert (slow.standing.facts.read, ready.standing.facts.checkpoints_passed) == (1, 2)
    assert [str(words) for words, _tone in slow.chips] == ["stuck"]
    assert "not started since" in str(absent.chips[0][0])


def test_the_board_is_ordered_by_who_is_least_far_and_who_was_away_longest(class_of_four, shown):
    assert names(shown(order=BoardOrder.PROGRESS)) == ["Anouk", "Khamla", "Chanthavy", "Bounmy"]
    assert names(shown(order=BoardOrder.SEEN)) == ["Anouk", "Khamla", "Bounmy", "Chanthavy"]


def test_a_checkpoint_failed_twice_is_said(session, version, officers, steps, shown, now):
    read(session, version, officers[0], ["first"], now)
    steps.answers["quiz-one"] = StepState("not passed, 40 %", "bad", attempts=2, passed=False, last_at=now)
    assert shown().counts[BoardFilter.STUCK] == 4  # the fake answers alike for all runs


def test_an_attempt_alone_counts_as_seen(officers, steps, shown, now):
    steps.answers["quiz-one"] = StepState("in progress", "info", attempts=1, last_at=now)
    page = shown()
    assert (page.lines[0].seen, page.counts[BoardFilter.NOT_BEGUN]) == ("today", 0)


def test_who_has_left_is_on_no_board_and_has_no_page(session, cohort, leader, officers, shown, signed_in, now):
    gone = officers[0]
    there = cohorts.participant(session, cohort, gone)
    leaving.withdraw(session, cohort, there, "Ill.", actor=viewer(session, leader), now=now)
    assert shown().counts[BoardFilter.ALL] == 3
    browser = signed_in(leader)
    assert browser.get(f"/cohorts/{cohort.row.uuid}/officers/{gone.uuid}").status_code == 404
    assert browser.get(f"/cohorts/{cohort.row.uuid}/participants/{gone.uuid}").status_code == 200


def test_whoever_finishes_another_run_first_is_not_called_late(session, version, cohort, place, shown, now):
    busy = person(session, "Busy", (Role.OFFICER, place), place=place)
    enrol(session, busy.id, version.id, now=now)
    join(session, cohort, busy.id, take_over=False, now=now)
    page = shown()
    assert (page.counts[BoardFilter.ALL], page.counts[BoardFilter.NEED_YOU]) == (1, 0)
    assert str(page.lines[0].chips[0][0]) == "first finishes an earlier start"


def test_what_was_done_outside_the_cohort_is_not_shown(session, version, cohort, place, shown, now):
    busy = person(session, "Busy", (Role.OFFICER, place), place=place)
    enrol(session, busy.id, version.id, now=now)
    read(session, version, busy, ["first", "second"], now)
    join(session, cohort, busy.id, take_over=False, now=now)
    assert shown().lines[0].standing.facts.read == 0


def test_a_cohort_that_has_ended_keeps_its_board_and_calls_nobody_late(
    session, cohort, class_of_four, leader, shown, app, now
):
    leaving.end_cohort(session, cohort, "Done.", by=leader.id, now=now)
    with app.test_request_context():
        page = board_page(session, viewer(session, leader), cohorts.found(session, cohort.id), BoardChoice(), now)
    assert (page.counts[BoardFilter.ALL], page.counts[BoardFilter.NEED_YOU]) == (4, 0)


def test_before_the_first_day_nobody_is_late(session, version, place, leader, app, now):
    coming = cohorts.cohort(session, version, now, place=place, leader=leader)
    cohorts.officers(session, coming, 2, now)
    with app.test_request_context():
        page = board_page(session, viewer(session, leader), coming, BoardChoice(), now)
    assert (page.not_started, page.counts[BoardFilter.NEED_YOU], page.counts[BoardFilter.NOT_BEGUN]) == (True, 0, 2)


def test_pages_of_fifty_begin_behind_an_officer_and_lose_nobody(session, cohort, place, begun, shown):
    many = [person(session, f"Officer {n:03}", (Role.OFFICER, place), place=place) for n in range(120)]
    bring_in(session, cohort, [one.id for one in many], by=None, now=begun)
    first = shown()
    second, third = shown(after=first.next), shown(after=shown(after=first.next).next)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert names(first) + names(second) + names(third) == [one.name for one in many]
    assert (first.previous, second.previous, third.next) == (None, "", None)
    assert names(shown(after=third.previous)) == names(second)
    assert names(shown(after="somebody who is gone")) == names(first)


def test_the_board_takes_as_many_statements_for_300_officers_as_for_3(
    session, version, cohort, place, leader, begun, signed_in, shown
):
    counts = []
    for more in (3, 27, 270):
        made = [person(session, None, (Role.OFFICER, place), place=place) for _each in range(more)]
        bring_in(session, cohort, [one.id for one in made], by=None, now=begun)
        read(session, version, made[0], ["first"], begun)
        shown()  # what never changes of the version is remembered from now on
        counts.append(statements(session, shown)[0])
    assert counts == [5, 5, 5]


def test_the_whole_page_takes_at_most_eight_statements(session, cohort, officers, leader, signed_in):
    browser, address = signed_in(leader), f"/cohorts/{cohort.row.uuid}/board"
    browser.get(address)
    count, answer = statements(session, lambda: browser.get(address))
    assert answer.status_code == 200
    assert 0 < count <= 8


def test_the_page_of_an_officer_has_days_results_and_history(
    session, version, cohort, class_of_four, leader, signed_in, steps, now
):
    steps.tried = [StepAttempt("quiz-one", 1, now, "not passed, 40 %", "bad")]
    slow = class_of_four[2]
    page = signed_in(leader).get(f"/cohorts/{cohort.row.uuid}/officers/{slow.uuid}").text
    for words in ("Khamla", "days ago", "stuck", "Quiz one", "not passed, 40 %", "1 of 3", "in the cohort"):
        assert words in page


def test_somebody_of_no_cohort_of_mine_is_not_found(session, version, cohort, officers, place, leader, signed_in, now):
    other = cohorts.cohort(session, version, now, place=place)
    browser = signed_in(leader)
    assert browser.get(f"/cohorts/{other.row.uuid}/board").status_code == 404
    assert browser.get(f"/cohorts/{other.row.uuid}/officers/{officers[0].uuid}").status_code == 404


def test_a_proposed_cohort_has_no_board(session, version, place, leader, signed_in, now):
    waiting = cohorts.proposed(session, version, leader, place, now)
    manager = person(session, None, Role.PROGRAMME_MANAGER)
    assert signed_in(manager).get(f"/cohorts/{waiting.row.uuid}/board").status_code == 404


def test_the_board_as_a_file_holds_its_filter_and_the_record_is_told(session, cohort, class_of_four, leader, signed_in):
    answer = signed_in(leader).get(f"/cohorts/{cohort.row.uuid}/board/export.json?show=need-you")
    rows = json.loads(answer.text)
    assert [one["name"] for one in rows] == ["Anouk", "Khamla"]
    assert (rows[1]["read"], rows[1]["lessons"], rows[0]["seen_on"]) == (1, 3, None)
    session.expire_all()
    entry = session.query(AuditEntry).filter_by(name="list.exported").one()
    assert entry.data["filter"] == {"cohort": cohort.id, "show": "need-you"}


def test_the_start_page_names_the_cohorts_whose_officers_need_their_trainer(
    session, cohort, class_of_four, leader, signed_in
):
    page = signed_in(leader).get("/").text
    assert "2 officers need help" in page
    assert f"/cohorts/{cohort.row.uuid}/board?show=need-you" in page


def test_the_to_dos_of_many_cohorts_take_as_many_statements_as_of_one(session, version, place, leader, begun, app, now):
    counts = []
    for more in (1, 4):
        for _each in range(more):
            made = cohorts.cohort(session, version, begun, place=place, leader=leader)
            cohorts.officers(session, made, 2, begun)
        with app.test_request_context():
            led_next(session, viewer(session, leader), now)
            acting = viewer(session, leader)
            counts.append(statements(session, lambda: led_next(session, acting, now))[0])  # noqa: B023
    assert counts[0] == counts[1]


def test_a_manager_of_another_place_sees_neither_board_nor_officers(session, cohort, officers, signed_in):
    abroad = administration(session, "Far Customs", country="KE")
    manager = person(session, None, (Role.PROGRAMME_MANAGER, abroad))
    assert signed_in(manager).get(f"/cohorts/{cohort.row.uuid}/board").status_code == 404


@pytest.fixture
def asked(signed_in, leader, cohort):
    """The board as the browser of its trainer gets it."""
    browser, address = signed_in(leader), f"/cohorts/{cohort.row.uuid}/board"
    return lambda **options: browser.get(address, **options).text


def test_a_board_is_kept_for_some_seconds_and_says_so_and_the_newest_can_be_asked_for(
    session, version, class_of_four, asked, now
):
    page = asked()
    assert "Status at" in page
    absent = class_of_four[3]
    read(session, version, absent, ["first"], clock.now())
    session.commit()
    assert "not started since" in asked()
    assert "not started since" not in asked(query_string={"newest": "1"})
    assert "not started since" not in asked()


def test_who_has_the_page_loaded_again_sees_the_newest(session, version, class_of_four, asked):
    asked()
    read(session, version, class_of_four[3], ["first"], clock.now())
    session.commit()
    assert "not started since" not in asked(headers={"Cache-Control": "max-age=0"})


def test_whoever_comes_or_leaves_is_seen_at_once(session, cohort, leader, officers, asked, now):
    assert ">4</span>" in asked()
    there = cohorts.participant(session, cohort, officers[0])
    leaving.withdraw(session, cohort, there, "Ill.", actor=viewer(session, leader), now=now)
    session.commit()
    page = asked()
    assert ">3</span>" in page
    assert officers[0].name not in page


def test_a_kept_board_takes_three_statements_of_its_frame_and_one_of_what_changed(session, class_of_four, asked):
    asked()
    assert statements(session, asked)[0] <= 4


def test_what_a_manager_of_the_place_sees_is_never_kept(session, version, class_of_four, cohort, place, signed_in):
    manager = person(session, None, (Role.PROGRAMME_MANAGER, place))
    browser, address = signed_in(manager), f"/cohorts/{cohort.row.uuid}/board"
    assert "not started since" in browser.get(address).text
    read(session, version, class_of_four[3], ["first"], clock.now())
    session.commit()
    assert "not started since" not in browser.get(address).text
