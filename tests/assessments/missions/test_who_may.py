"""Who plans, sees and reads what of missions: by scope, by team, by part, and of whom an annex speaks."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from assessments.missions import policy
from assessments.missions.models import Mission, MissionPart
from assessments.missions.queries.annexes import annex_written, annexes_read, own_annex, signed_about
from assessments.missions.queries.missions import (
    mission_of_team,
    mission_planned,
    mission_seen,
    missions_of,
    missions_where,
    team_of,
    teams_of,
)
from assessments.missions.rules.readiness import Readiness
from assessments.missions.services.annexes import AnnexDraft, release_annexes, sign_annex, write_annex
from assessments.missions.services.planning import plan_mission
from assessments.missions.services.team import add_member, take_out
from assessments.permissions import PracticalRole
from assessments.sheets.rules.states import Turn
from assessments.workshops.models import WorkshopCandidate
from lms.access import Grant, Role
from lms.errors import NotFound
from lms.ids import new_uuid
from lms.people.models import RoleGrant
from tests.builders import missions, people
from tests.builders.sheets import Bench


@pytest.fixture
def second(session, mission, now):
    """Another mission, of other people, that begins on the same days."""
    return missions.mission(session, now, country="KE", words="Second")


def planned(session, viewer):
    return {one.row.id for one in missions_where(session, policy.planned_by(viewer))}


def test_whom_a_scope_of_a_planner_reaches_is_one_rule_for_one_mission_for_many_and_for_a_new_one(
    session, mission, second, now
):
    alone = plan_mission(session, missions.draft(title="Without a host"), actor=mission.planner, now=now)
    rows = [mission.row, second.row, alone]
    places = [("LA", mission.host.id), ("LA", None), ("KE", second.host.id)]
    expected = {
        (): (rows, places),
        ("country", "LA"): ([mission.row, alone], places[:2]),
        ("mission", str(second.row.id)): ([second.row], []),
    }
    for scope, (reached, new) in expected.items():
        by = missions.planner(session, *scope)
        assert planned(session, by) == {one.id for one in reached}
        assert [one for one in rows if policy.may_plan(by, one)] == reached
        assert [one for one in places if policy.may_plan_in(by, *one)] == new
    officer = mission.viewer(mission.lead)
    assert planned(session, officer) == set()
    assert not any(policy.may_plan(officer, one) for one in rows)


def test_a_team_finds_its_own_mission_and_who_left_finds_it_no_more(session, mission, second, now):
    member = mission.viewer(mission.other)
    assert [one.id for one in missions_of(session, member)] == [mission.row.id]
    assert mission_seen(session, member, mission.row.uuid).id == mission.row.id
    assert mission_of_team(session, member, mission.row.uuid, part=MissionPart.CANDIDATE).id == mission.row.id
    for refused in (
        lambda: mission_seen(session, member, second.row.uuid),
        lambda: mission_of_team(session, member, second.row.uuid),
        lambda: mission_of_team(session, member, mission.row.uuid, part=MissionPart.LEAD),
        lambda: mission_of_team(session, mission.planner, mission.row.uuid),
        lambda: mission_planned(session, member, mission.row.uuid),
    ):
        with pytest.raises(NotFound):
            refused()
    assert mission_planned(session, mission.planner, mission.row.uuid, lock=True).id == mission.row.id
    take_out(session, mission.found, mission.member(mission.other).uuid, actor=mission.planner, now=now)
    assert missions_of(session, member) == []
    for find in (mission_seen, mission_of_team):
        with pytest.raises(NotFound):
            find(session, member, mission.row.uuid)


def test_a_team_stands_by_part_then_as_it_came_and_only_who_is_in_it(session, mission, second, now):
    helper = people.person(session)
    add_member(session, mission.found, helper.username, MissionPart.FACILITATOR, actor=mission.planner, now=now)
    take_out(session, mission.found, mission.member(mission.candidate).uuid, actor=mission.planner, now=now)
    stands = [mission.lead.id, helper.id, mission.expert.id, mission.other.id]
    assert [one.person_id for one in team_of(session, mission.row.id)] == stands
    teams = teams_of(session, [mission.row.id, second.row.id])
    came = {number: [one.person_id for one in rows] for number, rows in teams.items()}
    assert came == {
        mission.row.id: [mission.lead.id, mission.expert.id, mission.other.id, helper.id],
        second.row.id: [second.lead.id, second.expert.id, second.candidate.id, second.other.id],
    }
    assert set(teams_of(session, [second.row.id])) == {second.row.id}


@pytest.mark.parametrize(
    ("grants", "country", "expected"),
    [
        ([Grant(Role.PROGRAMME_MANAGER)], "LA", None),
        ([Grant(Role.COORDINATOR, "country", "KE")], None, {"KE"}),
        ([Grant(Role.COORDINATOR, "country", "KE")], "LA", {"KE"}),
        ([Grant(Role.COORDINATOR, "administration", "4")], "LA", {"LA"}),
        ([Grant(Role.COORDINATOR, "administration", "4")], None, set()),
        ([Grant(Role.COORDINATOR, "country", "KE"), Grant(Role.COORDINATOR, "administration", "4")], "LA",
         {"KE", "LA"}),
        ([], "LA", set()),
    ],
)  # fmt: skip
def test_ones_own_country_is_seen_in_full_by_who_coordinates_an_administration_in_it(app, grants, country, expected):
    viewer = replace(people.a_viewer(1, *grants), country=country)
    assert policy.countries_in_full(viewer) == expected


def test_an_expert_supervises_where_the_right_holds(session, mission, second):
    def may(*scope):
        viewer = people.a_viewer(1, Grant(PracticalRole.SUPERVISING_EXPERT, *scope))
        return [policy.may_supervise(viewer, one.row) for one in (mission, second)]

    assert may() == [True, True]
    assert may("country", "LA") == [True, False]
    assert may("mission", str(second.row.id)) == [False, True]
    assert not policy.may_supervise(people.a_viewer(), mission.row)


def reads(session, viewer):
    return {one.row.candidate_id for one in annexes_read(session, viewer)}


def moderator(session):
    row = people.person(session)
    people.give_anywhere(session, row, Grant(PracticalRole.MODERATOR))
    return people.viewer(session, row)


def test_who_reads_an_annex_by_scope_by_sheet_and_by_being_its_candidate(session, mission, second, now):
    mission.annex(now)
    second.annex(now)
    both = {mission.candidate.id, second.candidate.id}
    assert reads(session, mission.viewer(mission.expert)) == {mission.candidate.id}
    assert reads(session, moderator(session)) == both
    bench = Bench(session)
    session.add(
        WorkshopCandidate(
            uuid=new_uuid(), workshop_id=bench.workshop.id, person_id=mission.candidate.id, number=2, languages=["en"],
            needs="", recording_agreed=True,
        )
    )  # fmt: skip
    session.flush()
    assert reads(session, people.viewer(session, bench.moderator)) == {mission.candidate.id}
    bench.performance = bench.perform(person_id=mission.candidate.id)
    bench.assign(bench.one, Turn.FIRST)
    assert reads(session, people.viewer(session, bench.one)) == {mission.candidate.id}
    assert reads(session, people.viewer(session, bench.two)) == set()  # with sheets of another candidate alone
    people.give_anywhere(session, mission.candidate, Grant(PracticalRole.MODERATOR))
    assert reads(session, mission.viewer(mission.candidate)) == {second.candidate.id}
    release_annexes(session, [mission.candidate.id], by_id=mission.planner.id, now=now)
    assert reads(session, mission.viewer(mission.candidate)) == both
    assert reads(session, second.viewer(second.candidate)) == set()
    session.delete(session.scalars(select(RoleGrant).where(RoleGrant.person_id == bench.one.id)).one())
    session.flush()
    assert reads(session, people.viewer(session, bench.one)) == set()


def test_a_draft_is_read_by_no_moderator_and_another_annex_lends_it_no_signature(session, mission, second, now):
    mission.annex(now, signed=False)
    second.annex(now)
    assert reads(session, moderator(session)) == {second.candidate.id}
    assert release_annexes(session, [mission.candidate.id], by_id=mission.planner.id, now=now) == 0
    assert reads(session, mission.viewer(mission.candidate)) == set()
    assert [one.row.candidate_id for one in signed_about(session, [mission.candidate.id, second.candidate.id])] == [
        second.candidate.id
    ]
    assert signed_about(session, [mission.other.id]) == []


def test_an_annex_is_written_of_ones_own_candidate_of_this_mission_with_the_right_to_do_so(
    session, mission, second, now
):
    expert, theirs = mission.viewer(mission.expert), mission.member(mission.candidate)
    assert annex_written(session, expert, mission.row, theirs.uuid).person_id == mission.candidate.id
    add_member(session, mission.found, second.lead.username, MissionPart.FACILITATOR, actor=mission.planner, now=now)
    own = (second.viewer(second.expert), second.member(second.candidate).uuid)
    for viewer, row, uuid in (
        (own[0], mission.row, theirs.uuid),  # of another expert
        (own[0], mission.row, own[1]),  # of another mission
        (expert, mission.row, mission.member(mission.lead).uuid),
    ):
        with pytest.raises(NotFound):
            annex_written(session, viewer, row, uuid)
    held = RoleGrant.person_id == mission.expert.id, RoleGrant.role == PracticalRole.SUPERVISING_EXPERT
    session.delete(session.scalars(select(RoleGrant).where(*held)).one())
    session.flush()
    with pytest.raises(NotFound):
        annex_written(session, mission.viewer(mission.expert), mission.row, theirs.uuid)


def test_one_expert_keeps_an_annex_for_each_candidate_and_mission(session, mission, now):
    expert = mission.viewer(mission.expert)
    again = missions.mission(session, now, words="Again")
    add_member(session, again.found, mission.expert.username, MissionPart.SUPERVISING_EXPERT, actor=again.planner,
               now=now)  # fmt: skip
    known = again.member(mission.expert).uuid
    add_member(session, again.found, mission.candidate.username, MissionPart.CANDIDATE, known, actor=again.planner,
               now=now)  # fmt: skip
    members = [mission.member(mission.candidate), mission.member(mission.other), again.member(mission.candidate)]
    for number, member in enumerate(members):
        assert own_annex(session, expert, member) is None
        typed = AnnexDraft(f"Words {number}.", "", "", Readiness.READY)
        write_annex(session, member, typed, base=0, expert=expert, now=now)
        sign_annex(session, member, base=1, expert=expert, now=now)
    assert [own_annex(session, expert, one).signed.words for one in members] == ["Words 0.", "Words 1.", "Words 2."]
    assert own_annex(session, mission.viewer(mission.lead), members[0]) is None
    found = annexes_read(session, expert)
    assert [one.signed.words for one in found] == ["Words 2.", "Words 1.", "Words 0."]
    assert [one.mission.id for one in found] == [again.row.id, mission.row.id, mission.row.id]
    assert set(session.scalars(select(Mission.id).where(policy.in_team(expert)))) == {mission.row.id, again.row.id}
