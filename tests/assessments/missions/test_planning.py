"""Missions planned with their teams: days, places, parts, independence, and who is told."""

from datetime import date

import pytest
from sqlalchemy import select

from assessments.missions.models import MissionMember, MissionPart
from assessments.missions.pages.mission import lines_of
from assessments.missions.queries.missions import MissionFilter, mission_planned, missions_page, team_of
from assessments.missions.services.planning import cancel_mission, change_mission, plan_mission
from assessments.missions.services.team import add_member, take_out
from courses.api import ActivityKind
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.messages.models import Message
from tests.builders import missions, people, programme
from tests.builders.audit import records_apart
from tests.builders.crowd import statements


def refused(act):
    with pytest.raises(BadInput) as fault:
        act()
    return fault.value.field


def test_a_mission_that_ends_before_it_begins_is_refused_at_its_last_day(session, now):
    by = missions.planner(session)
    wrong = missions.draft(ends_on=date(2026, 11, 1))
    assert refused(lambda: plan_mission(session, wrong, actor=by, now=now)) == "ends_on"


def test_a_mission_looks_at_one_topic_at_least(session, now):
    by = missions.planner(session)
    assert refused(lambda: plan_mission(session, missions.draft(terms={}), actor=by, now=now)) == "terms_operations"


def test_whoever_plans_for_one_country_plans_for_no_other(session, now):
    by = missions.planner(session, "country", "KE")
    assert refused(lambda: plan_mission(session, missions.draft(), actor=by, now=now)) == "country"


def test_a_host_in_another_country_and_units_of_somebody_else_are_refused(session, now):
    by, abroad = missions.planner(session), people.administration(session, country="KE")
    wrong = missions.draft(host_id=abroad.id)
    assert refused(lambda: plan_mission(session, wrong, actor=by, now=now)) == "host"
    home = people.administration(session, country="LA")
    wrong = missions.draft(host_id=home.id, unit_ids=[people.unit(session, abroad).id])
    assert refused(lambda: plan_mission(session, wrong, actor=by, now=now)) == "units"


def test_funds_and_partners_are_those_of_the_activity(session, mission, now):
    fund = programme.fund(session, now)
    activity = programme.activity(session, now, kind=ActivityKind.MISSION, country="LA", fund_id=fund.id)
    changed = missions.draft(host_id=mission.host.id, activity_id=activity.id)
    assert change_mission(session, mission.found, changed, actor=mission.planner, now=now)
    assert mission.found.activity.fund.code == fund.code
    elsewhere = programme.activity(session, now, kind=ActivityKind.MISSION, country="KE")
    wrong = missions.draft(host_id=mission.host.id, activity_id=elsewhere.id)
    assert refused(lambda: change_mission(session, mission.found, wrong, actor=mission.planner, now=now)) == "activity"


def test_nobody_is_twice_in_a_team_and_it_has_one_lead(session, mission, now):
    again = (mission.lead.username, MissionPart.FACILITATOR)
    assert refused(lambda: add_member(session, mission.found, *again, actor=mission.planner, now=now)) == "login"
    second = (people.person(session).username, MissionPart.LEAD)
    assert refused(lambda: add_member(session, mission.found, *second, actor=mission.planner, now=now)) == "part"


def test_an_expert_of_the_same_administration_supervises_nobody_there(session, mission, now):
    place = people.administration(session, country="VN")
    expert, candidate = people.person(session, place=place), people.person(session, place=place)
    add_member(session, mission.found, expert.username, MissionPart.SUPERVISING_EXPERT, actor=mission.planner, now=now)
    uuid = mission.member(expert).uuid
    wanted = (candidate.username, MissionPart.CANDIDATE, uuid)
    with pytest.raises(BadInput, match="same administration") as fault:
        add_member(session, mission.found, *wanted, actor=mission.planner, now=now)
    assert fault.value.field == "supervisor"


def test_a_candidate_has_an_expert_of_the_team_and_planners_are_not_their_own_candidates(session, mission, now):
    someone = people.person(session)
    wanted = (someone.username, MissionPart.CANDIDATE, mission.member(mission.other).uuid)
    assert refused(lambda: add_member(session, mission.found, *wanted, actor=mission.planner, now=now)) == "supervisor"
    own = people.viewer(session, someone)
    wanted = (someone.username, MissionPart.CANDIDATE, mission.member(mission.expert).uuid)
    assert refused(lambda: add_member(session, mission.found, *wanted, actor=own, now=now)) == "login"


def test_an_expert_stays_as_long_as_their_candidates_do(session, mission, now):
    def out(person):
        take_out(session, mission.found, mission.member(person).uuid, actor=mission.planner, now=now)

    with pytest.raises(RuleBroken, match="supervises a candidate"):
        out(mission.expert)
    for one in (mission.candidate, mission.other, mission.expert):
        out(one)
    assert [one.person_id for one in team_of(session, mission.row.id)] == [mission.lead.id]


def test_the_team_is_told_and_the_trail_agrees(session, mission, now):
    cancel_mission(session, mission.found, "The port is closed.", actor=mission.planner, now=now)
    told = session.scalars(select(Message.kind).where(Message.person_id == mission.lead.id)).all()
    assert sorted(told) == ["missions.cancelled", "missions.joined"]
    assert records_apart(session) == []
    with pytest.raises(Conflict):
        cancel_mission(session, mission.found, "Again.", actor=mission.planner, now=now)


def test_the_team_is_told_of_other_days_and_of_nothing_else(session, mission, now):
    def told():
        return session.scalars(select(Message.kind).where(Message.person_id == mission.lead.id)).all()

    same = {"host_id": mission.host.id, "title": "Another title"}
    change_mission(session, mission.found, missions.draft(**same), actor=mission.planner, now=now)
    assert told() == ["missions.joined"]
    later = missions.draft(**same, ends_on=date(2026, 11, 9))
    change_mission(session, mission.found, later, actor=mission.planner, now=now)
    assert told() == ["missions.joined", "missions.moved"]


def test_what_was_delivered_is_not_cancelled(session, mission, now):
    mission.write("recommendation", mission.lead, now)
    mission.deliver(now)
    assert refused(lambda: cancel_mission(session, mission.found, "No.", actor=mission.planner, now=now)) == "reason"


def test_a_list_holds_what_one_plans_and_is_narrowed(session, mission, now):
    missions.mission(session, now, country="KE")
    abroad = missions.planner(session, "country", "KE")
    page = missions_page(session, abroad, MissionFilter(), today=now.date(), number=1)
    assert [one.row.country for one in page.lines] == ["KE"]
    every = missions_page(session, mission.planner, MissionFilter(country="LA"), today=now.date(), number=1)
    assert [one.row.id for one in every.lines] == [mission.row.id]
    with pytest.raises(NotFound):
        mission_planned(session, abroad, mission.row.uuid)


def test_a_list_takes_as_many_questions_for_many_missions_as_for_one(session, mission, now):
    def listed():
        page = missions_page(session, mission.planner, MissionFilter(), today=now.date(), number=1)
        return lines_of(session, page.lines, now.date(), mission.planner)

    alone, _lines = statements(session, listed)
    for country in ("KE", "TH"):
        missions.mission(session, now, country=country)
    several, lines = statements(session, listed)
    assert (several, [one.people for one in lines]) == (alone, [4, 4, 4])


def test_the_database_takes_nobody_twice(session, mission):
    assert len(session.scalars(select(MissionMember.id).where(MissionMember.left_at.is_(None))).all()) == 4
