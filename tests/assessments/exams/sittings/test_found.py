"""What is found of rooms: by whom, until when, and of which candidates; what belongs to another room is left out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import Attempt
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.models import SittingSupervisor
from assessments.exams.sittings.queries import audited, candidates, sittings
from assessments.exams.sittings.queries.exams import exam_ids
from assessments.exams.sittings.rules.room import WAIT, CandidateProgress, LineKind, SittingState
from assessments.exams.sittings.services import opening, paper, supervisors, watching
from courses.cohorts.queries.participants import known_in
from courses.cohorts.services.joining import bring_in
from courses.cohorts.services.leaving import end_cohort, withdraw
from lms import ids
from lms.access import Role
from lms.errors import NotFound
from tests.builders import assessments as make
from tests.builders import cohorts as classes
from tests.builders import decisions, people
from tests.builders import sittings as build
from tests.builders.kind_names import KindName
from tests.builders.locks import locks
from tests.builders.sittings import HOURS, MINUTE

SECOND = timedelta(seconds=1)


@pytest.fixture
def room(session, version, now):
    return build.room(session, version, now)


@pytest.fixture
def other(session, version, now):
    """The room of a stranger."""
    made = build.room(session, version, now)
    bob = made.stranger("Bob Watcher", now)
    for one in made.officers:
        made.tick(bob, one, now)
    watching.write_line(session, made.sitting, bob, LineKind.NOTE, candidate="", words="Fire alarm.", now=now)
    return made


@pytest.fixture
def ann(room, now):
    return room.stranger("Ann Watcher", now)


@pytest.fixture
def manager(session):
    return people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))


def hand_in(session, place, number, now, **how):
    return build.hand_in(session, place.begin(place.officers[number], now), now + 20 * MINUTE, **how)


def keyed(session, place, row, now):
    sheet = paper.PaperDraft(now - MINUTE, now, (), (row.uuid,), "")
    return paper.key_in(session, place.sitting, sheet, viewer=people.viewer(session, place.trainer), now=now)


# Candidates


def test_candidates_are_those_who_belong_to_the_cohort_or_did_something_in_the_room(
    session, room, other, ann, manager, now
):
    place = people.administration(session)
    waits = people.person(session, None, (Role.OFFICER, place), place=place)
    bring_in(session, room.cohort, [waits.id], by=None, now=now)
    gone, ticked = classes.officers(session, room.cohort, 2, now)
    room.tick(ann, ticked, now)
    for one in (gone, ticked):
        known = known_in(session, room.cohort.id, [one.id])[one.id]
        withdraw(session, classes.found(session, room.cohort.id), known, "Left.", actor=manager, now=now)
    names = ["ZOE", "adam", "Bea"]
    for row, name in zip((*room.officers, ticked), names, strict=True):
        row.name = name
    session.flush()
    found = candidates.candidates_of(session, room.sitting)
    assert [one.name for one in found] == ["adam", "Bea", "ZOE"]
    assert [one.uuid for one in found] == [room.officers[1].uuid, ticked.uuid, room.officers[0].uuid]
    assert {one.place for one in found} == {
        session.get_one(people.Administration, room.officers[0].administration_id).name
    }
    end_cohort(session, classes.found(session, room.cohort.id), "All meetings were held.", by=room.trainer.id, now=now)
    assert [one.name for one in candidates.candidates_of(session, room.sitting)] == ["adam", "Bea", "ZOE"]


def test_of_a_candidate_the_newest_ticks_the_attempt_and_when_it_was_last_heard_are_found(
    session, room, other, ann, now
):
    first, second = room.officers
    bob = room.stranger("Bob Watcher", now)
    for row in (ann, bob):
        room.tick(row, first, now)
    watching.take_back(session, room.sitting, ann, first.uuid, "Not her.", now=now)
    attempt = room.begin(first, now + MINUTE)
    other_attempt = other.begin(other.officers[0], now + MINUTE)
    for one, number in ((other_attempt, 9), (attempt, 2), (attempt, 4)):
        place = make.position_of(session, one, KindName.ONE_CHOICE)
        make.save(session, one, place, "b", now + number * MINUTE, client_seq=number)
    one = {each.person_id: each for each in candidates.candidates_of(session, room.sitting)}
    assert one.keys() == {first.id, second.id}
    assert [(tick.supervisor_id, tick.present) for tick in one[first.id].ticks] == [(ann.id, False), (bob.id, True)]
    assert [tick.supervisor_id for tick in one[first.id].present] == [bob.id]
    assert (one[first.id].attempt.id, one[first.id].heard_at) == (attempt.id, now + 4 * MINUTE)
    assert one[first.id].supervision is None
    assert (one[second.id].ticks, one[second.id].attempt, one[second.id].heard_at) == ((), None, None)
    later = now + 5 * MINUTE
    assert one[first.id].progress(later) is CandidateProgress.WRITING
    assert one[first.id].progress(now + 10 * MINUTE) is CandidateProgress.UNHEARD
    assert one[second.id].progress(later) is CandidateProgress.ABSENT
    assert candidates.heard_at(session, [other_attempt.id]) == {other_attempt.id: now + 9 * MINUTE}


def test_how_a_candidate_was_watched_is_found_once_it_is_decided(session, room, other, ann, now):
    room.tick(ann, room.officers[0], now)
    attempt = hand_in(session, room, 0, now)
    room.sign(ann, now + HOURS)
    found = {one.person_id: one for one in candidates.candidates_of(session, room.sitting)}[room.officers[0].id]
    assert (found.supervision, found.progress(now + HOURS)) == (Supervision.SUPERVISED, CandidateProgress.SUBMITTED)
    begun = candidates.attempts_begun(session, room.number)
    assert {person: (one.id, watched) for person, (one, watched) in begun.items()} == {
        room.officers[0].id: (attempt.id, Supervision.SUPERVISED)
    }


def test_lines_and_papers_are_those_of_the_room(session, room, other, ann, now):
    for late, words in ((2, "second"), (1, "first")):
        at = now + late * MINUTE
        watching.write_line(session, room.sitting, ann, LineKind.NOTE, candidate="", words=words, now=at)
    made = keyed(session, room, ann, now)
    keyed(session, other, other.people["Bob Watcher"], now)
    assert [one.words for one in candidates.lines_of(session, room.number)] == ["first", "second"]
    assert [one.id for one in candidates.papers_of(session, room.number)] == [made.id]
    assert room.sitting.paper.id == made.id
    assert (candidates.has_begun(session, room.number), candidates.has_begun(session, other.number)) == (False, False)
    other.begin(other.officers[0], now)
    assert (candidates.has_begun(session, room.number), candidates.has_begun(session, other.number)) == (False, True)


def test_undecided_are_the_attempts_of_a_room_that_ended_and_count(session, room, other, ann, now):
    waits = hand_in(session, room, 0, now)
    room.begin(room.officers[1], now)  # goes on
    make.sit(
        session,
        room.exam,
        make.learner(session, session.get_one(make.CourseVersion, room.exam.course_version_id), now),
        now,
    )
    assert [one.id for one in candidates.undecided(session, room.number)] == [waits.id]
    assert candidates.waiting_sittings(session) == [room.number]
    theirs = hand_in(session, other, 0, now)
    assert [one.id for one in candidates.undecided(session, room.number)] == [waits.id]
    assert candidates.waiting_sittings(session) == [room.number, other.number]
    decisions.annul(session, theirs, now + 30 * MINUTE)
    assert candidates.waiting_sittings(session) == [room.number]
    room.sign(ann, now + HOURS)
    assert candidates.undecided(session, room.number) == []
    assert candidates.waiting_sittings(session) == []
    assert session.get_one(Attempt, theirs.id).state == AttemptState.VOIDED


# Rooms


def test_how_a_room_stands_depends_on_who_watches_in_it_now(session, room, ann, now):
    bob = room.stranger("Bob Watcher", now)
    over = now + HOURS
    room.sign(ann, now + MINUTE)
    assert (room.sitting.all_signed, room.sitting.state(over)) == (False, SittingState.OVER)
    assert (room.sitting.signature_of(ann.id).supervisor_id, room.sitting.signature_of(bob.id)) == (ann.id, None)
    supervisors.end_supervisor(session, room.sitting, bob, by=room.trainer.id, now=now)
    assert [one.id for one in room.sitting.watching] == [ann.id]
    assert (room.sitting.all_signed, room.sitting.state(over)) == (True, SittingState.SETTLED)
    assert (room.sitting.is_due(now), room.sitting.course_id) == (True, room.exam.course_id)


def test_a_room_that_nobody_watches_is_signed_by_nobody(room, now):
    assert not room.sitting.all_signed
    assert not room.sitting.is_due(now + HOURS + WAIT - SECOND)
    assert room.sitting.is_due(now + HOURS + WAIT)


def test_rooms_come_with_their_own_people_the_last_first(session, version, room, other, ann, manager, now):
    draft = build.draft(room.exam, now, begins_at=now + MINUTE)
    late = opening.open_sitting(session, draft, viewer=manager, now=now)
    room.sign(ann, now + MINUTE)
    keyed(session, other, other.people["Bob Watcher"], now)
    found = sittings.sittings_run(session, manager)
    assert [one.id for one in found] == [late.id, other.number, room.number]
    assert [[each.name for each in one.supervisors] for one in found] == [[], ["Bob Watcher"], ["Ann Watcher"]]
    assert [len(one.signatures) for one in found] == [0, 0, 1]
    assert [one.paper is not None for one in found] == [False, True, False]
    assert [one.id for one in sittings.sittings_run(session, manager, 2)] == [late.id, other.number]


def test_a_room_is_found_by_its_own_name_by_who_runs_it(session, room, other, manager):
    leader, uuid = people.viewer(session, room.trainer), room.sitting.row.uuid
    for who in (leader, manager):
        assert sittings.sitting_run(session, who, uuid).id == room.number
    for who, name in ((leader, other.sitting.row.uuid), (manager, ids.new_uuid()), (people.a_viewer(99), uuid)):
        with pytest.raises(NotFound):
            sittings.sitting_run(session, who, name)
    with pytest.raises(NotFound):
        sittings.sitting_by_id(session, 999_999)


def test_a_link_that_was_taken_away_leads_nowhere(session, room, ann, now):
    bob = room.stranger("Bob Watcher", now)
    tokens = [supervisors.make_link(session, room.sitting, row, by=room.trainer.id, now=now) for row in (ann, bob)]
    assert [[one.id for one in sittings.links(session, token)] for token in tokens] == [[ann.id], [bob.id]]
    ann.ended_at = now
    session.flush()
    assert [len(sittings.links(session, token)) for token in (*tokens, "no link")] == [0, 1, 0]


def test_exams_are_known_by_their_public_names(session, exam, quiz):
    assert exam_ids(session, [exam.uuid]) == {exam.uuid: (exam.exam_id, exam.course_id)}
    assert exam_ids(session, []) == {}


# Home


def rooms_at_home(session, row, now, until=None):
    wanted = sittings.own_rooms(row.id, now, until or now + sittings.SOON)
    return [(one.title, one.supervises, one.has_signed) for one in session.execute(wanted)]


def titled(session, room, title):
    room.sitting.row.title = title
    session.flush()


def test_home_names_a_room_to_who_supervises_it_until_the_wait_is_over(session, room, other, now):
    watcher = build.watcher(session)
    row = room.by_account(watcher, now)
    titled(session, room, "Ours")
    until = now + HOURS + WAIT
    assert rooms_at_home(session, watcher, now) == [("Ours", True, False)]
    assert rooms_at_home(session, watcher, until - SECOND) == [("Ours", True, False)]
    assert rooms_at_home(session, watcher, until) == []
    room.sign(row, now + MINUTE)
    assert rooms_at_home(session, watcher, now) == [("Ours", True, True)]
    session.get_one(SittingSupervisor, row.id).ended_at = now
    session.flush()
    assert rooms_at_home(session, watcher, now) == []


def test_home_names_a_room_to_who_sits_in_it_until_they_begin_or_it_ends(session, version, room, other, ann, now):
    later = build.room(session, version, now, begins_at=now + 2 * MINUTE)
    bring_in(session, later.cohort, [room.officers[0].id], by=None, now=now)
    titled(session, room, "Ours")
    room.sign(ann, now + MINUTE)
    officer = room.officers[0]
    assert rooms_at_home(session, officer, now) == [("Ours", False, False)]
    assert rooms_at_home(session, officer, now + HOURS - SECOND) == [("Ours", False, False)]
    assert rooms_at_home(session, officer, now + HOURS) == []
    assert rooms_at_home(session, officer, now, now + SECOND) == [("Ours", False, False)]
    assert rooms_at_home(session, officer, now, now) == []  # what begins then or later is named later
    room.begin(room.officers[1], now)
    assert rooms_at_home(session, officer, now) == [("Ours", False, False)]
    room.begin(officer, now)
    assert rooms_at_home(session, officer, now) == []


def test_home_names_no_room_that_was_cancelled(session, room, now):
    watcher = build.watcher(session)
    room.by_account(watcher, now)
    opening.cancel_sitting(session, room.sitting, "No power.", by=room.trainer.id, now=now)
    assert rooms_at_home(session, watcher, now) == rooms_at_home(session, room.officers[0], now) == []


def test_home_names_a_protocol_to_who_did_not_key_it_in(session, room, other, ann, manager, now):
    def waits(who, at=now):
        told = sittings.sittings_first(who, at)
        return len(told), [uuid for uuid, _title in session.execute(select(told[1])).scalar_one()] if told[1:] else []

    assert waits(manager) == (2, [])
    made = keyed(session, room, ann, now)
    uuid = room.sitting.row.uuid
    assert waits(manager) == (2, [uuid])
    assert waits(people.viewer(session, room.trainer)) == (2, [])
    assert waits(people.viewer(session, other.trainer)) == (2, [])
    assert waits(people.viewer(session, room.officers[0])) == (1, [])
    until = now + HOURS + WAIT
    assert (waits(manager, until - SECOND), waits(manager, until)) == ((2, [uuid]), (2, []))
    paper.decide_paper(session, room.sitting, confirm=False, viewer=manager, now=now)
    assert (waits(manager), made.confirmed) == ((2, []), False)


# Locks, and what the audit trail is compared with


def test_whoever_changes_a_room_has_it_locked_and_who_begins_in_it_holds_it(session, room, ann, now):
    trainer = room.trainer.id
    bob = room.stranger("Bob Watcher", now)
    acts = [
        lambda: room.stranger("Cem Watcher", now),
        lambda: room.tick(ann, room.officers[0], now),
        lambda: supervisors.end_supervisor(session, room.sitting, bob, by=trainer, now=now),
        lambda: opening.cancel_sitting(session, room.sitting, "No power.", by=trainer, now=now),
    ]
    with locks(session) as held:
        room.begin(room.officers[1], now)
    assert ("holds", "sitting") in held
    hand_in(session, room, 0, now)
    for act in acts[:3]:
        with locks(session) as locked:
            act()
        assert locked == [("changes", "sitting")]
    with locks(session) as locked, pytest.raises(Exception, match="Somebody has started"):
        acts[3]()
    assert locked == [("changes", "sitting")]
    with locks(session) as locked:
        made = keyed(session, room, ann, now + MINUTE)
        second = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
        paper.decide_paper(session, room.sitting, confirm=False, viewer=second, now=now + MINUTE)
    assert (locked, made.confirmed) == ([("changes", "sitting")] * 2, False)
    with locks(session) as locked:
        watching.settle(session, room.number, now=now + MINUTE)
    assert locked == [("changes", "sitting")]


def test_records_of_rooms_are_read_from_where_one_stopped(session, room, other, ann, now):
    bob = other.people["Bob Watcher"]
    done = [hand_in(session, place, 0, now) for place in (room, other)]
    room.sign(ann, now + HOURS)
    other.sign(bob, now + HOURS)
    watched, signed = audited.decided(session, 0), audited.signed(session, 0)
    assert [(one.place, one.subject) for one in watched] == [(one.id, f"attempt:{one.id}") for one in done]
    assert [one.said for one in watched] == [
        {"sitting_id": place.number, "supervision": Supervision.SUPERVISED if place is other else Supervision.NONE,
         "by_protocol": True} for place in (room, other)
    ]  # fmt: skip
    assert [(one.place, one.said) for one in signed] == [
        (place.number, {"supervisor_id": row.id, "on_paper": False}) for place, row in ((room, ann), (other, bob))
    ]
    assert audited.decided(session, done[0].id) == watched[1:]
    assert audited.signed(session, room.number) == signed[1:]
    assert audited.decided(session, done[1].id) == audited.signed(session, other.number) == []
