"""Two managers at the same moment, each with a connection of their own and real commits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import KeyView
from assessments.exams.queries.withdrawn import withdrawals_of
from assessments.exams.rules.withdrawing import WINDOW
from assessments.exams.services import withdrawing
from assessments.exams.services.key_views import look_at_keys
from assessments.items.models import ItemWithdrawal, ItemWithdrawalStep
from config import Testing as Settings
from lms import clock
from lms.access import Role
from lms.app import create_app
from lms.audit.models import AuditEntry
from lms.db import Database, transaction
from lms.errors import Conflict
from tests.builders import assessments as make
from tests.builders.people import person, viewer
from tests.builders.races import Gate, at_once

KEY = "exam-number-0"


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path, request):
    """An application on a database of its own, where commits are real."""
    url = new_database(f"withdrawing_{abs(hash(request.node.name)) % 10**6}", migrated_database)
    database = Database(url)
    app = create_app(Settings(INSTANCE_PATH=str(tmp_path / "instance"), DATABASE_URL=url), database=database)
    yield app
    database.close()


@pytest.fixture
def world(own_app, tmp_path, quick_reading):
    """The exam, the number of a question, and three managers."""
    with own_app.test_request_context(), transaction() as session:
        exam = make.exam_of(session, make.load_folder(session, make.write_exam_course(tmp_path), clock.now()))
        managers = [viewer(session, person(session, None, Role.PROGRAMME_MANAGER)) for _each in range(3)]
        return exam, make.item_of(session, exam, KEY).id, managers


def attempted(act, *values, **named):
    """What an act came to, in a transaction of its own; a conflict is an answer."""
    try:
        with transaction() as session:
            act(session, *values, **named)
    except Conflict:
        return "conflict"
    return "done"


def all_rows(app, wanted):
    with app.test_request_context(), transaction() as session:
        return session.scalars(wanted).all()


def test_two_that_withdraw_at_once_withdraw_once(own_app, world):
    _exam, item, managers = world
    said = {"item_id": item, "reason": "Wrong key.", "now": clock.now()}
    found = at_once(
        own_app,
        *(
            lambda who=who: attempted(withdrawing.withdraw_item, key=f"form {who.id}", actor=who, **said)
            for who in managers
        ),
    )
    assert sorted(found) == ["conflict", "conflict", "done"]
    assert len(all_rows(own_app, select(ItemWithdrawal.id))) == 1


def test_one_that_confirms_and_one_that_refuses_at_once_do_not_both_have_it(own_app, world, monkeypatch):
    _exam, item, (first, second, third) = world
    now = clock.now()
    with own_app.test_request_context(), transaction() as session:
        made = withdrawing.withdraw_item(session, item_id=item, reason="Wrong.", key="k", actor=first, now=now).uuid
    gate = Gate(2)
    monkeypatch.setattr(withdrawing, "_demand_awaiting", gate.after(withdrawing._demand_awaiting))
    found = at_once(
        own_app,
        lambda: attempted(withdrawing.confirm_withdrawal, uuid=made, actor=second, now=now),
        lambda: attempted(withdrawing.refuse_withdrawal, uuid=made, reason="Right.", actor=third, now=now),
    )
    assert sorted(found) == ["conflict", "done"]
    assert len(all_rows(own_app, select(ItemWithdrawalStep.id))) == 1


def test_the_task_does_not_undo_what_was_confirmed_a_moment_before_it_ran_out(own_app, world, monkeypatch):
    _exam, item, (first, second, _third) = world
    now = clock.now()
    with own_app.test_request_context(), transaction() as session:
        made = withdrawing.withdraw_item(session, item_id=item, reason="Wrong.", key="k", actor=first, now=now).uuid
    gate = Gate(2)
    monkeypatch.setattr(withdrawing, "lapsed", gate.after(withdrawing.lapsed))
    monkeypatch.setattr(withdrawing, "_demand_second", gate.before(withdrawing._demand_second))
    last = now + WINDOW - timedelta(microseconds=1)
    at_once(
        own_app,
        lambda: attempted(withdrawing.confirm_withdrawal, uuid=made, actor=second, now=last),
        lambda: attempted(withdrawing.note_lapsed, now + WINDOW),
    )
    with own_app.test_request_context(), transaction() as session:
        (found,) = withdrawals_of(session, [item])[item]
        assert not (found.was_confirmed and found.has_ended)


def test_who_looks_twice_at_once_is_written_down_once(own_app, world):
    exam, _item, (who, *_others) = world
    at_once(own_app, *(lambda: attempted(look_at_keys, exam, who, clock.now()) for _each in range(4)))
    assert len(all_rows(own_app, select(KeyView.id))) == 1
    assert all_rows(own_app, select(AuditEntry.name)).count("exam.keys-seen") == 1
