"""How the end of a certificate opens its course again, as its holder reads it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from certificates.credentials.rules.lifecycle import StatusReason
from certificates.credentials.services import ending
from certificates.register.pages.reopening import reopenings
from courses.api import newest_runs
from lms.access import Role
from lms.people.models import Person
from tests.builders import certificates as build
from tests.builders import crowd
from tests.builders.people import NOW, person

YEARS = 1200  # days, after which a certificate of 36 months is over


@pytest.fixture
def run(session, officer, course):
    """The run in which the certificate was earned."""
    return newest_runs(session, [officer.id], course.course_id)[officer.id]


@pytest.fixture
def other(session, course):
    """The run of somebody who has no certificate."""
    row = person(session, "Bo Li", Role.OFFICER, name_checked_at=NOW)
    build.enrol(session, row, course)
    return newest_runs(session, [row.id], course.course_id)[row.id]


@pytest.fixture
def said(app, session, run):
    """What the holder is told some days later."""

    def tell(days=1):
        with app.test_request_context():
            return reopenings(session, [run], NOW + timedelta(days=days)).get(run.id)

    return tell


def revoked(session, held, reason, words="The wrong exam was counted."):
    ending.revoke(session, held.credential, reason, words, actor_id=None, now=NOW + timedelta(days=1))
    session.flush()


def test_while_it_is_in_force_nothing_opens(said, held):
    one = said()
    assert one.words == (
        "You have passed. Your certificate is valid until 25 November 2029. You may renew it from 25 May 2029."
    )
    assert (one.allowed, one.chip, one.url) == (False, "valid", f"/certificates/{held.credential.uuid}")


def test_in_the_window_it_is_renewed_and_the_page_says_until_when(said, held):
    day = (datetime(2029, 5, 25, tzinfo=UTC) - NOW).days + 1
    assert not said(day - 1).allowed
    one = said(day)
    assert (one.allowed, one.renews, one.tone) == (True, True, "ok")
    assert one.words.startswith("Your certificate is valid until 25 November 2029. You may renew it now.")


def test_after_expiry_it_opens_at_once(said, held):
    one = said(YEARS)
    assert one.words == (
        "Your certificate was valid until 25 November 2029. You may take this course again. "
        "You start with all attempts again."
    )
    assert (one.allowed, one.chip) == (True, "expired")


@pytest.mark.parametrize("reason", [StatusReason.ERROR, StatusReason.OWN_WISH])
def test_after_an_error_or_ones_own_wish_too(session, said, held, reason):
    revoked(session, held, reason)
    one = said(2)
    assert one.allowed
    assert "was revoked on 26 November 2026." in one.words
    assert "The wrong exam was counted. You may take this course again." in one.words


def test_after_misconduct_it_does_not(session, said, held):
    revoked(session, held, StatusReason.MISCONDUCT, "Sold what was seized.")
    one = said(2)
    assert not one.allowed
    assert "There is no day yet" in one.words


def test_while_it_is_suspended_nothing_opens(session, said, held):
    build.suspended(session, held, at=NOW + timedelta(days=1))
    one = said(2)
    assert not one.allowed
    assert one.words.startswith("Your certificate is suspended since 26 November 2026. It is being reviewed.")


def test_what_waits_for_a_name_keeps_it_closed_until_it_is_too_late(app, session, other, course):
    build.claim(session, session.get_one(Person, other.person_id), course)
    with app.test_request_context():
        waits = reopenings(session, [other], NOW)[other.id]
        late = reopenings(session, [other], NOW + timedelta(days=YEARS))[other.id]
    assert (waits.allowed, late.allowed) == (False, True)
    assert "not created yet" in waits.words
    assert "would already have expired" in late.words


def test_who_earned_nothing_is_told_nothing(app, session, other, held):
    with app.test_request_context():
        assert reopenings(session, [other], NOW) == {}


def test_a_run_that_began_after_the_end_has_lost_nothing(app, session, run, held, officer):
    later = replace(run, begun_at=NOW + timedelta(days=YEARS))
    with app.test_request_context():
        assert reopenings(session, [later], NOW + timedelta(days=YEARS + 1)) == {}


def test_many_runs_take_as_many_statements_as_one(app, session, run, held, course):
    others = [person(session, None, Role.OFFICER, name_checked_at=NOW) for _number in range(3)]
    for row in others:
        build.enrol(session, row, course)
        build.claim(session, row, course)
    many = list(newest_runs(session, [run.person_id, *(row.id for row in others)], course.course_id).values())
    with app.test_request_context():
        one_took, _found = crowd.statements(session, lambda: reopenings(session, [run], NOW))
        all_took, found = crowd.statements(session, lambda: reopenings(session, many, NOW))
    assert len(found) == len(many) == 4
    assert all_took == one_took
