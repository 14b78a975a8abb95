"""Lessons that were read on a phone: counted once each, with a receipt; what does not fit is refused with a reason."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courses.learning.models import LessonRead
from courses.learning.offline_reads import READ, READ_KIND
from courses.learning.rules.progress import Why
from lms.access import Role
from lms.offline.models import OfflineReceipt
from lms.offline.rules import CLOCK_SLACK, Envelope, ReceiptState, clock_gap
from lms.offline.services import receive
from tests.builders.people import person, viewer

SLUG = "tiny-course"


def entry(version, lesson="first", *, key=None, course=SLUG, of=None, made_at=None) -> Envelope:
    body = {"lesson": lesson, "version": of or version.uuid}
    return Envelope(key or str(uuid.uuid4()), READ, course, "phone", 1, made_at, body)


def take(session, row, one, now):
    """The receipt of one entry, and why."""
    (told,) = receive(session, READ_KIND, viewer(session, row), [one], now=now)
    return told.state, session.scalars(select(OfflineReceipt.receipt).order_by(OfflineReceipt.id.desc())).first()["why"]


def rows(session, of) -> int:
    return session.scalar(select(func.count()).select_from(of))


def test_a_lesson_counts_once_however_often_it_comes(app, session, enrolled, version, now):
    one = entry(version)
    told = [take(session, enrolled, one, now + timedelta(hours=n))[0] for n in range(3)]
    assert told == [ReceiptState.TAKEN, ReceiptState.ALREADY, ReceiptState.ALREADY]
    assert session.scalars(select(OfflineReceipt.at)).all() == [now]
    assert rows(session, LessonRead) == 1


def test_a_lesson_that_was_read_before_is_told_as_such(session, enrolled, version, now):
    take(session, enrolled, entry(version), now)
    assert take(session, enrolled, entry(version), now)[0] == ReceiptState.ALREADY
    assert rows(session, LessonRead) == 1


def test_the_same_id_of_two_people_is_two_entries(session, enrolled, version, now):
    other = person(session, "Other", Role.OFFICER)
    one = entry(version)
    assert take(session, enrolled, one, now)[0] == ReceiptState.TAKEN
    assert take(session, other, one, now)[0] == ReceiptState.REFUSED


def test_a_lesson_of_a_version_that_was_replaced_counts_and_says_so(session, enrolled, version, now):
    told = take(session, enrolled, entry(version, of="an-older-version"), now)
    assert told == (ReceiptState.TAKEN, Why.RENEWED)


@pytest.mark.parametrize(
    ("lesson", "course", "why"),
    [("gone", SLUG, Why.GONE), ("quiz-one", SLUG, Why.GONE), ("first", "no-course", Why.NOT_TAKEN)],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(session, enrolled, version, now, lesson, course, why):
    told = take(session, enrolled, entry(version, lesson, course=course), now)
    assert told == (ReceiptState.REFUSED, why)
    assert rows(session, LessonRead) == 0


def test_who_does_not_take_the_course_is_refused(session, officer, version, now):
    assert take(session, officer, entry(version), now)[1] == Why.NOT_TAKEN


def test_the_time_of_the_server_counts_and_the_phone_s_is_a_remark(session, enrolled, version, now):
    take(session, enrolled, entry(version, made_at=now + timedelta(days=1)), now)
    receipt = session.scalars(select(OfflineReceipt)).one()
    assert (receipt.at, receipt.made_at) == (now, now + timedelta(days=1))
    assert session.scalars(select(LessonRead.at)).one() == now


@pytest.mark.parametrize(
    ("off", "wrong"),
    [
        (timedelta(), False),
        (CLOCK_SLACK, False),
        (CLOCK_SLACK + timedelta(seconds=1), True),
        (-timedelta(days=1), True),
    ],
)
def test_a_clock_is_wrong_by_more_than_the_slack(now, off, wrong):
    assert clock_gap(now + off, now) == (off if wrong else None)


# What a page sent that a phone kept from before there was one outbox.


def sent(row, version, *entries, **more):
    listed = [
        {"key": one.id, "course": one.subject, "lesson": one.body["lesson"], "version": one.body["version"]}
        for one in entries
    ]
    return {"person": row.uuid, "sent_at": None, "marks": listed} | more


def test_a_page_from_before_gets_a_receipt_for_every_lesson_read(signed_in, enrolled, version):
    browser = signed_in(enrolled)
    both = entry(version), entry(version, "gone")
    answer = browser.post("/learn/marks", json=sent(enrolled, version, *both))
    assert answer.status_code == 200
    assert [(one["key"], one["verdict"]) for one in answer.json["results"]] == [
        (both[0].id, "taken"), (both[1].id, "refused"),
    ]  # fmt: skip
    assert "no longer in your course" in answer.json["results"][1]["message"]


def test_what_came_by_the_old_address_counts_once_when_it_is_sent_by_the_new(signed_in, session, enrolled, version):
    browser, one = signed_in(enrolled), entry(version)
    browser.post("/learn/marks", json=sent(enrolled, version, one))
    again = {"id": one.id, "kind": READ, "subject": SLUG, "device": "before", "seq": 7, "body": one.body}
    answer = browser.post("/offline/sync", json={"person": enrolled.uuid, "entries": [again]})
    assert [(told["state"], told["message"]) for told in answer.json["results"]] == [("already", "Marked as read.")]
    assert rows(session, LessonRead) == rows(session, OfflineReceipt) == 1


def test_a_clock_that_is_a_day_wrong_is_remarked(signed_in, enrolled, version):
    answer = signed_in(enrolled).post(
        "/learn/marks", json=sent(enrolled, version, entry(version), sent_at="2020-01-01T00:00:00+00:00")
    )
    assert "The clock of this phone is wrong" in answer.json["remark"]


def test_what_somebody_else_read_is_not_taken(signed_in, session, enrolled, version):
    body = sent(enrolled, version, entry(version)) | {"person": "11111111-1111-4111-8111-111111111111"}
    assert signed_in(enrolled).post("/learn/marks", json=body).status_code == 409
    assert rows(session, LessonRead) == rows(session, OfflineReceipt) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'{"person": "x", "marks": 5}',
        b'{"person": "x", "marks": [5]}',
        b'{"person": 5, "marks": []}',
        b'{"person": "x", "marks": [{"key": "no uuid", "course": "a", "lesson": "b", "version": "c"}]}',
        b'{"person": "x", "marks": [{"key": "11111111-1111-4111-8111-111111111111", "course": "a"}]}',
        b'{"person": "x", "marks": [' + b"1," * 60 + b"1]}",
        b"[" * 100_000,
        b'{"person": "' + b"x" * 70_000 + b'", "marks": []}',
    ],
)
def test_what_is_no_list_of_lessons_read_is_told_so_and_changes_nothing(signed_in, session, enrolled, version, body):
    answer = signed_in(enrolled).post(
        "/learn/marks", data=body, headers={"Content-Type": "application/json", "Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert rows(session, OfflineReceipt) == 0
