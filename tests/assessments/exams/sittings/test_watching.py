"""In the room: who may be ticked by whom, what the protocol takes, and until when."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import AttemptSupervision
from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.models import SittingLine, SittingPresence
from assessments.exams.sittings.rules.room import DOORS, LONGEST, WAIT, LineKind
from assessments.exams.sittings.rules.start_codes import ROOM_TRIES
from assessments.exams.sittings.services import opening, settling, watching
from assessments.exams.sittings.services.beginning import count_entry, rooms_for
from courses.api import newest_runs
from courses.cohorts.services.joining import bring_in
from lms import ids
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, NotFound, RuleBroken, TooMany
from lms.rate_limits import bucket, count_try
from tests.builders import assessments as make
from tests.builders import people
from tests.builders import sittings as build
from tests.builders.audit import records_apart
from tests.builders.sittings import HOURS, MINUTE

SECOND = timedelta(seconds=1)
SIT = "Nobody supervises a room in which they sit"
FROM_THEM = "rights come from"


@pytest.fixture
def room(session, version, now):
    return build.room(session, version, now)


@pytest.fixture
def ann(room, now):
    """A supervisor without an account."""
    return room.stranger("Ann Watcher", now)


def refused(match):
    return pytest.raises(RuleBroken, match=match)


def cancel(session, room, now):
    opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)


# Opening and cancelling


def test_a_room_is_open_for_twelve_hours_at_most_and_may_have_begun(session, exam, now):
    manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
    for changed in ({"ends_at": now + LONGEST}, {"begins_at": now - HOURS, "ends_at": now + SECOND}):
        made = opening.open_sitting(session, build.draft(exam, now, **changed), viewer=manager, now=now)
        assert made.row.ends_at == changed["ends_at"]
    with pytest.raises(BadInput, match="at most 12 hours"):
        opening.open_sitting(session, build.draft(exam, now, ends_at=now + LONGEST + SECOND), viewer=manager, now=now)


def test_a_room_is_cancelled_until_it_is_over_and_the_reason_is_kept(session, version, room, now):
    other = build.room(session, version, now)
    other.begin(other.officers[0], now)  # in another room
    with refused("Write in the record what happened"):
        opening.cancel_sitting(session, room.sitting, "Late.", by=room.trainer.id, now=now + HOURS)
    at = now + HOURS - SECOND
    opening.cancel_sitting(session, room.sitting, "  No power. ", by=room.trainer.id, now=at)
    row = room.sitting.row
    assert (row.cancelled_reason, row.cancelled_at, row.cancelled_by_id) == ("No power.", at, room.trainer.id)
    assert records_apart(session) == []


# Beginning


def test_whoever_supervises_a_room_begins_nothing_in_it(session, version, exam, now):
    manager = people.person(session, None, Role.PROGRAMME_MANAGER)
    opened = opening.open_sitting(session, build.draft(exam, now), viewer=people.viewer(session, manager), now=now)
    room = build.Room(session, exam, None, manager, [], opened.id)
    watcher = build.watcher(session)
    make.enrol(session, watcher.id, version.id, now=now)
    room.stranger("Ann Watcher", now)
    row = room.by_account(watcher, now)
    with refused("You supervise this room"):
        room.begin(watcher, now)
    assert row.ended_at is None


def test_the_same_code_again_is_told_to_the_record_once(session, room, now):
    for _each in range(2):
        room.begin(room.officers[0], now)
    wanted = select(AuditEntry.actor_id).where(AuditEntry.name == "sitting.attempt-begun")
    assert session.scalars(wanted).all() == [room.officers[0].id]


def test_the_rooms_of_somebody_are_those_of_their_exam_that_are_for_them(session, version, room, now, tmp_path):
    root = make.write_exam_course(tmp_path / "other")
    course = root / "course.yaml"
    course.write_text(course.read_text().replace(make.SLUG, "other-course"))
    other = make.exam_of(session, make.load_folder(session, root, now))
    manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
    place = people.administration(session)
    drafts = (
        build.draft(room.exam, now),
        build.draft(room.exam, now, administration_id=place.id),
        build.draft(other, now),
    )
    for_all, there, elsewhere = (opening.open_sitting(session, one, viewer=manager, now=now).id for one in drafts)
    build.room(session, version, now)  # of another cohort
    officer, stranger = room.officers[0], make.learner(session, version, now, place=place)
    run = newest_runs(session, [officer.id, stranger.id], room.exam.course_id)

    def rooms(row, at=now):
        return sorted(one.id for one in rooms_for(session, room.exam, run[row.id], at))

    assert rooms(officer) == [room.number, for_all]
    assert rooms(stranger) == [for_all, there]
    assert rooms(officer, now + HOURS - SECOND) == [room.number, for_all]
    assert rooms(officer, now + HOURS) == rooms(officer, now - SECOND) == []
    assert elsewhere not in rooms(stranger)


def test_tries_of_others_fill_the_room_and_no_other_room(session, version, room, now):
    other = build.room(session, version, now)
    for _each in range(ROOM_TRIES):
        count_try(session, [bucket("start code room", room.sitting.row.uuid)], now=now)
    runs = newest_runs(session, [room.officers[0].id, other.officers[0].id], room.exam.course_id)
    count_entry(session, room.exam, runs[other.officers[0].id], now=now)
    with pytest.raises(TooMany, match="Too many codes were tried"):
        count_entry(session, room.exam, runs[room.officers[0].id], now=now)


# Ticks


@pytest.mark.parametrize("whose", ["opened the room", "named them", "has an account", "named who has an account"])
def test_nobody_who_is_answerable_for_a_room_is_ticked_in_it(session, room, now, whose):
    officer, manager = room.officers[0], people.person(session, None, Role.PROGRAMME_MANAGER)
    opener = officer if whose == "opened the room" else manager
    wanted = build.draft(room.exam, now, cohort_id=room.cohort.id)
    opened = opening.open_sitting(session, wanted, viewer=people.viewer(session, opener), now=now)
    namer = officer if whose.startswith("named") else manager
    here = build.Room(session, room.exam, room.cohort, namer, [], opened.id)
    if whose == "has an account":
        watcher = build.watcher(session)
        row = here.by_account(watcher, now)
        bring_in(session, room.cohort, [watcher.id], by=None, now=now, approved=True)
        officer = watcher
    elif whose == "named who has an account":
        row = here.by_account(build.watcher(session), now)
    else:
        row = here.stranger("Ann Watcher", now)
    with refused(SIT):
        here.tick(row, officer, now)
    here.tick(row, room.officers[1], now)


@pytest.mark.parametrize("with_account", [True, False])
def test_nobody_is_ticked_by_whom_a_second_account_of_theirs_named(session, room, now, with_account):
    officer = room.officers[0]
    puppet = people.appointed(session, officer.id)
    here = build.Room(session, room.exam, room.cohort, puppet, [], room.number)
    row = here.by_account(build.watcher(session), now) if with_account else here.stranger("Ann Watcher", now)
    with refused(FROM_THEM):
        here.tick(row, officer, now)
    here.tick(row, room.officers[1], now)


def test_a_tick_is_of_one_supervisor_and_may_be_made_again(session, room, ann, now):
    officer, bob = room.officers[0], room.stranger("Bob Watcher", now)

    def tick(row, at):
        return watching.say_present(session, room.sitting, row, officer.uuid, now=at)

    first = tick(ann, now)
    assert tick(ann, now + MINUTE).id == first.id
    other = tick(bob, now + MINUTE)
    assert (other.id == first.id, other.supervisor_id, other.at) == (False, bob.id, now + MINUTE)
    watching.take_back(session, room.sitting, ann, officer.uuid, f"  {'x' * 501}", now=now + 2 * MINUTE)
    again = tick(ann, now + 3 * MINUTE)
    rows = session.scalars(select(SittingPresence).order_by(SittingPresence.id)).all()
    assert [(one.supervisor_id, one.present) for one in rows] == [
        (ann.id, True), (bob.id, True), (ann.id, False), (ann.id, True)
    ]  # fmt: skip
    assert (again.id, rows[2].reason) == (rows[3].id, "x" * 500)
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "sitting.presence-said")).all()
    assert [(one.actor_id, one.at) for one in told] == [(None, now + n * MINUTE) for n in range(4)]
    assert records_apart(session) == []


def test_a_candidate_is_found_in_their_own_room_alone(session, version, room, ann, now):
    other = build.room(session, version, now)
    assert watching.candidate_in(session, room.sitting, room.officers[1].uuid) == room.officers[1].id
    for uuid in (other.officers[0].uuid, ids.new_uuid()):
        with pytest.raises(NotFound):
            watching.candidate_in(session, room.sitting, uuid)


# The protocol


def test_lines_are_kept_as_they_were_written(session, room, ann, now):
    officer = room.officers[0]

    def write(kind, candidate="", words=""):
        return watching.write_line(session, room.sitting, ann, kind, candidate=candidate, words=words, now=now)

    write(LineKind.LEFT, officer.uuid)
    write(LineKind.CAME_BACK, officer.uuid, " with water ")
    write(LineKind.IRREGULAR, officer.uuid, "A phone rang.")
    assert write(LineKind.NOTE, words="  Power was out. ").words == "Power was out."
    rows = session.scalars(select(SittingLine).order_by(SittingLine.id)).all()
    assert [(one.kind, one.person_id, one.words) for one in rows] == [
        ("left", officer.id, ""), ("came-back", officer.id, "with water"),
        ("irregular", officer.id, "A phone rang."), ("note", None, "Power was out."),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        write(LineKind.NOTE, ids.new_uuid(), "Nobody.")
    assert records_apart(session) == []


@pytest.mark.parametrize(
    ("begun", "ended", "words"),
    [
        (timedelta(), SECOND, ""),
        (-LONGEST, timedelta(), ""),
        (timedelta(), HOURS + LONGEST, ""),
        (timedelta(), timedelta(), "The end must be after"),
        (-LONGEST - SECOND, timedelta(), "far from"),
        (timedelta(), HOURS + LONGEST + SECOND, "far from"),
    ],
)
def test_a_room_was_watched_round_its_own_time(room, now, begun, ended, words):
    end = watching.ProtocolEnd(now + begun, now + ended)
    if not words:
        watching.demand_times(room.sitting, end, now + HOURS + LONGEST)
        return
    with pytest.raises(BadInput, match=words):
        watching.demand_times(room.sitting, end, now + HOURS + LONGEST)


@pytest.mark.parametrize(("ahead", "taken"), [(MINUTE, True), (MINUTE + SECOND, False)])
def test_the_clock_of_a_phone_may_be_a_minute_ahead(room, now, ahead, taken):
    end = watching.ProtocolEnd(now, now + HOURS)
    if taken:
        watching.demand_times(room.sitting, end, now + HOURS - ahead)
        return
    with pytest.raises(BadInput, match="in the future"):
        watching.demand_times(room.sitting, end, now + HOURS - ahead)


def test_a_protocol_is_written_from_the_doors_on_until_the_wait_is_over(session, room, ann, now):
    def at_work(at):
        return watching.demand_at_work(session, room.sitting, ann, at).id == room.number

    assert at_work(now - DOORS)
    assert at_work(now + HOURS + WAIT - SECOND)
    with refused("not open yet"):
        at_work(now - DOORS - SECOND)
    with refused("record is closed"):
        at_work(now + HOURS + WAIT)
    cancel(session, room, now)
    with refused("was cancelled"):
        at_work(now)


def test_a_protocol_is_signed_from_the_beginning_on(session, room, ann, now):
    end = watching.ProtocolEnd(now - 10 * MINUTE, now)
    with refused("has not started"):
        watching.sign(session, room.sitting, ann, end, now=now - SECOND)
    made = watching.sign(session, room.sitting, ann, end, now=now)
    assert (made.begun_at, made.ended_at, made.signed_at, made.paper_id) == (now - 10 * MINUTE, now, now, None)


# Settling


def test_an_attempt_that_is_open_was_not_watched_to_its_end(session, room, ann, now):
    attempt = room.begin(room.officers[0], now)
    with pytest.raises(ValueError, match="not watched to its end"):
        settling.watched(room.sitting, attempt, {}, frozenset())


def test_settling_decides_about_the_attempts_of_its_room_alone(session, version, room, ann, now):
    other = build.room(session, version, now)
    other.stranger("Bob Watcher", now)
    done = [build.hand_in(session, place.begin(place.officers[0], now), now + MINUTE) for place in (room, other)]
    room.begin(room.officers[1], now)
    assert settling.settle(session, room.number, now=now + HOURS) == 0
    room.sign(ann, now + HOURS)
    rows = session.scalars(select(AttemptSupervision)).all()
    assert [(one.attempt_id, one.by_protocol, one.at) for one in rows] == [(done[0].id, True, now + HOURS)]
    assert settling.settle(session, other.number, now=now + HOURS + WAIT) == 1
    late = session.scalars(select(AttemptSupervision).where(AttemptSupervision.attempt_id == done[1].id)).one()
    assert (late.by_protocol, late.supervision) == (False, Supervision.NONE)
    assert records_apart(session) == []


def test_what_is_not_scored_yet_is_decided_and_tells_nobody_that_they_passed(session, room, ann, now):
    room.tick(ann, room.officers[0], now)
    attempt = room.begin(room.officers[0], now)
    make_answers(session, attempt, now)
    room.sign(ann, now + HOURS)
    row = session.scalars(select(AttemptSupervision)).one()
    assert (row.attempt_id, row.supervision, attempt.supervised) == (attempt.id, Supervision.SUPERVISED, True)
    assert session.scalars(select(AuditEntry).where(AuditEntry.name == "exam.passed")).all() == []


def make_answers(session, attempt, now):
    """Hand in without being scored."""
    for position, name in make.kinds(session, attempt).items():
        make.save(session, attempt, position, make.RIGHT[name], now)
    build.submit_attempt(session, attempt, key="k", now=now + MINUTE)
    session.flush()
