"""Rooms when two come at the same moment, each with a connection of its own and real commits."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.exams.models import AttemptSupervision
from assessments.exams.sittings.models import SittingSignature, SittingSupervisor
from assessments.exams.sittings.queries.sittings import sitting_by_id
from assessments.exams.sittings.services import supervisors, watching
from config import Testing as Settings
from lms.app import create_app
from lms.audit.models import AuditEntry
from lms.db import Database, transaction
from lms.errors import Conflict, RuleBroken
from tests.builders import assessments as make
from tests.builders import sittings as build
from tests.builders.people import NOW
from tests.builders.races import at_once
from tests.builders.sittings import HOURS, MINUTE


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path, request):
    """An application on a database of its own, where commits are real."""
    url = new_database(f"room_races_{abs(hash(request.node.name)) % 10**6}", migrated_database)
    database = Database(url)
    settings = Settings(INSTANCE_PATH=str(tmp_path / "instance"), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
    yield create_app(settings, database=database)
    database.close()


@pytest.fixture
def room(own_app, tmp_path, quick_reading):
    """A room with two supervisors without an account, who ticked an officer who has passed; its number and theirs."""
    with own_app.test_request_context(), transaction() as session:
        version = make.load_folder(session, make.write_exam_course(tmp_path), NOW)
        made = build.room(session, version, NOW)
        ann, bob = made.stranger("Ann Watcher", NOW), made.stranger("Bob Watcher", NOW)
        made.tick(ann, made.officers[0], NOW)
        build.hand_in(session, made.begin(made.officers[0], NOW), NOW + 20 * MINUTE)
        supervisors.make_link(session, made.sitting, ann, by=made.trainer.id, now=NOW)
        return made.number, (ann.id, bob.id)


def test_a_link_that_two_phones_open_at_once_opens_on_one(own_app, room):
    _number, (ann, _bob) = room

    def open_it() -> bool:
        try:
            with transaction() as session:
                supervisors.open_link(session, session.get_one(SittingSupervisor, ann), opener=None, now=NOW)
        except Conflict:
            return False
        return True

    assert sorted(at_once(own_app, open_it, open_it)) == [False, True]


def sign(number: int, supervisor: int, after: timedelta = HOURS) -> bool:
    try:
        with transaction() as session:
            row = session.get_one(SittingSupervisor, supervisor)
            end = watching.ProtocolEnd(NOW, NOW + after)
            watching.sign(session, sitting_by_id(session, number), row, end, now=NOW + after)
    except RuleBroken:
        return False
    return True


def test_two_who_sign_at_once_settle_the_room_once(own_app, room):
    number, people = room
    calls = [lambda one=one: sign(number, one) for one in people]
    assert at_once(own_app, *calls) == [True, True]
    with own_app.test_request_context(), transaction() as session:
        assert session.scalars(select(AttemptSupervision.supervision)).all() == ["supervised"]
        told = select(func.count()).select_from(AuditEntry).where(AuditEntry.name == "exam.passed")
        assert session.scalars(told).one() == 1


def test_who_signs_twice_at_once_signs_once(own_app, room):
    number, (ann, _bob) = room
    assert sorted(at_once(own_app, lambda: sign(number, ann), lambda: sign(number, ann))) == [False, True]
    with own_app.test_request_context(), transaction() as session:
        assert session.scalars(select(func.count(SittingSignature.id))).one() == 1
