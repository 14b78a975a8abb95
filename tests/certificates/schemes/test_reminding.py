"""Holders of certificates of schemes are reminded before and after their end, each time once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from certificates.candidates.rules.reminders import AFTER, LATE_DAYS, reminder_due
from certificates.candidates.services.reminders import remind
from certificates.credentials.rules.lifecycle import StatusReason
from certificates.credentials.services import ending
from lms.messages.models import Message
from tests.builders import certificates
from tests.builders import scheme_certificates as make

ENDS, MONTHS = date(2029, 8, 31), (6, 3, 1)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2029, 2, 27), None),
        (date(2029, 2, 28), 6),
        (date(2029, 3, 13), 6),
        (date(2029, 3, 14), None),
        (date(2029, 5, 31), 3),
        (date(2029, 7, 31), 1),
        (ENDS, None),
        (ENDS + timedelta(days=1), AFTER),
        (ENDS + timedelta(days=1 + LATE_DAYS), None),
    ],
)
def test_a_reminder_is_due_on_its_day_and_some_days_after(today, expected):
    assert reminder_due(ENDS, MONTHS, today) == expected


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_a_task_that_runs_every_day_finds_every_reminder_in_order(ends_on):
    days = [ends_on + timedelta(days=number) for number in range(-200, 30)]
    found = [one for one in (reminder_due(ends_on, MONTHS, day) for day in days) if one is not None]
    assert list(dict.fromkeys(found)) == [6, 3, 1, AFTER]


def months_told(session):
    query = select(Message).where(Message.kind == "certificate.ending").order_by(Message.id)
    return [one.params["months"] for one in session.scalars(query)]


def test_each_reminder_is_sent_once_and_the_last_one_after_the_end(session, held):
    ends = held.version.valid_until
    for days in (-190, -181, -180, -92, -91, -31, -30, 0, 2, 3):
        remind(session, now=ends + timedelta(days=days))
    assert months_told(session) == [6, 3, 1, AFTER]


def test_who_lost_the_certificate_is_not_reminded(session, held):
    at = held.version.valid_until - timedelta(days=30)
    ending.revoke(session, held.credential, StatusReason.OWN_WISH, "By letter.", actor_id=None, now=at)
    assert remind(session, now=at) == 0


def test_certificates_of_courses_have_their_own_way_of_reminding(session, app, now):
    with app.test_request_context():
        person = make.officer(session, "Esi Boateng", "esi@example.org")
        earlier = now - timedelta(days=100)  # when nobody with a certificate of a scheme is to be reminded
        course = certificates.issued(session, person, name="Esi Boateng", at=earlier)
    assert remind(session, now=course.version.valid_until - timedelta(days=30)) == 0
