"""Rooms opened, supervised and begun in: who may what, and what is refused in words."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.exams.models import Attempt
from assessments.exams.sittings.models import Sitting, SittingPresence, SittingSupervisor
from assessments.exams.sittings.queries.sittings import sittings_run
from assessments.exams.sittings.rules.room import DOORS, WAIT, LineKind
from assessments.exams.sittings.rules.start_codes import ROOM_TRIES, TRIES
from assessments.exams.sittings.services import doors, opening, supervisors, watching
from assessments.exams.sittings.services.beginning import count_entry
from courses.api import newest_runs
from lms.access import Role
from lms.errors import BadInput, Conflict, NotFound, RuleBroken, TooMany
from tests.builders import assessments as make
from tests.builders import cohorts as classes
from tests.builders import people
from tests.builders import sittings as build
from tests.builders.audit import records_apart
from tests.builders.sittings import HOURS, MINUTE


@pytest.fixture
def room(session, version, now):
    return build.room(session, version, now)


@pytest.fixture
def ann(room, now):
    """A supervisor without an account."""
    return room.stranger("Ann Watcher", now)


def refused(match):
    return pytest.raises(RuleBroken, match=match)


# Opening


def test_a_quiz_is_not_sat_in_a_room(session, quiz, now):
    manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
    with pytest.raises(BadInput, match="final exam"):
        opening.open_sitting(session, build.draft(quiz, now), viewer=manager, now=now)


def test_a_cohort_sits_the_exam_of_its_course(session, room, version, now, tmp_path):
    root = make.write_exam_course(tmp_path / "other")
    course = root / "course.yaml"
    course.write_text(course.read_text().replace(make.SLUG, "other-course"))
    other = make.exam_of(session, make.load_folder(session, root, now))
    wrong = build.draft(other, now, cohort_id=room.cohort.id)
    with pytest.raises(BadInput, match="another course"):
        opening.open_sitting(session, wrong, viewer=people.viewer(session, room.trainer), now=now)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (lambda now: {"ends_at": now}, "The end must be after the start"),
        (lambda now: {"ends_at": now + timedelta(hours=13)}, "at most 12 hours"),
        (lambda now: {"begins_at": now - HOURS, "ends_at": now}, "time is over"),
    ],
)
def test_times_that_make_no_room_are_refused(session, exam, now, changed, words):
    manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
    with pytest.raises(BadInput, match=words):
        opening.open_sitting(session, build.draft(exam, now, **changed(now)), viewer=manager, now=now)


def test_a_room_is_cancelled_with_a_reason_until_somebody_has_begun(session, room, now):
    with pytest.raises(BadInput, match="reason"):
        opening.cancel_sitting(session, room.sitting, "  ", by=room.trainer.id, now=now)
    room.begin(room.officers[0], now)
    with refused("Somebody has started"):
        opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)


def test_in_a_cancelled_room_nobody_begins_and_nobody_is_ticked(session, room, ann, now):
    opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)
    with pytest.raises(BadInput, match="No open room"):
        room.begin(room.officers[0], now)
    with refused("cancelled"):
        room.tick(ann, room.officers[0], now)
    with refused("cancelled already"):
        opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)
    assert records_apart(session) == []


def test_the_list_shows_exactly_the_rooms_that_one_runs(session, room, version, now):
    place = people.administration(session)
    other = build.room(session, version, now)
    anybody = opening.open_sitting(
        session,
        build.draft(room.exam, now, administration_id=place.id),
        viewer=people.viewer(session, room.trainer),
        now=now,
    )
    rows = session.scalars(select(Sitting)).all()
    manager = people.person(session, None, Role.PROGRAMME_MANAGER)
    local = people.person(session, None, (Role.PROGRAMME_MANAGER, place))
    officer = people.person(session, None, Role.OFFICER)
    wanted = {room.trainer: {room.number}, other.trainer: {other.number}, local: {anybody.id}, officer: set()}
    for who, own in (wanted | {manager: {one.id for one in rows}}).items():
        assert {one.id for one in sittings_run(session, people.viewer(session, who))} == own


# Supervisors


def test_a_candidate_does_not_supervise_their_room(session, room, now):
    with pytest.raises(BadInput, match="Nobody supervises a room in which they sit"):
        room.by_account(room.officers[0], now)
    with pytest.raises(BadInput, match="Nobody supervises a room in which they sit"):
        room.stranger(f"  {room.officers[0].name.upper()} ", now)


def test_a_trainer_is_named_by_their_account_alone(room, now):
    with pytest.raises(BadInput, match="has an account"):
        room.stranger(room.trainer.name, now)


@pytest.mark.parametrize("typed", [{"login": "", "name": ""}, {"login": "a", "name": "b"}])
def test_one_of_account_and_name_is_typed(session, room, now, typed):
    with pytest.raises(BadInput, match="Not both"):
        supervisors.name_supervisor(session, room.sitting, **typed, by=room.trainer.id, now=now)


def test_nobody_is_named_after_the_room_has_ended(room, now):
    with refused("is over"):
        room.stranger("Ann Watcher", now + HOURS)


def test_nobody_is_named_twice(session, room, ann, now):
    watcher = build.watcher(session)
    room.by_account(watcher, now)
    with pytest.raises(BadInput, match="already"):
        room.by_account(watcher, now)
    with pytest.raises(BadInput, match="already"):
        room.stranger("ann watcher", now)


def test_an_unknown_login_is_told(session, room, now):
    with pytest.raises(BadInput, match="no account"):
        supervisors.name_supervisor(session, room.sitting, login="nobody", name="", by=room.trainer.id, now=now)


def test_who_was_removed_does_no_more_and_who_signed_stays(session, room, ann, now):
    bob = room.stranger("Bob Watcher", now)
    supervisors.end_supervisor(session, room.sitting, bob, by=room.trainer.id, now=now)
    with pytest.raises(Conflict):
        supervisors.end_supervisor(session, room.sitting, bob, by=room.trainer.id, now=now)
    room.sign(ann, now + HOURS)
    with refused("You cannot remove them"):
        supervisors.end_supervisor(session, room.sitting, ann, by=room.trainer.id, now=now)
    assert records_apart(session) == []


# Links


def link_of(session, room, row, now):
    return supervisors.make_link(session, room.sitting, row, by=room.trainer.id, now=now)


def test_the_database_keeps_no_link(session, room, ann, now):
    token = link_of(session, room, ann, now)
    assert token not in (ann.token_hash, ann.device_hash)


def test_a_link_works_on_the_first_device_that_opens_it(session, room, ann, now):
    token = link_of(session, room, ann, now)
    device = supervisors.open_link(session, ann, opener=None, now=now)
    own = doors.door_by_link(session, token, {ann.uuid: device}, now=now)
    other = doors.door_by_link(session, token, {}, now=now)
    forged = doors.door_by_link(session, token, {ann.uuid: "x"}, now=now)
    assert (own.is_open, own.is_taken) == (True, False)
    assert [(one.is_open, one.is_taken) for one in (other, forged)] == [(False, True)] * 2
    with pytest.raises(Conflict):
        supervisors.open_link(session, ann, opener=None, now=now)


def test_whoever_is_signed_in_does_not_open_the_link_of_somebody_without_an_account(session, room, ann, now):
    link_of(session, room, ann, now)
    with refused("signed in"):
        supervisors.open_link(session, ann, opener=room.trainer.id, now=now)


def test_a_new_link_ends_the_one_before_and_its_device(session, room, ann, now):
    first = link_of(session, room, ann, now)
    device = supervisors.open_link(session, ann, opener=None, now=now)
    second = link_of(session, room, ann, now)
    assert doors.door_by_link(session, first, {ann.uuid: device}, now=now) is None
    assert not doors.door_by_link(session, second, {ann.uuid: device}, now=now).is_open


def test_a_link_ends_with_the_room(session, room, ann, now):
    token = link_of(session, room, ann, now)
    device = {ann.uuid: supervisors.open_link(session, ann, opener=None, now=now)}
    until = now + HOURS + WAIT
    assert doors.door_by_link(session, token, device, now=until - MINUTE).is_open
    assert not doors.door_by_link(session, token, device, now=until).works
    with refused("is over"):
        link_of(session, room, ann, until)


def test_an_account_needs_no_link(session, room, now):
    row = room.by_account(build.watcher(session), now)
    with pytest.raises(NotFound):
        link_of(session, room, row, now)


def test_an_account_opens_the_rooms_that_it_supervises_alone(session, room, now):
    watcher = build.watcher(session)
    room.by_account(watcher, now)
    assert doors.door_by_account(session, room.sitting.row.uuid, watcher.id).is_open
    assert doors.door_by_account(session, room.sitting.row.uuid, room.trainer.id) is None


def test_guessing_links_is_slowed(session, now):
    for _each in range(doors.UNKNOWN_NETWORK):
        doors.count_unknown(session, "here", now=now)
    with pytest.raises(TooMany):
        doors.count_unknown(session, "here", now=now)


# Ticks, lines, signatures


def test_candidates_are_ticked_from_the_doors_on(session, version, now):
    room = build.room(session, version, now, begins_at=now + DOORS + MINUTE, ends_at=now + HOURS)
    ann = room.stranger("Ann Watcher", now)
    with refused("not open yet"):
        room.tick(ann, room.officers[0], now)
    room.tick(ann, room.officers[0], now + MINUTE)


def test_a_tick_twice_is_one_and_one_taken_back_stays_in_the_record(session, room, ann, now):
    officer = room.officers[0]
    room.tick(ann, officer, now)
    room.tick(ann, officer, now)
    watching.take_back(session, room.sitting, ann, officer.uuid, "It was her sister.", now=now + MINUTE)
    rows = session.scalars(select(SittingPresence).order_by(SittingPresence.id)).all()
    assert [(row.present, row.reason) for row in rows] == [(True, ""), (False, "It was her sister.")]
    with refused("not marked"):
        watching.take_back(session, room.sitting, ann, officer.uuid, "", now=now + MINUTE)
    assert records_apart(session) == []


def test_nobody_takes_back_the_tick_of_somebody_else(session, room, ann, now):
    bob = room.stranger("Bob Watcher", now)
    room.tick(ann, room.officers[0], now)
    with refused("not marked"):
        watching.take_back(session, room.sitting, bob, room.officers[0].uuid, "", now=now)


def test_whoever_is_no_candidate_of_the_room_is_not_found(session, room, ann, now):
    with pytest.raises(NotFound):
        room.tick(ann, people.person(session, None, Role.OFFICER), now)


def test_nobody_ticks_whoever_gave_them_the_right_to(session, version, now):
    room = build.room(session, version, now)
    officer = room.officers[0]
    puppet = people.appointed(session, officer.id)
    row = room.by_account(puppet, now)
    with refused("rights come from"):
        room.tick(row, officer, now)


def test_the_protocol_says_who_left_and_what_was_irregular(session, room, ann, now):
    officer = room.officers[0].uuid
    write = watching.write_line
    write(session, room.sitting, ann, LineKind.LEFT, candidate=officer, words="", now=now)
    write(session, room.sitting, ann, LineKind.NOTE, candidate="", words="Power was out for two minutes.", now=now)
    with pytest.raises(BadInput, match="who left"):
        write(session, room.sitting, ann, LineKind.CAME_BACK, candidate="", words="", now=now)
    with pytest.raises(BadInput, match="what happened"):
        write(session, room.sitting, ann, LineKind.IRREGULAR, candidate=officer, words=" ", now=now)
    assert records_apart(session) == []


def test_after_the_signature_nothing_is_added(session, room, ann, now):
    room.sign(ann, now + HOURS)
    with refused("have signed"):
        room.tick(ann, room.officers[0], now + HOURS)
    with refused("have signed"):
        room.sign(ann, now + HOURS)


@pytest.mark.parametrize(
    ("begun", "ended", "words"),
    [(0, 0, "The end must be after"), (0, 60, "in the future"), (-900, 5, "far from")],
)
def test_times_that_cannot_be_are_refused(session, room, ann, now, begun, ended, words):
    end = watching.ProtocolEnd(now + begun * MINUTE, now + ended * MINUTE)
    with pytest.raises(BadInput, match=words):
        watching.sign(session, room.sitting, ann, end, now=now + 10 * MINUTE)


def test_nobody_signs_before_the_room_begins(session, version, now):
    room = build.room(session, version, now, begins_at=now + 30 * MINUTE)
    with refused("has not started"):
        room.sign(room.stranger("Ann Watcher", now), now)


def test_after_the_wait_the_protocol_is_closed(room, ann, now):
    with refused("closed"):
        room.sign(ann, now + HOURS + WAIT)


# Beginning


def test_the_code_of_now_begins_the_exam_in_the_room(session, room, now):
    attempt = room.begin(room.officers[0], now)
    assert (attempt.sitting_id, attempt.supervised) == (room.number, False)


@pytest.mark.parametrize(("late", "words"), [(121, "code has expired"), (3600, "No open room")])
def test_a_code_that_is_over_begins_nothing(room, now, late, words):
    code = room.code(now)
    with pytest.raises(BadInput, match=words):
        room.begin(room.officers[0], now + timedelta(seconds=late), code)


def test_what_is_no_code_is_told(room, now):
    with pytest.raises(BadInput, match="6 digits"):
        room.begin(room.officers[0], now, "12")


def test_another_cohort_begins_nothing_with_this_code(session, room, version, now):
    other = build.room(session, version, now)
    with pytest.raises(BadInput, match="No open room"):
        other.begin(other.officers[0], now, room.code(now))


@pytest.mark.parametrize("after", [timedelta(minutes=-1), HOURS])
def test_nobody_begins_before_or_after_the_room(room, now, after):
    with pytest.raises(BadInput, match="No open room"):
        room.begin(room.officers[0], now + after)


def test_the_device_is_in_the_network_of_the_room(session, version, now):
    room = build.room(session, version, now, networks=("192.0.2.0/24",))
    with pytest.raises(BadInput, match="network of the room"):
        room.begin(room.officers[0], now, address="198.51.100.1")
    assert room.begin(room.officers[0], now, address="192.0.2.200").sitting_id == room.number


def test_who_has_begun_outside_is_told_and_does_not_begin_here(session, room, now):
    outside = make.start(session, room.exam, room.officers[0], now)
    with refused("outside the room"):
        room.begin(room.officers[0], now)
    assert outside.sitting_id is None


def test_the_same_code_again_goes_on_with_the_attempt(room, now):
    assert room.begin(room.officers[0], now).id == room.begin(room.officers[0], now).id


def test_who_opened_the_room_does_not_sit_in_it(session, version, exam, now):
    manager = people.person(session, None, Role.PROGRAMME_MANAGER, Role.OFFICER)
    make.enrol(session, manager.id, version.id, now=now)
    sitting = opening.open_sitting(session, build.draft(exam, now), viewer=people.viewer(session, manager), now=now)
    room = build.Room(session, exam, None, manager, [], sitting.id)
    with refused("opened it"):
        room.begin(manager, now)


def test_a_room_that_a_second_account_opened_is_none(session, version, exam, now):
    officer = make.learner(session, version, now)
    puppet = people.appointed(session, officer.id)
    sitting = opening.open_sitting(session, build.draft(exam, now), viewer=people.viewer(session, puppet), now=now)
    room = build.Room(session, exam, None, puppet, [], sitting.id)
    with refused("rights come from"):
        room.begin(officer, now)


def test_a_room_for_an_administration_is_for_its_officers(session, version, exam, now):
    place, other = people.administration(session), people.administration(session)
    manager = people.person(session, None, Role.PROGRAMME_MANAGER)
    wanted = build.draft(exam, now, administration_id=place.id)
    sitting = opening.open_sitting(session, wanted, viewer=people.viewer(session, manager), now=now)
    room = build.Room(session, exam, None, manager, [], sitting.id)
    here, there = make.learner(session, version, now, place=place), make.learner(session, version, now, place=other)
    assert room.begin(here, now).sitting_id == room.number
    with pytest.raises(BadInput, match="No open room"):
        room.begin(there, now)


def test_codes_are_not_guessed(session, room, now):
    run = newest_runs(session, [room.officers[0].id], room.exam.course_id)[room.officers[0].id]
    for _each in range(TRIES):
        count_entry(session, room.exam, run, now=now)
    with pytest.raises(TooMany):
        count_entry(session, room.exam, run, now=now)
    assert TRIES < ROOM_TRIES


def test_final_opens_still_holds_in_a_room(session, tmp_path, now):
    root = make.write_exam_course(tmp_path / "lessons", final_opens="lessons")
    version = make.load_folder(session, root, now)
    room = build.room(session, version, now)
    with refused("not open yet"):
        room.begin(room.officers[0], now)
    assert session.scalars(select(func.count(Attempt.id))).one() == 0
    assert session.scalars(select(SittingSupervisor)).all() == []


def test_a_trainer_of_the_cohort_leads_it(room):
    assert classes.found(room.session, room.cohort.id).row.id == room.sitting.row.cohort_id
