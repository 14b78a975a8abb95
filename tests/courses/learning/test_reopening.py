"""Taking a course again after what was earned in it came to an end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from courses.learning import services
from courses.learning.queries import runs as queries
from courses.learning.rules.progress import EndReason
from courses.learning.versions import services as versions
from courses.ports.runs import REOPENING, Reopening
from courses.ports.steps import StepState
from lms.access import Role
from lms.errors import NotFound, RuleBroken
from tests.builders import composition
from tests.builders.courses import load
from tests.builders.people import person
from tests.courses.catalogue.test_loading import new_title

OVER = Reopening(
    "Your certificate was valid until 3 May 2026. You may take this course again.", "expired", "warn", allowed=True
)
HELD = replace(OVER, words="Your certificate is valid until 3 May 2027.", chip="valid", tone="ok", allowed=False)


class Source:
    """Says the same of every run but those that began later; remembers what it was asked."""

    def __init__(self, said):
        self.said, self.until, self.asked = said, None, []

    def __call__(self, session, runs, now):
        self.asked += runs
        return {run.id: self.said for run in runs if self.until is None or run.begun_at <= self.until}


@pytest.fixture
def opens(app, monkeypatch, now):
    """Have everybody's certificate stand like this; a run that begins after the first of all has lost nothing."""

    def make(said):
        source = Source(said)
        source.until = now
        composition.fill(app, monkeypatch, REOPENING, source)
        return source

    return make


@pytest.fixture
def finished(session, enrolled, version, steps, now):
    """An officer who did every step; their run."""
    run = queries.newest_runs(session, [enrolled.id], version.course_id)[enrolled.id]
    for step in queries.all_steps(session, version.id):
        services.record_completion(session, run.id, step, now=now)
    steps.answers = {"the-exam": StepState("passed, 85 %", "ok", passed=True)}
    return run


def again(session, run, now):
    return versions.take_again(session, run.person_id, run.course_id, run.uuid, now=now + timedelta(days=500))


def test_a_new_run_begins_in_the_newest_version_and_the_one_before_is_kept(session, finished, folder, opens, now):
    opens(OVER)
    new_title(folder)
    newer = load(session, folder, now)
    run = again(session, finished, now)
    assert (run.version_id, run.is_open, run.id > finished.id) == (newer.id, True, True)
    before = queries.runs_by_id(session, [finished.id])[finished.id]
    assert before.ended_reason is EndReason.BEGUN_AGAIN
    done = queries.done_in(session, [finished.id, run.id])
    assert (len(done[finished.id]), done[run.id]) == (6, frozenset())


def test_sent_twice_it_begins_once(session, finished, opens, now):
    opens(OVER)
    first = again(session, finished, now)
    assert again(session, finished, now).id == first.id
    with pytest.raises(RuleBroken, match="nothing in it has ended"):
        again(session, first, now)


def test_who_lost_nothing_does_not_count_their_attempts_anew(session, finished, opens, now):
    opens(HELD)
    with pytest.raises(RuleBroken, match="valid until 3 May 2027"):
        again(session, finished, now)
    assert queries.runs_by_id(session, [finished.id])[finished.id].is_open


def test_the_run_of_somebody_else_is_not_found(session, finished, opens, now):
    opens(OVER)
    other = person(session, "Other", Role.OFFICER)
    with pytest.raises(NotFound):
        versions.take_again(session, other.id, finished.course_id, finished.uuid, now=now)


def test_starting_is_no_way_round(session, finished, opens, version, now):
    """The button that starts a course does not begin an ended one anew."""
    opens(HELD)
    services.end_run(session, finished.id, reason=EndReason.CLOSED, by=None, now=now)
    with pytest.raises(RuleBroken, match="valid until 3 May 2027"):
        services.start(session, finished.person_id, version.id, now=now)


def test_the_course_says_how_it_stands_and_has_the_button(session, enrolled, finished, opens, signed_in):
    opens(OVER)
    browser = signed_in(enrolled)
    page = browser.get("/courses/tiny-course").text
    assert OVER.words in page
    assert f"/courses/tiny-course/runs/{finished.uuid}/begin-again" in page
    assert ">expired<" in page
    assert "passed, 85" not in page
    listed = browser.get("/learn").text
    assert OVER.words in listed
    assert ">expired<" in listed


def test_while_it_is_in_force_it_says_so_and_has_no_button(enrolled, finished, opens, signed_in):
    opens(HELD)
    page = signed_in(enrolled).get("/courses/tiny-course").text
    assert HELD.words in page
    assert "begin-again" not in page


def test_the_first_page_says_that_a_course_may_be_taken_again(session, enrolled, finished, opens, signed_in):
    opens(OVER)
    assert OVER.words in signed_in(enrolled).get("/").text
    opens(HELD)
    assert OVER.words not in signed_in(enrolled).get("/").text


def test_the_button_begins_the_course_again(app, session, enrolled, finished, opens, signed_in, monkeypatch, now):
    opens(OVER)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = signed_in(enrolled)
    sent = browser.post(f"/courses/tiny-course/runs/{finished.uuid}/begin-again")
    assert (sent.status_code, sent.location) == (303, "/courses/tiny-course/lessons/first")
    page = browser.get("/courses/tiny-course").text
    assert "You have started the course again, with all attempts." in page
    assert "begin-again" not in page


def test_what_is_under_way_is_not_asked_about(session, enrolled, version, opens, signed_in):
    source = opens(OVER)
    signed_in(enrolled).get("/courses/tiny-course")
    assert source.asked == []
