"""What happens elsewhere moves who waits for it: a mission, a training, days that pass, an account that is closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from assessments.missions.models import MissionPart
from assessments.missions.services.planning import cancel_mission
from assessments.missions.services.team import add_member, take_out
from certificates.candidates import tasks
from certificates.candidates.queries.elsewhere import facts_elsewhere
from certificates.candidates.queries.found import candidate_by_id, evidence_of
from certificates.candidates.queries.waiting import overdue
from certificates.candidates.rules.days import act_by, days_over
from certificates.candidates.services import moving
from certificates.candidates.services.advancing import advance
from certificates.schemes.models import CandidateTransition, SchemeVersion
from certificates.schemes.rules.definition import RULE, EvidenceKind, TriggerFact
from courses.api import trainings_delivered
from courses.cohorts.services.leaving import end_cohort
from lms.access import Role
from lms.errors import Conflict
from lms.people.services.accounts import close_person
from tests.builders import candidates, certificates, cohorts, missions, people
from tests.builders.candidates import step
from tests.builders.people import NOW


def scheme(session, now, fact, *, days=30):
    """Somebody who applied is eligible by the rule, once the fact has happened."""
    known = candidates.definition()
    steps = (*known.transitions, step("follow", "applied", "eligible", RULE, fact=fact))
    states = tuple(candidates.state("applied", days=days) if one.code == "applied" else one for one in known.states)
    kinds = (*known.evidence, EvidenceKind("terms-of-reference", {"en": "Terms"}))
    defined = candidates.definition(transitions=steps, states=states, evidence=kinds)
    return candidates.scheme(session, people.person(session), now, defined)


def waiting(session, person, now, fact, **more):
    return candidates.candidate(session, person, scheme(session, now, fact, **more), now, "applied")


def state_of(session, found):
    session.expire_all()
    return candidate_by_id(session, found.row.id).row.state


def test_who_is_named_for_a_mission_moves_and_has_its_terms_of_reference(session, now):
    mission = missions.mission(session, now)
    newcomer = people.person(session, None, Role.OFFICER, place=people.administration(session))
    found = waiting(session, newcomer, now - timedelta(days=60), TriggerFact.MISSION_ASSIGNED)
    expert = mission.member(mission.expert).uuid
    add_member(session, mission.found, newcomer.username, MissionPart.CANDIDATE, expert, actor=mission.planner, now=now)
    assert state_of(session, found) == "eligible"
    (piece,) = evidence_of(session, [found.row.id])[found.row.id]
    assert (piece.kind, piece.title) == ("terms-of-reference", "Diagnostic mission")
    take_out(session, mission.found, mission.member(newcomer).uuid, actor=mission.planner, now=now)
    session.refresh(piece)
    assert piece.withdrawn_at is not None


def test_who_joins_a_team_in_another_part_is_not_assigned(session, now):
    mission = missions.mission(session, now)
    found = waiting(session, mission.lead, now - timedelta(days=60), TriggerFact.MISSION_ASSIGNED)
    advance(session, [mission.lead.id], now=now)
    assert state_of(session, found) == "applied"


def test_a_cancelled_mission_and_one_that_was_over_before_the_way_began_assign_nobody(session, now):
    mission = missions.mission(session, now)  # which ended on 6 November
    late = waiting(session, mission.other, now, TriggerFact.MISSION_ASSIGNED)
    advance(session, [mission.other.id], now=now)
    assert state_of(session, late) == "applied"
    early = candidates.candidate(session, mission.candidate, version_of(session, late), now - timedelta(days=60))
    cancel_mission(session, mission.found, "The host asked for another year.", actor=mission.planner, now=now)
    assert facts_elsewhere(session, at(session, early, "applied"), now, now.date()) == frozenset()


def version_of(session, found):
    return session.get_one(SchemeVersion, found.row.scheme_version_id)


def at(session, found, state):
    found.row.state = state
    session.flush()
    return candidate_by_id(session, found.row.id)


@pytest.fixture
def class_of(session, now):
    """A cohort that began three days after `now`, with its trainer and an officer."""
    place = people.administration(session)
    leader = cohorts.trainer(session, place=place)
    cohort = cohorts.cohort(session, certificates.course_version(session), now, place=place, leader=leader)
    cohorts.officers(session, cohort, 1, now)
    return cohort, leader


def test_a_trainer_whose_cohort_ends_has_delivered_a_training(session, class_of, now):
    cohort, leader = class_of
    found = waiting(session, leader, now, TriggerFact.TRAINING_DELIVERED)
    advance(session, [leader.id], now=now)
    assert state_of(session, found) == "applied"
    end_cohort(session, cohorts.found(session, cohort.id), "All meetings were held.", by=leader.id,
               now=now + timedelta(days=40))  # fmt: skip
    assert state_of(session, found) == "eligible"


def test_a_cohort_that_nobody_ended_is_over_after_its_last_day(session, class_of, now):
    cohort, leader = class_of
    found = waiting(session, leader, now, TriggerFact.TRAINING_DELIVERED)
    last = cohort.row.ends_on
    advance(session, [leader.id], now=now + (last - now.date()))
    assert state_of(session, found) == "applied"
    advance(session, [leader.id], now=now + (last - now.date()) + timedelta(days=2))
    assert state_of(session, found) == "eligible"


def test_a_cohort_that_ended_before_its_first_day_or_was_empty_is_no_training(session, now):
    place = people.administration(session)
    leader = cohorts.trainer(session, place=place)
    version = certificates.course_version(session)
    unheld = cohorts.cohort(session, version, now, place=place, leader=leader)
    cohorts.officers(session, unheld, 1, now)
    end_cohort(session, cohorts.found(session, unheld.id), "Nobody could come.", by=leader.id, now=now)
    empty = cohorts.cohort(session, version, now, place=place, leader=leader)
    end_cohort(session, cohorts.found(session, empty.id), "Nobody came.", by=leader.id, now=now + timedelta(days=9))
    assert trainings_delivered(session, [leader.id], now + timedelta(days=99)) == {leader.id: []}


@given(st.integers(0, 400), st.integers(0, 400))
def test_days_are_over_after_the_last_of_them(days, passed):
    states = (candidates.state("applied", days=days),)
    defined = candidates.definition(states=states)
    over = days_over(defined, "applied", NOW, NOW.date() + timedelta(days=passed))
    assert over == (passed > days)
    assert act_by(defined, "applied", NOW) == NOW.date() + timedelta(days=days)
    assert not days_over(candidates.definition(states=(candidates.state("applied"),)), "applied", NOW, date.max)


def test_who_waits_longer_than_the_days_of_a_state_is_moved_within_an_hour_and_once(session, now, app):
    found = waiting(session, people.person(session), now, TriggerFact.DAYS_OVER)
    other = candidates.candidate(
        session, people.person(session), version_of(session, found), now + timedelta(days=3), "applied"
    )
    session.commit()
    assert tasks.move_overdue.every == timedelta(hours=1)
    tasks.move_overdue.run(now + timedelta(days=30))
    assert state_of(session, found) == "applied"  # the last day is still one of them
    for _twice in range(2):
        tasks.move_overdue.run(now + timedelta(days=31))
    assert (state_of(session, found), state_of(session, other)) == ("eligible", "applied")
    steps = select(func.count(CandidateTransition.id)).where(CandidateTransition.candidate_id == found.row.id)
    assert session.scalar(steps) == 1


def test_days_count_from_the_last_step(session, now):
    found = waiting(session, people.person(session), now, TriggerFact.DAYS_OVER)
    session.add(
        CandidateTransition(
            uuid="0" * 36, candidate_id=found.row.id, no=1, transition="apply", from_state="enrolled",
            to_state="applied", scheme_version_id=found.version.id, reason="", cites={}, at=now + timedelta(days=10),
        )
    )  # fmt: skip
    found.row.steps = 1
    session.flush()
    assert overdue(session, now + timedelta(days=31)) == []
    assert overdue(session, now + timedelta(days=41)) == [found.row.person_id]


def test_a_scheme_without_such_a_step_has_nobody_overdue(session, now, counting):
    candidates.candidate(
        session, people.person(session), candidates.scheme(session, people.person(session), now), now, "applied"
    )
    with counting() as asked:
        assert overdue(session, now + timedelta(days=400)) == []
    assert len(asked) == 1


def test_where_somebody_acts_at_the_same_moment_the_others_are_moved_all_the_same(session, now, app, monkeypatch):
    first = waiting(session, people.person(session), now, TriggerFact.DAYS_OVER)
    second = candidates.candidate(session, people.person(session), version_of(session, first), now, "applied")
    session.commit()
    taken = moving._take

    def beaten(found_session, file, *more):
        if file.found.row.id == first.row.id:
            raise Conflict("Somebody else was faster.")
        return taken(found_session, file, *more)

    monkeypatch.setattr(moving, "_take", beaten)
    tasks.move_overdue.run(now + timedelta(days=31))
    assert (state_of(session, first), state_of(session, second)) == ("applied", "eligible")


def test_who_leaves_moves_when_the_account_is_closed(session, now):
    person = people.person(session, None, Role.OFFICER)
    found = waiting(session, person, now, TriggerFact.PERSON_LEFT)
    advance(session, [person.id], now=now)
    assert state_of(session, found) == "applied"
    administrator = people.viewer(session, people.person(session, None, Role.ADMINISTRATOR))
    people.person(session, None, Role.ADMINISTRATOR)
    close_person(session, person, by=administrator, now=now)
    assert state_of(session, found) == "eligible"


def test_nothing_is_asked_elsewhere_where_no_step_from_here_waits_for_it(session, now, counting):
    found = candidates.candidate(
        session, people.person(session), candidates.scheme(session, people.person(session), now), now, "applied"
    )
    with counting() as asked:
        assert facts_elsewhere(session, found, now, now.date()) == frozenset()
    assert asked == []
