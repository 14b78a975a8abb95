"""Officers join, wait, are moved and leave; each has one open run of a course."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.cohorts.events import HandOverEnded, ParticipantStateChanged
from courses.cohorts.queries.hand_overs import hand_over_of
from courses.cohorts.queries.participants import history_of, joins_waiting, participant_seen, participants_seen
from courses.cohorts.rules.joining import Fit
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from courses.cohorts.services import joining, leaving
from courses.cohorts.services.codes import cohort_of_code, make_code
from courses.cohorts.services.handing_over import HandOverDraft, offer
from courses.cohorts.services.trainers import give_cohort
from courses.events import RunGroupChanged
from courses.learning.queries.runs import newest_runs, runs_of
from courses.learning.rules.progress import EndReason
from courses.learning.services import end_run, enrol
from courses.permissions import CoursePermission
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, NotFound, RuleBroken
from lms.people.api import reaches_person
from tests.builders import cohorts
from tests.builders.people import administration, appointed, person, viewer

JOINED, WITHDRAWN, MOVED = ParticipantStatus.JOINED, ParticipantStatus.WITHDRAWN, ParticipantStatus.MOVED


@pytest.fixture
def place(session):
    return administration(session, country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, place=place)


@pytest.fixture
def cohort(session, version, place, leader, now):
    return cohorts.cohort(session, version, now, place=place, leader=leader)


@pytest.fixture
def joiner(session, place):
    return person(session, None, (Role.OFFICER, place), place=place)


def status(session, cohort, row):
    return cohorts.participant(session, cohort, row).status


def run_of(session, row, cohort):
    return newest_runs(session, [row.id], cohort.row.course_id)[row.id]


def recorded(session, kind, row):
    named = select(AuditEntry).where(AuditEntry.name == kind.name, AuditEntry.subject == f"person:{row.id}")
    return session.scalars(named.order_by(AuditEntry.id)).all()


def test_whoever_joins_begins_the_pinned_version_with_the_cohort(session, cohort, joiner, now):
    assert joining.join(session, cohort, joiner.id, take_over=None, now=now) is Fit.NEW
    run = run_of(session, joiner, cohort)
    assert (run.version_id, run.group, status(session, cohort, joiner)) == (
        cohort.row.course_version_id, cohort.group, JOINED,
    )  # fmt: skip


def test_joining_twice_changes_nothing(session, cohort, joiner, now):
    joining.join(session, cohort, joiner.id, take_over=None, now=now)
    assert joining.join(session, cohort, joiner.id, take_over=None, now=now) is Fit.ALREADY_IN
    assert len(history_of(session, [cohorts.participant(session, cohort, joiner).id]).popitem()[1]) == 1


def test_whoever_has_a_run_open_is_asked_what_happens_with_it(session, cohort, version, joiner, now):
    enrol(session, joiner.id, version.id, now=now)
    with pytest.raises(BadInput) as refused:
        joining.join(session, cohort, joiner.id, take_over=None, now=now)
    assert refused.value.field == "run"


def test_the_cohort_takes_a_run_over_with_what_was_done_in_it(session, cohort, version, joiner, now):
    mine = enrol(session, joiner.id, version.id, now=now)
    joining.join(session, cohort, joiner.id, take_over=True, now=now)
    run = run_of(session, joiner, cohort)
    assert (run.id, run.group) == (mine.id, cohort.group)
    assert [(one.data["before"], one.data["after"]) for one in recorded(session, RunGroupChanged, joiner)] == [
        (None, f"cohort:{cohort.id}")
    ]


def test_whoever_waits_begins_with_the_cohort_when_their_run_has_ended(session, cohort, version, joiner, now):
    mine = enrol(session, joiner.id, version.id, now=now)
    joining.join(session, cohort, joiner.id, take_over=False, now=now)
    assert status(session, cohort, joiner) is ParticipantStatus.WAITS_FOR_RUN
    end_run(session, mine.id, reason=EndReason.WITHDRAWN, by=joiner.id, now=now + timedelta(days=1))
    run = run_of(session, joiner, cohort)
    assert (run.id != mine.id, run.group, status(session, cohort, joiner)) == (True, cohort.group, JOINED)


def test_whoever_waits_may_change_their_mind(session, cohort, version, joiner, now):
    mine = enrol(session, joiner.id, version.id, now=now)
    joining.join(session, cohort, joiner.id, take_over=False, now=now)
    waiting = cohorts.participant(session, cohort, joiner)
    joining.take_own_run_over(session, cohort, waiting, by=joiner.id, now=now)
    assert (run_of(session, joiner, cohort).id, status(session, cohort, joiner)) == (mine.id, JOINED)


def test_a_second_cohort_that_takes_the_run_over_moves_the_officer(session, cohort, version, joiner, place, now):
    joining.join(session, cohort, joiner.id, take_over=None, now=now)
    second = cohorts.cohort(session, version, now, place=place)
    joining.join(session, second, joiner.id, take_over=True, now=now)
    assert (status(session, cohort, joiner), status(session, second, joiner)) == (MOVED, JOINED)
    assert len(runs_of(session, [joiner.id])[joiner.id]) == 1


def test_an_officer_of_another_administration_waits_for_who_decides_there(session, cohort, now):
    abroad = administration(session, country="KE")
    guest = person(session, None, (Role.OFFICER, abroad), place=abroad)
    assert joining.join(session, cohort, guest.id, take_over=None, now=now) is Fit.ELSEWHERE
    assert runs_of(session, [guest.id]) == {guest.id: []}
    there = viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, abroad)))
    here = viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    assert [one.person_id for one in joins_waiting(session, there)] == [guest.id]
    assert joins_waiting(session, here) == []
    waiting = cohorts.participant(session, cohort, guest)
    joining.decide_join(session, waiting, approve=True, reason="", actor=there, now=now)
    assert (status(session, cohort, guest), run_of(session, guest, cohort).group) == (JOINED, cohort.group)


def test_a_refusal_of_a_join_has_a_reason(session, cohort, now):
    guest = person(session, None, Role.OFFICER)
    joining.join(session, cohort, guest.id, take_over=None, now=now)
    manager, waiting = (
        viewer(session, person(session, None, Role.PROGRAMME_MANAGER)), cohorts.participant(session, cohort, guest),
    )  # fmt: skip
    with pytest.raises(BadInput):
        joining.decide_join(session, waiting, approve=False, reason=" ", actor=manager, now=now)
    joining.decide_join(session, waiting, approve=False, reason="No time.", actor=manager, now=now)
    assert status(session, cohort, guest) is ParticipantStatus.REFUSED
    with pytest.raises(RuleBroken):
        joining.decide_join(session, waiting, approve=True, reason="", actor=manager, now=now)


def test_nobody_lets_in_themselves_or_from_whom_their_rights_come(session, cohort, now):
    guest = person(session, None, Role.PROGRAMME_MANAGER)
    joining.join(session, cohort, guest.id, take_over=None, now=now)
    waiting = cohorts.participant(session, cohort, guest)
    for actor in (guest, appointed(session, guest.id)):
        with pytest.raises(RuleBroken):
            joining.decide_join(session, waiting, approve=True, reason="", actor=viewer(session, actor), now=now)


def test_a_trainer_of_the_cohort_does_not_take_part_in_it(session, cohort, leader, now):
    with pytest.raises(RuleBroken, match="lead"):
        joining.join(session, cohort, leader.id, take_over=None, now=now)


def test_a_role_for_the_cohort_reaches_who_is_in_it_and_no_longer_who_was_withdrawn(session, cohort, leader, now):
    first, second = cohorts.officers(session, cohort, 2, now)
    me, lead = viewer(session, leader), CoursePermission.COHORT_LEAD
    assert reaches_person(session, me, lead, first.id)
    leaving.withdraw(session, cohort, cohorts.participant(session, cohort, first), "Left.", actor=me, now=now)
    assert (reaches_person(session, me, lead, first.id), reaches_person(session, me, lead, second.id)) == (False, True)
    assert participant_seen(session, me, cohort.id, first.id).status is WITHDRAWN  # what this trainer did themselves


def test_a_trainer_of_another_cohort_sees_nobody(session, cohort, version, place, now):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    other = cohorts.trainer(session, place=place)
    cohorts.cohort(session, version, now, place=place, leader=other)
    me = viewer(session, other)
    assert participants_seen(session, me, cohort.id) == []
    assert not reaches_person(session, me, CoursePermission.COHORT_LEAD, officer.id)
    with pytest.raises(NotFound):
        participant_seen(session, me, cohort.id, officer.id)


def test_who_is_withdrawn_goes_on_alone_and_may_join_again(session, cohort, leader, now):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    me, run = viewer(session, leader), run_of(session, officer, cohort)
    leaving.withdraw(session, cohort, cohorts.participant(session, cohort, officer), "Ill.", actor=me, now=now)
    alone = run_of(session, officer, cohort)
    assert (alone.id, alone.group, alone.is_open) == (run.id, None, True)
    joining.join(session, cohort, officer.id, take_over=True, now=now)
    history = history_of(session, [cohorts.participant(session, cohort, officer).id]).popitem()[1]
    assert [(one.status, one.reason) for one in history] == [(JOINED, ""), (WITHDRAWN, "Ill."), (JOINED, "")]
    after = [one.data["after"] for one in recorded(session, ParticipantStateChanged, officer)]
    assert after == ["joined", "withdrawn", "joined"]


def test_moving_takes_the_run_along(session, cohort, version, leader, place, now):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    other = cohorts.cohort(session, version, now, place=place, leader=leader)
    run, me = run_of(session, officer, cohort), viewer(session, leader)
    leaving.move(session, cohort, cohorts.participant(session, cohort, officer), other, "", actor=me, now=now)
    moved = run_of(session, officer, other)
    assert (moved.id, moved.group) == (run.id, other.group)
    assert (status(session, cohort, officer), status(session, other, officer)) == (MOVED, JOINED)


def test_a_substitute_comes_in_the_place_of_an_officer(session, cohort, leader, joiner, now):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    me, there = viewer(session, leader), cohorts.participant(session, cohort, officer)
    leaving.substitute(session, cohort, there, joiner.username, "Ill.", actor=me, now=now)
    last = cohorts.participant(session, cohort, officer).now
    assert (last.status, last.substitute_id) == (ParticipantStatus.SUBSTITUTED, joiner.id)
    assert status(session, cohort, joiner) is JOINED


def test_a_substitute_who_is_there_already_is_refused_beside_the_field(session, cohort, leader, now):
    first, second = cohorts.officers(session, cohort, 2, now)
    there = cohorts.participant(session, cohort, first)
    with pytest.raises(BadInput) as refused:
        leaving.substitute(session, cohort, there, second.username, "", actor=viewer(session, leader), now=now)
    assert (refused.value.field, status(session, cohort, first)) == ("person", JOINED)


def test_when_a_cohort_ends_runs_go_on_and_nobody_joins(session, cohort, leader, joiner, now):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    code = make_code(session, cohort, by=leader.id, now=now)
    leaving.end_cohort(session, cohort, "All meetings were held.", by=leader.id, now=now)
    ended = cohorts.found(session, cohort.id)
    assert (ended.state, status(session, cohort, officer)) == (CohortState.ENDED, ParticipantStatus.ENDED)
    assert run_of(session, officer, cohort).is_open
    assert reaches_person(session, viewer(session, leader), CoursePermission.COHORT_LEAD, officer.id)
    assert cohort_of_code(session, code.code, now) is None
    with pytest.raises(RuleBroken):
        joining.join(session, ended, joiner.id, take_over=None, now=now)


def test_when_a_cohort_ends_the_record_says_that_its_offer_ended_too(session, cohort, leader, now):
    draft = HandOverDraft(leader.id, cohorts.trainer(session).username, "Two officers are behind.")
    offered = offer(session, cohort, draft, by=leader.id, now=now)
    leaving.end_cohort(session, cohort, "All meetings were held.", by=leader.id, now=now)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == HandOverEnded.name)).one()
    assert (entry.subject, entry.actor_id) == (f"cohort:{cohort.id}", leader.id)
    assert entry.data["hand_over_id"] == offered.id
    assert (offered.ended_at, offered.ended_by_id, hand_over_of(session, cohort.id)) == (now, leader.id, None)


def test_many_are_brought_in_with_as_many_queries_as_few(session, cohort, place, counting, now):
    def brought(many):
        people = [person(session, None, (Role.OFFICER, place), place=place).id for _each in range(many)]
        session.flush()
        with counting() as seen:
            joining.bring_in(session, cohort, people, by=None, now=now)
        return [one for one in seen if "audit" not in one]

    brought(1)  # the version of the course is loaded once
    assert len(brought(2)) == len(brought(30))


def test_a_member_of_the_class_is_no_trainer_of_it(session, cohort, leader, now):
    (officer,) = cohorts.officers(session, cohort, 1, now)
    assert give_cohort(session, cohort.id, officer.id, by=leader.id, now=now)  # what a service refuses before
    me = viewer(session, officer)
    with pytest.raises(RuleBroken, match="You cannot decide about yourself"):
        leaving.withdraw(session, cohort, cohorts.participant(session, cohort, officer), "x", actor=me, now=now)
