"""Marks from a phone: taken once each, with a receipt; what does not fit is refused with a reason."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courses.learning.models import LessonRead, MarkReceipt
from courses.learning.offline_reads import take_mark
from courses.learning.rules.progress import CLOCK_SLACK, Mark, Verdict, Why, clock_gap
from lms.access import Role
from tests.builders.people import person

SLUG = "tiny-course"


def mark(version, lesson="first", *, key=None, course=SLUG, of=None, said_at=None) -> Mark:
    return Mark(key or str(uuid.uuid4()), course, lesson, of or version.uuid, said_at)


def rows(session, of) -> int:
    return session.scalar(select(func.count()).select_from(of))


def test_a_mark_counts_once_however_often_it_comes(session, enrolled, version, now):
    one = mark(version)
    told = [take_mark(session, enrolled.id, one, now=now + timedelta(hours=n)) for n in range(3)]
    assert {(receipt.verdict, receipt.at) for receipt in told} == {(Verdict.TAKEN, now)}
    assert rows(session, LessonRead) == rows(session, MarkReceipt) == 1


def test_a_lesson_that_was_read_before_is_told_as_such(session, enrolled, version, now):
    take_mark(session, enrolled.id, mark(version), now=now)
    assert take_mark(session, enrolled.id, mark(version), now=now).verdict == Verdict.ALREADY
    assert rows(session, LessonRead) == 1


def test_the_same_key_of_two_people_is_two_marks(session, enrolled, version, now):
    other = person(session, "Other", Role.OFFICER)
    one = mark(version)
    assert take_mark(session, enrolled.id, one, now=now).verdict == Verdict.TAKEN
    assert take_mark(session, other.id, one, now=now).verdict == Verdict.REFUSED


def test_a_mark_of_a_version_that_was_replaced_counts_and_says_so(session, enrolled, version, now):
    told = take_mark(session, enrolled.id, mark(version, of="an-older-version"), now=now)
    assert (told.verdict, told.why) == (Verdict.TAKEN, Why.RENEWED)


@pytest.mark.parametrize(
    ("lesson", "course", "why"),
    [("gone", SLUG, Why.GONE), ("quiz-one", SLUG, Why.GONE), ("first", "no-course", Why.NOT_TAKEN)],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(session, enrolled, version, now, lesson, course, why):
    told = take_mark(session, enrolled.id, mark(version, lesson, course=course), now=now)
    assert (told.verdict, told.why) == (Verdict.REFUSED, why)
    assert rows(session, LessonRead) == 0


def test_who_does_not_take_the_course_is_refused(session, officer, version, now):
    assert take_mark(session, officer.id, mark(version), now=now).why == Why.NOT_TAKEN


def test_the_time_of_the_server_counts_and_the_phone_s_is_a_remark(session, enrolled, version, now):
    told = take_mark(session, enrolled.id, mark(version, said_at=now + timedelta(days=1)), now=now)
    session.expire_all()
    assert told.at == now
    assert told.said_at == now + timedelta(days=1)
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


def sent(row, version, *marks, **more):
    listed = [{"key": one.key, "course": one.course, "lesson": one.lesson, "version": one.version} for one in marks]
    return {"person": row.uuid, "sent_at": None, "marks": listed} | more


def test_a_phone_gets_a_receipt_for_every_mark(signed_in, enrolled, version):
    browser = signed_in(enrolled)
    both = mark(version), mark(version, "gone")
    answer = browser.post("/learn/marks", json=sent(enrolled, version, *both))
    assert answer.status_code == 200
    assert [(one["key"], one["verdict"]) for one in answer.json["results"]] == [
        (both[0].key, "taken"), (both[1].key, "refused"),
    ]  # fmt: skip
    assert "no longer in your course" in answer.json["results"][1]["message"]


def test_a_clock_that_is_a_day_wrong_is_remarked(signed_in, enrolled, version):
    answer = signed_in(enrolled).post(
        "/learn/marks", json=sent(enrolled, version, mark(version), sent_at="2020-01-01T00:00:00+00:00")
    )
    assert "The clock of this phone is wrong" in answer.json["remark"]


def test_marks_of_somebody_else_are_not_taken(signed_in, session, enrolled, version):
    body = sent(enrolled, version, mark(version)) | {"person": "11111111-1111-4111-8111-111111111111"}
    assert signed_in(enrolled).post("/learn/marks", json=body).status_code == 409
    assert rows(session, LessonRead) == rows(session, MarkReceipt) == 0


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
def test_what_is_no_list_of_marks_is_told_so_and_changes_nothing(signed_in, session, enrolled, version, body):
    answer = signed_in(enrolled).post(
        "/learn/marks", data=body, headers={"Content-Type": "application/json", "Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert rows(session, MarkReceipt) == 0
