"""Missions found: narrowed, page by page, with what stands round them, as conflicts, as practice and as evidence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from assessments.independence.api import Tie
from assessments.missions.models import Mission, MissionAnnex, MissionPart, MissionUnit
from assessments.missions.queries.conflicts import MissionFacts
from assessments.missions.queries.evidence import (
    candidates_concerned,
    candidates_on,
    mission_evidence,
    missions_assigned,
)
from assessments.missions.queries.missions import MissionFilter, missions_first, missions_page, missions_where
from assessments.missions.queries.practice import practice_at_operations, practice_of, practice_seen
from assessments.missions.queries.practice_known import practice_in_missions
from assessments.missions.rules.entries import Section
from assessments.missions.rules.hosts import HostSaid
from assessments.missions.services.delivering import host_says
from assessments.missions.services.planning import cancel_mission, change_mission, plan_mission
from assessments.missions.services.practice import record_practice
from assessments.missions.services.team import add_member, take_out
from courses.api import ActivityKind
from tests.builders import missions, people, programme

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 6)


@pytest.fixture
def second(session, mission, now):
    """Another mission, of other people, to another country."""
    return missions.mission(session, now, country="KE", words="Second")


@pytest.fixture
def delivered(session, mission, second, now):
    """The reports of both."""
    for one in (mission, second):
        one.write(Section.OBSERVATION, one.candidate, now)
    return mission.deliver(now), second.deliver(now)


def plan(session, mission, now, **changed):
    return plan_mission(session, missions.draft(**changed), actor=mission.planner, now=now)


def found(session, mission, narrowed, today, **more):
    return missions_page(session, mission.planner, narrowed, today=today, **({"number": 1} | more))


def ids(page):
    return [one.id for one in page.lines]


def test_missions_are_narrowed_by_country_and_by_how_they_stand(session, mission, second, now):
    gone = plan(session, mission, now, title="Cancelled")
    cancel_mission(session, missions_where(session, Mission.id == gone.id)[0], "No.", actor=mission.planner, now=now)
    second.write(Section.RECOMMENDATION, second.lead, now)
    second.deliver(now)
    every = [gone.id, second.row.id, mission.row.id]
    for narrowed, today, expected in (
        (MissionFilter(), LAST, every),
        (MissionFilter(country="LA"), LAST, [gone.id, mission.row.id]),
        (MissionFilter(state="coming"), LAST, [second.row.id, mission.row.id]),
        (MissionFilter(state="coming"), LAST + DAY, []),
        (MissionFilter(state="cancelled"), LAST, [gone.id]),
        (MissionFilter(state="delivered"), LAST, [second.row.id]),
        (MissionFilter(country="LA", state="delivered"), LAST, []),
    ):
        page = found(session, mission, narrowed, today)
        assert (ids(page), page.count) == (expected, len(expected))


def test_a_long_list_is_shown_page_by_page_with_what_begins_last_first(session, mission, now):
    later = plan(session, mission, now, starts_on=FIRST + DAY)
    early = plan(session, mission, now, starts_on=FIRST - DAY)
    pages = [found(session, mission, MissionFilter(), LAST, number=number, size=2) for number in (1, 2, 3)]
    assert [ids(one) for one in pages] == [[later.id, mission.row.id], [early.id], [early.id]]
    assert {(one.count, one.pages) for one in pages} == {(3, 2)}
    assert [one.number for one in pages] == [1, 2, 2]


def test_a_mission_is_found_with_its_own_host_units_activity_and_deliveries(session, mission, second, now):
    port, air = people.unit(session, mission.host, "port"), people.unit(session, mission.host, "Airport")
    elsewhere = people.unit(session, second.host)
    activity = programme.activity(session, now, kind=ActivityKind.MISSION, country="LA")
    changed = missions.draft(host_id=mission.host.id, unit_ids=[port.id, air.id], activity_id=activity.id)
    change_mission(session, mission.found, changed, actor=mission.planner, now=now)
    session.add(MissionUnit(mission_id=second.row.id, unit_id=elsewhere.id))
    mission.write(Section.OBSERVATION, mission.lead, now)
    mission.deliver(now)
    mission.write(Section.TASK, mission.lead, now)
    mission.deliver(now)
    alone = plan(session, mission, now, country="TH", title="Alone")
    rows = {one.id: one for one in missions_where(session)}
    assert list(rows) == [alone.id, second.row.id, mission.row.id]
    said = {
        number: (one.host and one.host.id, one.units, one.activity and one.activity.id, one.delivered)
        for number, one in rows.items()
    }
    assert said == {
        mission.row.id: (mission.host.id, ((air.id, "Airport"), (port.id, "port")), activity.id, 2),
        second.row.id: (second.host.id, ((elsewhere.id, elsewhere.name),), None, 0),
        alone.id: (None, (), None, 0),
    }
    assert missions_where(session, Mission.id == -1) == []


def test_home_asks_for_missions_of_ones_own_that_nobody_reported_yet(session, mission, second, now):
    def asked(person):
        [column] = missions_first(mission.viewer(person), now)
        return [tuple(row) for row in session.query(column).scalar()]

    later = missions.mission(session, now, words="Later")
    add_member(session, later.found, mission.lead.username, MissionPart.FACILITATOR, actor=later.planner, now=now)
    later.row.starts_on -= DAY
    session.flush()
    own = (mission.row.title, mission.row.uuid, "lead")
    assert asked(mission.lead) == [(later.row.title, later.row.uuid, "facilitator"), own]
    cancel_mission(session, later.found, "No.", actor=later.planner, now=now)
    second.write(Section.OBSERVATION, second.lead, now)
    second.deliver(now)
    assert (asked(mission.lead), asked(second.lead)) == ([own], [])
    take_out(session, mission.found, mission.member(mission.other).uuid, actor=mission.planner, now=now)
    assert asked(mission.other) == []


def ties(session, actors, people_asked):
    facts = MissionFacts().between(session, [one.id for one in actors], [one.id for one in people_asked])
    return {(one.tie, one.actor_id, one.person_id, one.ref) for one in facts}


def test_who_was_on_one_mission_and_who_supervised_whom_are_facts_of_those_asked_about_alone(
    session, mission, second, now
):
    expert, lead, candidate = mission.expert, mission.lead, mission.candidate
    ref = f"mission:{mission.row.id}"
    same = {(Tie.SAME_MISSION, one.id, candidate.id, ref) for one in (expert, lead)}
    supervised = (Tie.SUPERVISED, expert.id, candidate.id, ref)
    assert ties(session, [expert, lead, candidate, second.expert], [candidate]) == same | {supervised}
    assert ties(session, [second.lead], [candidate, mission.other]) == set()
    assert ties(session, [candidate], [expert]) == {(Tie.SAME_MISSION, candidate.id, expert.id, ref)}
    [fact] = MissionFacts().between(session, [lead.id], [candidate.id])
    assert fact.until == datetime(2026, 11, 8, tzinfo=UTC)
    mission.annex(now, signed=False)
    cancel_mission(session, mission.found, "No.", actor=mission.planner, now=now)
    assert ties(session, [expert, lead], [candidate]) == set()
    second.annex(now)
    cancel_mission(session, second.found, "No.", actor=second.planner, now=now)
    witnessed = (Tie.SUPERVISED, second.expert.id, second.candidate.id, f"mission:{second.row.id}")
    everybody = [expert, lead, second.expert]
    assert ties(session, everybody, [candidate, second.candidate]) == {witnessed}
    assert ties(session, everybody, [candidate]) == set()
    assert ties(session, [expert, lead], [second.candidate]) == set()


@pytest.fixture
def operation(session, now):
    return programme.activity(
        session, now, kind=ActivityKind.OPERATION, title="Thunder", starts_on=now.date() - DAY, ends_on=now.date()
    )


def seen(session, operation, observer, person, day, now, words="Searched."):
    viewer = people.viewer(session, observer)
    return record_practice(session, operation, person.username, day, words, observer=viewer, now=now)


def test_what_was_seen_in_an_operation_is_of_who_saw_it_and_of_who_was_seen(session, mission, second, operation, now):
    ours = seen(session, operation, mission.expert, mission.candidate, now.date(), now)
    theirs = seen(session, operation, second.expert, second.candidate, now.date() - DAY, now)
    for one in (mission.expert, mission.candidate):
        assert practice_seen(session, mission.viewer(one)) == [ours]
    assert practice_seen(session, mission.viewer(mission.lead)) == []
    again = seen(session, operation, mission.expert, second.candidate, now.date(), now)
    assert practice_seen(session, second.viewer(second.candidate)) == [again, theirs]
    assert practice_of(session, [second.candidate.id]) == [theirs, again]
    assert ties(session, [second.expert, mission.lead], [second.candidate, mission.other]) == {
        (Tie.SAME_MISSION, second.expert.id, second.candidate.id, f"mission:{second.row.id}"),
        (Tie.SUPERVISED, second.expert.id, second.candidate.id, f"mission:{second.row.id}"),
        (Tie.SUPERVISED, second.expert.id, second.candidate.id, f"activity:{operation.id}"),
        (Tie.SAME_MISSION, mission.lead.id, mission.other.id, f"mission:{mission.row.id}"),
    }


def test_operations_are_asked_for_only_where_somebody_was_seen_in_one(session, mission, operation, now, counting):
    with counting() as asked:
        assert practice_at_operations(session, [mission.candidate.id]) == []
    assert len(asked) == 1
    ours = seen(session, operation, mission.expert, mission.candidate, now.date(), now)
    [(found, at)] = practice_at_operations(session, [mission.candidate.id])
    assert (found, at.id) == (ours, operation.id)


def test_practice_is_a_delivered_mission_until_its_end_and_each_day_of_an_operation(
    session, mission, second, operation, now
):
    asked = [mission.candidate.id, mission.other.id, second.candidate.id, mission.lead.id]
    assert practice_in_missions(session, asked) == {}
    mission.write(Section.OBSERVATION, mission.lead, now)
    mission.deliver(now)
    seen(session, operation, mission.expert, mission.candidate, now.date(), now)
    for person, left in (
        (mission.candidate, datetime(2026, 11, 6, tzinfo=UTC)),
        (mission.other, datetime(2026, 11, 5, 23, tzinfo=UTC)),
    ):
        mission.member(person).left_at = left
        session.flush()
    told = practice_in_missions(session, asked)
    assert set(told) == {mission.candidate.id, mission.lead.id}
    trip, day = told[mission.candidate.id]
    assert (trip.ref, trip.is_operation, trip.country, trip.on, trip.days, trip.part) == (
        f"mission:{mission.row.uuid}", False, "LA", LAST, 5, "candidate",
    )  # fmt: skip
    assert (day.ref, day.is_operation, day.title, day.country, day.on, day.days, day.part) == (
        f"operation:{operation.row.uuid}:2026-11-25", True, "Thunder", "LA", now.date(), 1, "observed",
    )  # fmt: skip
    mission.row.cancelled_at = now
    session.flush()
    assert [one.is_operation for one in practice_in_missions(session, asked)[mission.candidate.id]] == [True]


def test_an_operation_in_several_countries_is_practice_in_none_of_them(session, mission, now):
    region = programme.region(session, now, "LA", "TH")
    wide = programme.activity(
        session, now, kind=ActivityKind.OPERATION, region_id=region.row.id, starts_on=now.date(), ends_on=now.date()
    )
    seen(session, wide, mission.expert, mission.candidate, now.date(), now)
    [one] = practice_in_missions(session, [mission.candidate.id])[mission.candidate.id]
    assert one.country == ""


def test_a_mission_is_assigned_to_its_candidates_as_long_as_they_are_and_it_stands(session, mission, second, now):
    everybody = [one.id for each in (mission, second) for one in (each.lead, each.candidate, each.other)]

    def assigned(of=everybody):
        return [(one.person_id, one.uuid) for one in missions_assigned(session, of)]

    second.row.starts_on -= DAY
    session.flush()
    own = [(one.id, mission.row.uuid) for one in (mission.candidate, mission.other)]
    theirs = [(one.id, second.row.uuid) for one in (second.candidate, second.other)]
    assert (assigned(), assigned([mission.candidate.id, mission.lead.id])) == (theirs + own, own[:1])
    before = missions_assigned(session, [mission.candidate.id])[0]
    assert (before.title, before.ends_on, before.joined_at) == ("Diagnostic mission", LAST, now)
    later = missions.draft(host_id=mission.host.id, ends_on=LAST + DAY)
    change_mission(session, mission.found, later, actor=mission.planner, now=now)
    assert missions_assigned(session, [mission.candidate.id])[0].terms != before.terms
    take_out(session, mission.found, mission.member(mission.other).uuid, actor=mission.planner, now=now)
    cancel_mission(session, second.found, "No.", actor=second.planner, now=now)
    assert assigned() == own[:1]
    assert sorted(candidates_on(session, mission.row.id)) == sorted([mission.candidate.id, mission.other.id])
    known = mission.member(mission.expert).uuid
    again = (mission.other.username, MissionPart.CANDIDATE, known)
    add_member(session, mission.found, *again, actor=mission.planner, now=now)
    assert sorted(candidates_on(session, mission.row.id)) == sorted([mission.candidate.id, mission.other.id])


def test_whom_an_event_concerns_are_the_candidates_of_that_mission(session, mission, second, delivered, now):
    for one, report in zip((second, mission), reversed(delivered), strict=True):
        uuid = one.annex(now)
        annex = session.scalars(select(MissionAnnex.id).where(MissionAnnex.uuid == uuid)).one()
        for subject in (f"mission:{one.row.id}", f"mission-report:{report.id}", f"mission-annex:{annex}"):
            assert candidates_concerned(session, subject) == {one.candidate.id, one.other.id}


def kinds(session, person):
    return {one.kind: one for one in mission_evidence(session, [person.id])[person.id]}


def test_evidence_of_a_mission_says_what_it_is_who_observed_it_and_when(
    session, mission, second, delivered, operation, now
):
    host_says(session, delivered[0].uuid, HostSaid.REFUSED, answered_as="Director", now=now)
    host_says(session, delivered[1].uuid, HostSaid.FEEDBACK, words="Good.", answered_as="Director", now=now)
    uuid = mission.annex(now)
    mission.annex(now, "More.", signed=False, reason="A draft.")
    practice = seen(session, operation, mission.expert, mission.candidate, now.date(), now)
    found = kinds(session, mission.candidate)
    assert set(found) == {
        "mission-annex", "mission-report", "mission-sections", "mission-terms", "operation-practice",
    }  # fmt: skip
    assert found["mission-annex"].ref == f"annex:{uuid}"
    assert {name: one.observed_by for name, one in found.items() if one.observed_by} == {
        "mission-annex": mission.expert.id,
        "operation-practice": mission.expert.id,
    }
    assert found["operation-practice"].title == "Thunder"
    assert found["operation-practice"].ref == f"practice:{practice.uuid}"
    assert {one.title for one in found.values()} == {"Thunder", "Diagnostic mission"}
    assert set(kinds(session, mission.other)) == {"mission-report", "mission-terms"}
    assert set(kinds(session, second.candidate)) == {
        "mission-report", "mission-sections", "host-feedback", "mission-terms",
    }  # fmt: skip
    assert mission_evidence(session, [mission.lead.id]) == {mission.lead.id: []}


def test_what_was_written_after_the_delivery_and_of_a_cancelled_mission_is_no_evidence(
    session, mission, second, delivered, now
):
    mission.write(Section.OBSERVATION, mission.other, now + DAY)
    mission.write(Section.TASK, mission.candidate, now + DAY)
    assert "mission-sections" not in kinds(session, mission.other)
    assert kinds(session, mission.candidate)["mission-sections"].at == now
    before = kinds(session, mission.candidate)["mission-report"]
    newest = mission.deliver(now + DAY)
    assert kinds(session, mission.candidate)["mission-report"].ref == f"report:{newest.uuid}" != before.ref
    assert kinds(session, mission.candidate)["mission-sections"].at == now + DAY
    second.row.cancelled_at = now
    session.flush()
    assert kinds(session, second.candidate) == {}
