"""What a mission and its team may be at most, what is kept of every change, and where planners may go."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assessments.independence.api import declare_interest
from assessments.missions.models import MissionPart, MissionUnit
from assessments.missions.rules.entries import Topic
from assessments.missions.services.planning import cancel_mission, change_mission, plan_mission
from assessments.missions.services.team import add_member, take_out
from courses.api import ActivityKind
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.messages.models import Message
from tests.builders import missions, people, programme
from tests.builders.audit import entries, records_apart

ONE_DAY = date(2026, 11, 2)


def test_a_mission_may_be_as_long_as_this_in_its_words_and_as_short_as_a_day(session, now):
    by = missions.planner(session)
    terms = {Topic.RISK: "x" * 4000, Topic.LEGAL: " "}
    row = plan_mission(session, missions.draft(title="x" * 160, ends_on=ONE_DAY, terms=terms), actor=by, now=now)
    assert (len(row.title), row.starts_on, row.ends_on, row.cancelled_at) == (160, ONE_DAY, ONE_DAY, None)
    assert row.terms == {"risk-management": "x" * 4000}
    assert (row.made_by_id, row.made_at) == (by.id, now)
    [entry] = entries(session, "mission.saved")
    assert (entry.subject, entry.actor_id, entry.data["before"]) == (f"mission:{row.id}", by.id, {})
    assert entry.data["after"]["starts_on"] == "2026-11-02"
    assert entry.data["after"]["units"] == []
    spaced = plan_mission(session, missions.draft(title="  Two   words "), actor=by, now=now)
    assert spaced.title == "Two words"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"country": "XX"}, "country"),
        ({"terms": {Topic.RISK: "x" * 4001}}, "terms_risk"),
        ({"terms": {Topic.RISK: "Well.", Topic.LEGAL: "x" * 4001}}, "terms_legal"),
        ({"terms": {Topic.RISK: " "}}, "terms_operations"),
        ({"host_id": 0}, "host"),
        ({"unit_ids": [0]}, "units"),
        ({"activity_id": 0}, "activity"),
    ],
)
def test_what_a_mission_cannot_be_is_refused_beside_its_field_and_not_kept(session, now, changed, field):
    by = missions.planner(session)
    with pytest.raises(BadInput) as fault:
        plan_mission(session, missions.draft(**changed), actor=by, now=now)
    assert fault.value.field == field
    assert entries(session, "mission.saved") == []


def test_an_activity_fits_by_its_kind_and_country_or_stood_there_before(session, mission, now):
    fits = programme.activity(session, now, kind=ActivityKind.MISSION, country="LA")
    training = programme.activity(session, now, kind=ActivityKind.TRAINING, country="LA")

    def change(**changed):
        draft = missions.draft(**{"host_id": mission.host.id, "activity_id": fits.id} | changed)
        return change_mission(session, mission.found, draft, actor=mission.planner, now=now)

    with pytest.raises(BadInput) as fault:
        change(activity_id=training.id)
    assert fault.value.field == "activity"
    assert change()
    assert change(country="TH", host_id=None)  # it stood there before
    with pytest.raises(BadInput):
        plan_mission(session, missions.draft(country="TH", activity_id=fits.id), actor=mission.planner, now=now)
    assert change(activity_id=None)


def test_a_change_keeps_what_was_and_what_is_of_what_changed_alone(session, mission, now):
    port, air = people.unit(session, mission.host), people.unit(session, mission.host)
    beside = missions.mission(session, now, words="Beside")
    theirs = people.unit(session, beside.host)
    session.add(MissionUnit(mission_id=beside.row.id, unit_id=theirs.id))
    same = {"host_id": mission.host.id, "unit_ids": [air.id, port.id, air.id]}
    assert change_mission(session, mission.found, missions.draft(**same), actor=mission.planner, now=now)
    again = missions.draft(**same)
    assert not change_mission(session, mission.found, again, actor=mission.planner, now=now)
    later = missions.draft(**same, ends_on=date(2026, 11, 7))
    assert change_mission(session, mission.found, later, actor=mission.planner, now=now)
    units, days = entries(session, "mission.saved")[-2:]
    assert (units.data["before"], units.data["after"]) == ({"units": []}, {"units": [port.id, air.id]})
    assert (days.data["before"], days.data["after"]) == ({"ends_on": "2026-11-06"}, {"ends_on": "2026-11-07"})
    assert (days.subject, days.actor_id) == (f"mission:{mission.row.id}", mission.planner.id)
    assert [number for number, _name in beside.found.units] == [theirs.id]


def test_a_planner_of_one_mission_changes_it_where_it_is_and_moves_it_nowhere(session, mission, now):
    own = missions.planner(session, "mission", str(mission.row.id))

    def change(**changed):
        draft = missions.draft(**{"host_id": mission.host.id} | changed)
        return change_mission(session, mission.found, draft, actor=own, now=now)

    assert change(title="Other words")
    for moved in ({"country": "TH", "host_id": None}, {"host_id": None}):
        with pytest.raises(BadInput) as fault:
            change(**moved)
        assert fault.value.field == "country"
    stranger = missions.planner(session, "country", "KE")
    with pytest.raises(BadInput) as fault:
        change_mission(session, mission.found, missions.draft(host_id=mission.host.id), actor=stranger, now=now)
    assert fault.value.field == "country"


def test_a_mission_is_cancelled_once_with_a_reason_and_then_nothing_of_its_plan_changes(session, mission, now):
    beside = missions.mission(session, now, words="Beside")
    for reason in (" ", "x" * 501):
        with pytest.raises(BadInput) as fault:
            cancel_mission(session, mission.found, reason, actor=mission.planner, now=now)
        assert fault.value.field == "reason"
    before = mission.found
    cancel_mission(session, mission.found, f" {'x' * 498} ", actor=mission.planner, now=now)
    with pytest.raises(Conflict):
        cancel_mission(session, before, "Again.", actor=mission.planner, now=now)
    session.refresh(mission.row)
    assert (mission.row.cancelled_at, beside.found.row.cancelled_at) == (now, None)
    [entry] = entries(session, "mission.cancelled")
    assert (entry.subject, entry.actor_id, entry.data["reason"]) == (
        f"mission:{mission.row.id}", mission.planner.id, "x" * 498,
    )  # fmt: skip
    for refused in (
        lambda: change_mission(session, mission.found, missions.draft(), actor=mission.planner, now=now),
        lambda: add_member(
            session, mission.found, people.person(session).username, MissionPart.FACILITATOR, actor=mission.planner,
            now=now,
        ),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            refused()


def join(session, mission, row, now, part=MissionPart.FACILITATOR, supervisor=""):
    return add_member(session, mission.found, row.username, part, supervisor, actor=mission.planner, now=now)


def test_who_joins_is_somebody_with_an_open_account_and_the_trail_says_in_which_part(session, mission, now):
    closed = people.person(session, closed_at=now)
    with pytest.raises(BadInput) as fault:
        join(session, mission, closed, now)
    assert fault.value.field == "login"
    with pytest.raises(BadInput) as fault:
        add_member(session, mission.found, "nobody", MissionPart.FACILITATOR, actor=mission.planner, now=now)
    assert fault.value.field == "login"
    helper, someone = people.person(session), people.person(session)
    row = join(session, mission, helper, now, supervisor=mission.member(mission.expert).uuid)
    assert (row.part, row.supervised_by_id, row.joined_at, row.left_at) == ("facilitator", None, now, None)
    under_lead = join(session, mission, someone, now, MissionPart.CANDIDATE, mission.member(mission.lead).uuid)
    assert under_lead.supervised_by_id == mission.lead.id
    first, second = entries(session, "mission.member-joined")[-2:]
    assert (first.subject, first.actor_id, first.data["person_id"], first.data["part"]) == (
        f"mission:{mission.row.id}", mission.planner.id, helper.id, "facilitator",
    )  # fmt: skip
    assert (second.data["member_id"], second.data["supervised_by_id"]) == (under_lead.id, mission.lead.id)
    assert records_apart(session) == []


def test_a_planner_who_helps_is_no_candidate_and_an_expert_with_an_interest_supervises_nobody(session, mission, now):
    planner = session.get_one(people.Person, mission.planner.id)
    assert join(session, mission, planner, now).part == MissionPart.FACILITATOR
    someone = people.person(session)
    declare_interest(session, someone.id, mission.expert.id, "We are cousins.", now=now)
    with pytest.raises(BadInput, match="declared an interest") as fault:
        join(session, mission, someone, now, MissionPart.CANDIDATE, mission.member(mission.expert).uuid)
    assert fault.value.field == "supervisor"


def test_who_leaves_is_told_and_may_come_again_and_nobody_else_leaves(session, mission, now):
    beside = missions.mission(session, now, words="Beside")
    theirs = beside.member(beside.other)
    with pytest.raises(NotFound):
        take_out(session, mission.found, theirs.uuid, actor=mission.planner, now=now)
    member = mission.member(mission.other)
    take_out(session, mission.found, member.uuid, actor=mission.planner, now=now)
    session.refresh(member)
    assert (member.left_at, theirs.left_at, mission.member(mission.candidate).left_at) == (now, None, None)
    with pytest.raises(NotFound):
        take_out(session, mission.found, member.uuid, actor=mission.planner, now=now)
    told = select(Message.kind).where(Message.person_id == mission.other.id).order_by(Message.id)
    assert session.scalars(told).all() == ["missions.joined", "missions.left"]
    [entry] = entries(session, "mission.member-left")
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"mission:{mission.row.id}", mission.planner.id, {"member_id": member.id, "person_id": mission.other.id},
    )  # fmt: skip
    back = join(session, mission, mission.other, now + timedelta(days=1))
    assert (back.left_at, back.id != member.id) == (None, True)
    with pytest.raises(RuleBroken, match="supervises a candidate"):
        take_out(session, mission.found, mission.member(mission.expert).uuid, actor=mission.planner, now=now)
