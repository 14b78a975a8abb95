"""Trainers write to officers from the board: shown first, sent once, told to the record without its words."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courses.cohorts.models.message import CohortMessage
from courses.cohorts.queries.audited import AUDITED
from courses.cohorts.rules.board import BoardFilter
from courses.cohorts.services import leaving
from courses.cohorts.services.writing import TRAINER_MESSAGE, TrainerMessage, write_to_officers
from courses.cohorts.views import writing as view
from courses.learning.services import record_read
from lms import ids
from lms.audit.models import AuditEntry
from lms.audit.verification.records import compare_all
from lms.errors import RuleBroken
from lms.messages.models import Message
from tests.builders import cohorts
from tests.builders.crowd import statements

TEXT = "Please read lesson two before Friday.\r\nI help you on Thursday."


@pytest.fixture
def leader(session):
    return cohorts.trainer(session, "Trainer One")


@pytest.fixture
def cohort(session, version, leader, now):
    return cohorts.cohort(session, version, now - timedelta(days=31), leader=leader)


@pytest.fixture
def officers(session, cohort, now):
    made = cohorts.officers(session, cohort, 3, now - timedelta(days=31))
    for number, one in enumerate(made):
        one.name = f"Officer {number}"
    session.flush()
    return made


@pytest.fixture
def mine(signed_in, leader, officers):
    return signed_in(leader)


@pytest.fixture
def address(cohort):
    return f"/cohorts/{cohort.row.uuid}/write"


def hidden(page, *names):
    """The hidden fields of the form of a page; each with its first value."""
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in names}
    return {name: match[1] for name, match in found.items() if match}


def told(session):
    """Who has how many messages."""
    of_trainers = select(Message.person_id, func.count()).where(Message.kind == TRAINER_MESSAGE.name)
    return dict(session.execute(of_trainers.group_by(Message.person_id)).all())


def preview(mine, address, **more):
    """The page before sending, and what its form holds."""
    key = hidden(mine.get(address).text, "key")
    page = mine.post(address, data=key | {"text": TEXT} | more)
    return page, hidden(page.text, "key", "shown", "show") | {"text": TEXT, "send": "1"} | more


def test_a_message_is_shown_with_the_number_of_people_before_it_goes(session, mine, address, officers):
    page, _form = preview(mine, address)
    assert page.status_code == 200
    for words in ("Send to 3 officers", "Please read lesson two", "Officer 0, Officer 1, Officer 2"):
        assert words in page.text
    assert told(session) == {}


def test_it_is_sent_once_however_often_the_form_arrives(session, mine, address, officers, leader):
    _page, form = preview(mine, address)
    first, second = mine.post(address, data=form), mine.post(address, data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert "already sent" in mine.get(second.headers["Location"]).text
    session.expire_all()
    assert told(session) == {one.id: 1 for one in officers}
    message = session.scalars(select(Message).where(Message.kind == TRAINER_MESSAGE.name)).first()
    assert (message.by_id, message.params["text"]) == (leader.id, TEXT)


def test_an_officer_reads_the_words_and_who_wrote_them(session, mine, address, officers, signed_in):
    _page, form = preview(mine, address)
    mine.post(address, data=form)
    uuid = session.scalars(select(Message.uuid).where(Message.person_id == officers[0].id)).one()
    page = signed_in(officers[0]).get(f"/inbox/{uuid}").text
    for words in ("Trainer One", "Please read lesson two before Friday.", "Message to the cohort", "See the cohort"):
        assert words in page


def test_only_ticked_officers_get_it(session, mine, address, cohort, officers):
    ticked = cohorts.participant(session, cohort, officers[1]).uuid
    page, form = preview(mine, f"{address}?who={ticked}", who=ticked)
    assert "Send to 1 officer" in page.text
    assert mine.post(address, data=form).status_code == 303
    session.expire_all()
    assert told(session) == {officers[1].id: 1}
    assert session.scalars(select(CohortMessage.ticked)).all() == [True]


def test_nothing_is_sent_when_other_people_are_in_the_filter_than_were_shown(
    session, mine, address, version, cohort, officers, now
):
    _page, form = preview(mine, f"{address}?show=not-begun", show="not-begun")
    record_read(session, officers[0].id, version.course_id, "first", now=now)
    session.commit()
    answer = mine.post(address, data=form)
    assert answer.status_code == 200
    assert "These are other officers now" in answer.text
    assert "Send to 2 officers" in answer.text
    assert told(session) == {}
    assert mine.post(address, data=form | hidden(answer.text, "shown")).status_code == 303
    assert set(told(session)) == {officers[1].id, officers[2].id}


def test_nothing_is_sent_when_somebody_joins_while_the_form_arrives(
    session, mine, address, cohort, officers, now, monkeypatch
):
    _page, form = preview(mine, address)
    transaction = view.transaction

    @contextmanager
    def a_moment_later():
        """Somebody joins before what is sent is written."""
        with transaction() as writing:
            cohorts.officers(writing, cohort, 1, now)
            writing.flush()
            yield writing

    monkeypatch.setattr(view, "transaction", a_moment_later)
    answer = mine.post(address, data=form)
    assert answer.status_code == 200
    assert "These are other officers now" in answer.text
    assert "Send to 4 officers" in answer.text
    assert told(session) == {}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": " "}, "Write what you want to tell"),
        ({"text": "x" * 1001}, "at most 1000 characters"),
        ({"key": "x"}, "not complete"),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept(session, mine, address, changed, words):
    _page, form = preview(mine, address)
    answer = mine.post(address, data=form | changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert told(session) == {}


def test_the_text_can_be_changed_after_it_was_shown(mine, address):
    _page, form = preview(mine, address)
    form.pop("send")
    page = mine.post(address, data=form | {"change": "1"}).text
    assert "<textarea" in page
    assert "I help you on Thursday." in page


def test_nobody_chosen_means_nobody_is_told(session, mine, address):
    page = mine.get(f"{address}?show=passed").text
    assert "Nobody is chosen" in page
    assert "<textarea" not in page


def message_to(people, key=None):
    return TrainerMessage(key or ids.new_uuid(), TEXT, BoardFilter.STUCK, False, people)


def test_the_record_says_who_how_many_and_which_filter_and_not_the_words(session, cohort, officers, leader, now):
    people = [one.id for one in officers]
    assert write_to_officers(session, cohort, message_to(people), by=leader.id, now=now)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "cohort.message-sent")).one()
    assert (entry.subject, entry.actor_id) == (f"cohort:{cohort.id}", leader.id)
    assert entry.data == {"show": "stuck", "ticked": False, "people": 3}


def test_messages_are_compared_with_the_audit_trail(session, cohort, officers, leader, now):
    write_to_officers(session, cohort, message_to([officers[0].id]), by=leader.id, now=now)
    session.flush()
    found = {one.title: one for one in compare_all(session, AUDITED)}["messages of trainers"]
    assert (found.records, found.faults) == (1, ())
    session.scalars(select(CohortMessage)).one().people = 300
    session.flush()
    assert {one.title: one for one in compare_all(session, AUDITED)}["messages of trainers"].faults


def test_nobody_is_written_to_from_a_cohort_that_has_ended(session, cohort, officers, leader, now, mine, address):
    leaving.end_cohort(session, cohort, "Done.", by=leader.id, now=now)
    ended = cohorts.found(session, cohort.id)
    with pytest.raises(RuleBroken):
        write_to_officers(session, ended, message_to([officers[0].id]), by=leader.id, now=now)
    session.commit()
    assert mine.get(address).status_code == 404


def test_writing_takes_as_many_statements_for_many_as_for_few(session, cohort, leader, now):
    many = [one.id for one in cohorts.officers(session, cohort, 60, now)]
    write_to_officers(session, cohort, message_to(many), by=leader.id, now=now)  # what was made above is written
    few, _sent = statements(
        session, lambda: write_to_officers(session, cohort, message_to(many[:3]), by=leader.id, now=now)
    )
    all_of_them, _sent = statements(
        session, lambda: write_to_officers(session, cohort, message_to(many), by=leader.id, now=now)
    )
    assert few == all_of_them


def test_an_officer_of_the_cohort_cannot_write_to_it(address, officers, signed_in):
    assert signed_in(officers[0]).get(address).status_code == 404
