"""Who supervises a room: how they are named, how that ends, and what their link opens."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.sittings.models import NAME_LENGTH, SittingSupervisor
from assessments.exams.sittings.rules.room import WAIT
from assessments.exams.sittings.services import doors, opening, supervisors
from assessments.exams.sittings.services.watching import supervisor_of
from courses.cohorts.services.trainers import add_trainer, remove_trainer
from lms import ids
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, NotFound, RuleBroken, TooMany
from tests.builders import cohorts as classes
from tests.builders import people
from tests.builders import sittings as build
from tests.builders.audit import records_apart
from tests.builders.sittings import HOURS

SECOND = timedelta(seconds=1)


@pytest.fixture
def room(session, version, now):
    return build.room(session, version, now)


@pytest.fixture
def ann(room, now):
    """A supervisor without an account."""
    return room.stranger("Ann Watcher", now)


def link_of(session, room, row, now):
    return supervisors.make_link(session, room.sitting, row, by=room.trainer.id, now=now)


def named(room):
    return [(one.name, one.person_id) for one in room.sitting.watching]


def said(session, room):
    """What the record says of the room, in order."""
    wanted = select(AuditEntry.name).where(AuditEntry.subject == f"sitting:{room.number}").order_by(AuditEntry.id)
    return session.scalars(wanted).all()


def test_a_supervisor_is_kept_with_a_tidy_name_or_with_their_account(session, room, now):
    watcher = build.watcher(session)
    room.stranger("  Ann \t Watcher ", now)
    typed = {"login": f" {watcher.username} ", "name": "", "by": room.trainer.id}
    row = supervisors.name_supervisor(session, room.sitting, **typed, now=now + HOURS - SECOND)
    assert named(room) == [("Ann Watcher", None), (watcher.name, watcher.id)]
    assert (row.named_by_id, row.named_at) == (room.trainer.id, now + HOURS - SECOND)
    assert said(session, room)[1:] == ["sitting.supervisor-named"] * 2
    assert records_apart(session) == []


def test_in_a_cancelled_room_nobody_is_named(session, room, now):
    opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)
    with pytest.raises(RuleBroken, match="was cancelled"):
        room.stranger("Ann Watcher", now)


def test_a_name_has_at_most_so_many_signs(session, room, now):
    assert room.stranger("x" * NAME_LENGTH, now).name == "x" * NAME_LENGTH
    with pytest.raises(BadInput, match=f"at most {NAME_LENGTH}") as refused:
        room.stranger("x" * (NAME_LENGTH + 1), now)
    assert refused.value.field == "name"


def test_a_closed_account_supervises_nothing(session, room, now):
    watcher = build.watcher(session)
    watcher.closed_at = now
    with pytest.raises(BadInput, match="no account") as refused:
        room.by_account(watcher, now)
    assert refused.value.field == "login"


def test_who_opened_the_room_or_ever_taught_the_cohort_is_named_by_their_account(session, version, room, now):
    once = classes.trainer(session)
    cohort = classes.found(session, room.cohort.id)
    add_trainer(session, cohort, once.username, by=room.trainer.id, now=now)
    remove_trainer(session, cohort, once.id, by=room.trainer.id, now=now)
    manager = people.person(session, None, Role.PROGRAMME_MANAGER)
    elsewhere = build.room(session, version, now)
    for_all = opening.open_sitting(
        session, build.draft(room.exam, now), viewer=people.viewer(session, manager), now=now
    )
    everybody = build.Room(session, room.exam, None, manager, [], for_all.id)
    for place, row in ((room, once), (everybody, manager)):
        with pytest.raises(BadInput, match="has an account") as refused:
            place.stranger(row.name.upper(), now)
        assert refused.value.field == "name"
    assert room.stranger(elsewhere.trainer.name, now).person_id is None  # a namesake
    assert everybody.stranger(once.name, now).person_id is None


def test_whoever_was_removed_is_named_again_and_the_others_go_on(session, room, ann, now):
    watcher = build.watcher(session)
    row = room.by_account(watcher, now)
    link_of(session, room, ann, now)
    device = supervisors.open_link(session, ann, opener=None, now=now)
    bob = room.stranger("Bob Watcher", now)
    for one in (row, ann):
        supervisors.end_supervisor(session, room.sitting, one, by=room.trainer.id, now=now)
    assert named(room) == [("Bob Watcher", None)]
    assert (ann.ended_at, ann.ended_by_id, ann.token_hash, ann.device_hash) == (now, room.trainer.id, None, None)
    assert (bob.ended_at, device is None) == (None, False)
    assert doors.door_by_account(session, room.sitting.row.uuid, watcher.id) is None
    room.stranger("Ann Watcher", now)
    room.by_account(watcher, now)
    assert [name for name, _account in named(room)] == ["Bob Watcher", "Ann Watcher", watcher.name]
    assert said(session, room).count("sitting.supervisor-ended") == 2
    assert records_apart(session) == []


def test_a_supervisor_is_found_in_their_own_room_alone(session, version, room, ann, now):
    other = build.room(session, version, now)
    bob = other.stranger("Bob Watcher", now)
    assert supervisor_of(session, room.number, ann.uuid).id == ann.id
    for number, uuid in ((room.number, bob.uuid), (other.number, ann.uuid), (room.number, ids.new_uuid())):
        with pytest.raises(NotFound):
            supervisor_of(session, number, uuid)


# Links


def test_making_and_opening_a_link_are_in_the_record(session, room, ann, now):
    link_of(session, room, ann, now)
    supervisors.open_link(session, ann, opener=None, now=now)
    assert said(session, room)[-2:] == ["sitting.link-made", "sitting.link-opened"]


def test_a_link_is_made_until_the_wait_is_over_and_for_who_watches(session, room, ann, now):
    bob = room.stranger("Bob Watcher", now)
    assert link_of(session, room, ann, now + HOURS + WAIT - SECOND)
    supervisors.end_supervisor(session, room.sitting, bob, by=room.trainer.id, now=now)
    with pytest.raises(NotFound):
        link_of(session, room, bob, now)
    opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)
    with pytest.raises(RuleBroken, match="links no longer work"):
        link_of(session, room, ann, now)


def test_a_page_that_is_out_of_date_opens_no_link(session, room, ann, now):
    link_of(session, room, ann, now)
    session.expunge(ann)  # as it was read before a new link took the place of this one
    fresh = session.scalars(select(SittingSupervisor).where(SittingSupervisor.id == ann.id)).one()
    link_of(session, room, fresh, now)
    with pytest.raises(Conflict, match="Ask for a new link"):
        supervisors.open_link(session, ann, opener=None, now=now)
    assert fresh.device_hash is None
    supervisors.end_supervisor(session, room.sitting, fresh, by=room.trainer.id, now=now)
    with pytest.raises(Conflict, match="Ask for a new link"):
        supervisors.open_link(session, fresh, opener=None, now=now)


def test_opening_one_link_leaves_those_of_others_alone(session, room, ann, now):
    bob = room.stranger("Bob Watcher", now)
    tokens = [link_of(session, room, row, now) for row in (ann, bob)]
    device = supervisors.open_link(session, ann, opener=None, now=now)
    own, other = (doors.door_by_link(session, token, {ann.uuid: device}, now=now) for token in tokens)
    assert (own.row.id, own.works, own.is_open, own.is_taken) == (ann.id, True, True, False)
    assert (other.row.id, other.works, other.is_open, other.is_taken) == (bob.id, True, False, False)


def test_a_cancelled_room_opens_to_nobody(session, room, ann, now):
    watcher, token = build.watcher(session), link_of(session, room, ann, now)
    room.by_account(watcher, now)
    device = {ann.uuid: supervisors.open_link(session, ann, opener=None, now=now)}
    opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)
    by_link = doors.door_by_link(session, token, device, now=now)
    by_account = doors.door_by_account(session, room.sitting.row.uuid, watcher.id)
    assert [(one.works, one.is_open) for one in (by_link, by_account)] == [(False, False)] * 2


def test_each_account_comes_in_as_itself_and_into_its_own_room(session, version, room, ann, now):
    other = build.room(session, version, now)
    first, second = build.watcher(session), build.watcher(session)
    rows = [room.by_account(first, now), room.by_account(second, now)]
    other.by_account(second, now)
    uuid = room.sitting.row.uuid
    found = [doors.door_by_account(session, uuid, one.id) for one in (first, second)]
    assert [(one.sitting.id, one.row.id, one.works) for one in found] == [(room.number, row.id, True) for row in rows]
    assert doors.door_by_account(session, other.sitting.row.uuid, first.id) is None


def test_guessing_in_one_network_slows_no_other(session, now):
    for _each in range(doors.UNKNOWN_NETWORK):
        doors.count_unknown(session, "here", now=now)
    doors.count_unknown(session, "there", now=now)
    with pytest.raises(TooMany):
        doors.count_unknown(session, "here", now=now)
