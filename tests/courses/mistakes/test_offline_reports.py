"""Reports that a phone kept: each is taken once, and what cannot be taken is told."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from courses.mistakes.models import MistakeNote
from courses.mistakes.offline_reports import MISTAKE_KIND
from courses.mistakes.rules import AT_ONCE
from lms import clock, ids
from lms.errors import BadInput
from lms.offline.receiving import take_entries
from lms.offline.rules import Envelope, ReceiptState
from tests.builders.people import viewer

BODY = {"course": "tiny-course", "lesson": "first", "language": "en", "sort": "fact", "text": "Not a bone."}


def entry(**more):
    body = {**BODY, **more}
    return Envelope(ids.new_uuid(), MISTAKE_KIND.name, "tiny-course", "phone", 1, None, body)


def notes(session):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(MistakeNote))


def test_a_report_that_comes_twice_is_taken_once_and_told_again(app, session, enrolled):
    session.commit()
    one = entry()
    with app.test_request_context():
        first = take_entries(viewer(session, enrolled), [one], now=clock.now())[one.id]
        again = take_entries(viewer(session, enrolled), [one], now=clock.now())[one.id]
        same_words = entry()
        third = take_entries(viewer(session, enrolled), [same_words], now=clock.now())[same_words.id]
    assert [first.state, again.state, third.state] == [ReceiptState.TAKEN, ReceiptState.ALREADY, ReceiptState.ALREADY]
    assert "You will get a message" in first.more["message"]
    assert notes(session) == 1


def test_what_the_course_has_lost_or_hides_is_refused_and_the_others_are_taken(app, session, enrolled):
    session.commit()
    entries = [entry(lesson="lost", version="gone"), entry(lesson="", attempt="no", question="1"), entry()]
    with app.test_request_context():
        told = take_entries(viewer(session, enrolled), entries, now=clock.now())
    assert [told[one.id].state for one in entries] == [
        ReceiptState.REFUSED, ReceiptState.REFUSED, ReceiptState.TAKEN,
    ]  # fmt: skip
    assert "so your report was not sent" in told[entries[0].id].more["message"]


def test_too_many_at_once_wait_on_the_phone_and_none_is_lost(app, session, enrolled):
    session.commit()
    entries = [entry(text=f"Mistake {number}") for number in range(AT_ONCE + 2)]
    with app.test_request_context():
        told = take_entries(viewer(session, enrolled), entries, now=clock.now())
    came_to = [told[one.id].state for one in entries]
    assert came_to == [ReceiptState.TAKEN] * AT_ONCE + [ReceiptState.LATER] * 2
    assert notes(session) == AT_ONCE


@pytest.mark.parametrize(
    "body",
    [
        None, [], {}, {**BODY, "text": ""}, {**BODY, "text": 1}, {**BODY, "text": "x" * 1001}, {**BODY, "sort": "poem"},
        {**BODY, "lesson": "x" * 200}, {**BODY, "lesson": ["first"]}, {**BODY, "sentence": {}}, {**BODY, "word": "\n"},
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused(app, body):
    with app.test_request_context(), pytest.raises(BadInput):
        MISTAKE_KIND.read_body(Envelope(ids.new_uuid(), MISTAKE_KIND.name, "c", "phone", 1, None, body))


def test_signs_that_a_database_refuses_are_left_out(app):
    body = {**BODY, "text": "Not\0 a \ud800bone."}
    with app.test_request_context():
        said = MISTAKE_KIND.read_body(Envelope(ids.new_uuid(), MISTAKE_KIND.name, "c", "phone", 1, None, body))
    assert said.draft.text == "Not a bone."
