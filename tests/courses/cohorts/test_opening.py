"""Cohorts are proposed, approved by somebody else, refused with a reason, changed; trainers come and go."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.cohorts.events import CohortChanged, CohortDecided
from courses.cohorts.queries.certified import trainers_no_longer_certified
from courses.cohorts.queries.cohorts import cohorts_seen, trainers_of
from courses.cohorts.rules.states import CohortState
from courses.cohorts.services.details import change_cohort
from courses.cohorts.services.opening import CohortDraft, approve_cohort, propose_cohort, refuse_cohort
from courses.cohorts.services.trainers import add_trainer, remove_trainer
from courses.ports.runs import CREDENTIAL_IN_FORCE, CredentialHeld
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, RuleBroken
from lms.people.events import RoleGranted
from lms.people.models import RoleGrant
from tests.builders import cohorts, composition
from tests.builders.courses import load
from tests.builders.people import administration, appointed, give_anywhere, person, viewer
from tests.courses.catalogue.test_loading import new_title

OPEN, PROPOSED, REFUSED = CohortState.OPEN, CohortState.PROPOSED, CohortState.REFUSED


@pytest.fixture
def place(session):
    return administration(session, country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, place=place)


@pytest.fixture
def certified(shared_app, monkeypatch, leader, version):
    """The trainer holds a certificate in force of the course, which lets holders open cohorts."""
    version.holders_open_cohorts = True
    held = {(leader.id, version.course_id): CredentialHeld(None)}

    def in_force(_session, people, courses, _now):
        return {key: one for key, one in held.items() if key[0] in people and key[1] in courses}

    composition.fill(shared_app, monkeypatch, CREDENTIAL_IN_FORCE, in_force)
    return held


def manager(session, *more):
    return viewer(session, person(session, None, Role.PROGRAMME_MANAGER, *more))


def propose(session, version, leader, now, country, place=None):
    draft = CohortDraft(version.course_id, country, place.id if place else None, cohorts.details(now))
    return propose_cohort(session, draft, actor=viewer(session, leader), now=now)


def test_a_proposal_waits_and_gives_nobody_a_right(session, version, place, leader, now):
    made = cohorts.proposed(session, version, leader, place, now)
    assert (made.state, trainers_of(session, [made.id])) == (PROPOSED, {made.id: []})
    assert [one.id for one in cohorts_seen(session, viewer(session, leader))] == [made.id]


def test_who_is_approved_leads_and_the_record_says_by_whom(session, version, place, leader, now):
    waiting, boss = cohorts.proposed(session, version, leader, place, now), manager(session)
    approve_cohort(session, waiting, actor=boss, now=now)
    made = cohorts.found(session, waiting.id)
    assert (made.state, trainers_of(session, [made.id])) == (OPEN, {made.id: [leader.id]})
    grant = session.scalars(select(RoleGrant).where(RoleGrant.scope_kind == "cohort")).one()
    assert (grant.role, grant.scope_id, grant.granted_by_id) == (Role.TRAINER, str(made.id), boss.id)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == CohortDecided.name)).one()
    assert (entry.data["approved"], entry.actor_id) == (True, boss.id)


def test_a_certificate_in_force_opens_a_cohort_at_home_without_asking(session, version, place, leader, certified, now):
    made = cohorts.proposed(session, version, leader, place, now)
    assert (made.state, made.decision.by_certificate) == (OPEN, True)
    assert trainers_of(session, [made.id]) == {made.id: [leader.id]}
    grant = session.scalars(select(RoleGrant).where(RoleGrant.scope_kind == "cohort")).one()
    assert grant.granted_by_id is None  # a rule gave it: nobody is their own second person


def test_it_opens_none_in_another_country_nor_of_a_course_that_does_not_allow_it(
    session, version, leader, certified, now
):
    abroad = administration(session, country="KE")
    give_anywhere(session, leader, Grant(Role.TRAINER))
    assert propose(session, version, leader, now, "KE", abroad).state is PROPOSED
    version.holders_open_cohorts = False
    assert propose(session, version, leader, now, "LA").state is PROPOSED


def test_a_certificate_that_has_ended_opens_no_other_and_the_cohort_of_before_goes_on(
    session, version, place, leader, certified, now
):
    first = cohorts.proposed(session, version, leader, place, now)
    assert trainers_no_longer_certified(session, now) == {}
    certified.clear()
    assert trainers_no_longer_certified(session, now) == {first.id: [leader.id]}
    assert cohorts.proposed(session, version, leader, place, now + timedelta(days=1)).state is PROPOSED
    assert cohorts.found(session, first.id).state is OPEN
    assert trainers_of(session, [first.id]) == {first.id: [leader.id]}


def test_nobody_decides_on_their_own_proposal_nor_whose_rights_come_from_them(session, version, place, now):
    boss = person(session, None, Role.PROGRAMME_MANAGER)
    waiting = cohorts.proposed(session, version, boss, place, now)
    for actor in (boss, appointed(session, boss.id)):
        with pytest.raises(RuleBroken):
            approve_cohort(session, waiting, actor=viewer(session, actor), now=now)
    assert cohorts.found(session, waiting.id).state is PROPOSED


def test_a_manager_of_another_place_does_not_decide(session, version, place, leader, now):
    waiting = cohorts.proposed(session, version, leader, place, now)
    other = viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    with pytest.raises(RuleBroken):
        approve_cohort(session, waiting, actor=other, now=now)
    assert cohorts_seen(session, other) == []


def test_a_refusal_has_a_reason_and_is_not_decided_again(session, version, place, leader, now):
    waiting, boss = cohorts.proposed(session, version, leader, place, now), manager(session)
    with pytest.raises(BadInput):
        refuse_cohort(session, waiting, "  ", actor=boss, now=now)
    refuse_cohort(session, waiting, "No budget.", actor=boss, now=now)
    assert cohorts.found(session, waiting.id).state is REFUSED
    with pytest.raises(RuleBroken):
        approve_cohort(session, waiting, actor=boss, now=now)


def test_a_role_for_another_cohort_opens_none(session, version, place, leader, now):
    first = cohorts.cohort(session, version, now, place=place, leader=leader)
    only = person(session, None, place=place)
    give_anywhere(session, only, Grant(Role.TRAINER, "cohort", str(first.id)))
    with pytest.raises(BadInput) as refused:
        propose(session, version, only, now, "LA", place)
    assert refused.value.field == "place"


def test_a_place_is_its_own_country_and_within_ones_right(session, version, place, leader, now):
    for country, where in (("KE", place), ("KE", None), ("LA", administration(session, country="LA")), ("XX", None)):
        with pytest.raises(BadInput):
            propose(session, version, leader, now, country, where)


def test_the_version_is_that_of_the_day_on_which_it_opens(session, folder, version, place, leader, now):
    waiting = cohorts.proposed(session, version, leader, place, now)
    new_title(folder)
    newer = load(session, folder, now)
    approve_cohort(session, waiting, actor=manager(session), now=now)
    assert cohorts.found(session, waiting.id).row.course_version_id == newer.id != version.id


def test_a_change_says_what_was_before_and_after_and_nothing_else(session, version, place, leader, now):
    made = cohorts.cohort(session, version, now, place=place, leader=leader)
    same = cohorts.details(now)
    assert not change_cohort(session, made, same, by=leader.id, now=now)
    assert change_cohort(session, made, cohorts.details(now, venue="Hall 7"), by=leader.id, now=now)
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.name == CohortChanged.name)).all()
    assert entry.data == {"before": {"venue": "Training room 2"}, "after": {"venue": "Hall 7"}}


def test_a_co_trainer_is_one_whom_the_administrators_made_a_trainer(session, version, place, leader, now):
    made = cohorts.cohort(session, version, now, place=place, leader=leader)
    (officer,) = cohorts.officers(session, made, 1, now)
    member = cohorts.officers(session, made, 1, now)[0]
    give_anywhere(session, member, Grant(Role.TRAINER))
    for typed in (officer.username, member.username, "nobody.at.all", leader.username):
        with pytest.raises(BadInput):
            add_trainer(session, made, typed, by=leader.id, now=now)
    other = cohorts.trainer(session)
    add_trainer(session, made, other.username, by=leader.id, now=now)
    assert trainers_of(session, [made.id]) == {made.id: [leader.id, other.id]}
    granted = select(AuditEntry).where(AuditEntry.name == RoleGranted.name, AuditEntry.subject == f"person:{other.id}")
    assert session.scalars(granted).one().data["scope"] == f"cohort:{made.id}"


def test_of_two_trainers_one_may_go_and_the_last_stays(session, version, place, leader, now):
    made = cohorts.cohort(session, version, now, place=place, leader=leader)
    other = cohorts.trainer(session)
    add_trainer(session, made, other.username, by=leader.id, now=now)
    remove_trainer(session, made, leader.id, by=other.id, now=now)
    with pytest.raises(RuleBroken, match="only trainer"):
        remove_trainer(session, made, other.id, by=other.id, now=now)
    assert trainers_of(session, [made.id]) == {made.id: [other.id]}
