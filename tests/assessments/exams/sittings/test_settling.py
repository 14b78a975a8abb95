"""From the room to the certificate: what is told when, and how it was watched."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from assessments.exams.models import Attempt, AttemptSupervision
from assessments.exams.queries.passed import passed_exams
from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.queries.candidates import candidates_of
from assessments.exams.sittings.rules.room import WAIT
from assessments.exams.sittings.services.settling import settle
from assessments.exams.sittings.tasks import settle_rooms
from certificates.credentials.models import Claim
from courses.cohorts.services.trainers import add_trainer, remove_trainer
from lms.audit.models import AuditEntry
from tests.builders import cohorts as classes
from tests.builders import sittings as build
from tests.builders.audit import records_apart
from tests.builders.crowd import statements
from tests.builders.sittings import HOURS, MINUTE


@pytest.fixture
def room(session, version, now):
    return build.room(session, version, now)


def told(session):
    return session.scalars(select(AuditEntry).where(AuditEntry.name == "exam.passed")).all()


def supervision(session, attempt):
    wanted = select(AttemptSupervision.supervision).where(AttemptSupervision.attempt_id == attempt.id)
    return session.scalars(wanted).one_or_none()


def claims(session):
    return session.scalars(select(Claim)).all()


def passed(session, room, now):
    """The first officer begins in the room and passes twenty minutes later."""
    attempt = room.begin(room.officers[0], now + MINUTE)
    return build.hand_in(session, attempt, now + 20 * MINUTE)


def test_a_pass_waits_until_the_protocol_is_signed_and_then_says_supervised(session, room, now):
    watcher = room.stranger("Ann Watcher", now)
    room.tick(watcher, room.officers[0], now)
    attempt = passed(session, room, now)
    assert (told(session), claims(session), attempt.supervised) == ([], [], False)
    assert passed_exams(session, attempt_id=attempt.id)[0].waits_for_protocol
    room.sign(watcher, now + HOURS)
    assert supervision(session, attempt) == Supervision.SUPERVISED
    assert attempt.supervised
    assert [one.data["supervision"] for one in told(session)] == ["supervised"]
    [claim] = claims(session)
    assert claim.evidence[0]["supervised"] is True
    assert claim.earned_at == now + 20 * MINUTE
    assert records_apart(session) == []


def test_with_a_trainer_alone_it_was_in_the_presence_of_their_trainer(session, room, now):
    own = room.by_account(room.trainer, now)
    room.tick(own, room.officers[1], now)
    attempt = build.hand_in(session, room.begin(room.officers[1], now + MINUTE), now + 20 * MINUTE)
    room.sign(own, now + HOURS)
    assert supervision(session, attempt) == Supervision.TRAINER
    assert not attempt.supervised
    [claim] = claims(session)
    assert (claim.evidence[0]["supervised"], claim.evidence[0]["watched"]) == (False, "trainer")


def test_who_was_a_trainer_once_is_no_independent_supervisor(session, room, now):
    other = classes.trainer(session)
    cohort = classes.found(session, room.cohort.id)
    add_trainer(session, cohort, other.username, by=room.trainer.id, now=now)
    remove_trainer(session, cohort, other.id, by=room.trainer.id, now=now)
    once = room.by_account(other, now)
    room.tick(once, room.officers[0], now)
    attempt = passed(session, room, now)
    room.sign(once, now + HOURS)
    assert supervision(session, attempt) == Supervision.TRAINER


def test_everybody_signs_before_anything_is_released(session, room, now):
    first, second = room.stranger("Ann Watcher", now), room.by_account(room.trainer, now)
    room.tick(first, room.officers[0], now)
    attempt = passed(session, room, now)
    room.sign(second, now + HOURS)
    assert supervision(session, attempt) is None
    room.sign(first, now + HOURS)
    assert supervision(session, attempt) == Supervision.SUPERVISED


def test_without_a_tick_the_pass_counts_as_not_supervised(session, room, now):
    watcher = room.stranger("Ann Watcher", now)
    attempt = passed(session, room, now)
    room.sign(watcher, now + HOURS)
    assert supervision(session, attempt) == Supervision.NONE
    assert [one.data["supervised"] for one in told(session)] == [False]


def test_nobody_waits_longer_than_the_wait(session, room, now, at_now):
    watcher = room.stranger("Ann Watcher", now)
    room.tick(watcher, room.officers[0], now)
    attempt = passed(session, room, now)
    assert settle(session, room.number, now=now + HOURS + WAIT - MINUTE) == 0
    session.commit()
    settle_rooms(now + HOURS + WAIT)
    session.expire_all()
    assert supervision(session, attempt) == Supervision.NONE
    assert len(claims(session)) == 1


def test_what_was_released_does_not_change_any_more(session, room, now):
    first = room.stranger("Ann Watcher", now)
    attempt = passed(session, room, now)
    room.sign(first, now + HOURS)
    assert settle(session, room.number, now=now + 2 * HOURS) == 0
    assert supervision(session, attempt) == Supervision.NONE


def test_who_submits_after_the_protocol_was_signed_is_settled_then(session, room, now):
    watcher = room.stranger("Ann Watcher", now)
    room.tick(watcher, room.officers[0], now)
    attempt = room.begin(room.officers[0], now + MINUTE)
    room.sign(watcher, now + 10 * MINUTE)
    build.hand_in(session, attempt, now + 20 * MINUTE)
    assert supervision(session, attempt) == Supervision.NONE
    assert len(told(session)) == 1


def test_who_fails_earns_nothing_and_is_decided_too(session, room, now):
    watcher = room.stranger("Ann Watcher", now)
    room.tick(watcher, room.officers[0], now)
    attempt = build.hand_in(session, room.begin(room.officers[0], now), now + 20 * MINUTE, right=False)
    room.sign(watcher, now + HOURS)
    assert supervision(session, attempt) == Supervision.SUPERVISED
    assert told(session) == []


def test_an_attempt_outside_a_room_waits_for_nothing(session, room, now):
    build.make.sit(session, room.exam, room.officers[0], now)
    assert [one.data["supervised"] for one in told(session)] == [False]
    assert session.scalars(select(Attempt.sitting_id)).all() == [None]


def test_the_questions_asked_do_not_grow_with_the_candidates(session, version, now):
    counted = []
    for many in (2, 6):
        room = build.room(session, version, now, many=many)
        watcher = room.stranger(f"Watcher {many}", now)
        for one in room.officers:
            room.tick(watcher, one, now)
            build.hand_in(session, room.begin(one, now), now + 20 * MINUTE, right=False)
        session.flush()
        count, found = statements(session, lambda room=room: candidates_of(session, room.sitting))
        assert len(found) == many
        counted.append(count)
    assert counted[0] == counted[1]


def test_a_room_waits_two_days():
    assert timedelta(hours=48) == WAIT


def test_a_row_that_was_changed_behind_the_record_is_found(session, room, now):
    watcher = room.stranger("Ann Watcher", now)
    room.tick(watcher, room.officers[0], now)
    attempt = passed(session, room, now)
    room.sign(watcher, now + HOURS)
    assert records_apart(session) == []
    outside = build.make.start(session, room.exam, room.officers[1], now)
    outside.sitting_id = room.number
    session.execute(
        update(AttemptSupervision).where(AttemptSupervision.attempt_id == attempt.id).values(supervision="none")
    )
    session.flush()
    told = " ".join(records_apart(session))
    assert f"sitting:{room.number}" in told
    assert f"attempt:{attempt.id}" in told
