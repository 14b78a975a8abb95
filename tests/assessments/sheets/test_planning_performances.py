"""Performances that are planned and who is named to rate them, beside those of another workshop."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assessments.permissions import PracticalRole
from assessments.sheets.events import PerformanceMade, SheetAssigned, SheetWithdrawn
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.queries.moderators import moderating
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.marking import Bringing, rate
from assessments.sheets.services.performances import (
    PerformancePlan,
    SheetPlan,
    assign_sheet,
    assign_sheets,
    make_performances,
    sheet_of,
    withdraw_sheet,
)
from assessments.workshops.models import WorkshopAssessor
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from lms.errors import BadInput, RuleBroken
from lms.people.api import COUNTRY
from lms.people.models import Administration, Person
from tests.builders.audit import entries
from tests.builders.people import NOW, give_anywhere, person
from tests.builders.sheets import assessor, sheets_apart, workshop


def plan(bench, **values):
    usual = {"person_id": bench.candidate.id, "exercise_id": bench.exercise.id} | values
    return PerformancePlan(Occasion.WORKSHOP, bench.workshop.id, bench.version.id, **usual)


def named(session, performance, who, turn, **more):
    return assign_sheet(session, performance, who.id, turn, **{"by_id": None, "now": NOW} | more)


def moderates(session, row, grant):
    give_anywhere(session, row, grant)
    return row


def test_what_is_planned_twice_is_one_and_a_plan_is_kept_as_it_says(app, session, bench, beside):
    before = len(entries(session, PerformanceMade))
    second, written = plan(bench, no=2, recorded=True), plan(bench, no=3, written=True)
    rows = make_performances(session, [plan(bench), second, written, second], by_id=bench.moderator.id, now=NOW)
    assert rows[0] == bench.performance
    assert rows[1] == rows[3]
    assert [(one.no, one.written, one.recorded, one.person_id) for one in rows[:3]] == [
        (1, False, True, bench.candidate.id), (2, False, True, bench.candidate.id),
        (3, True, False, bench.candidate.id),
    ]  # fmt: skip
    assert make_performances(session, [], by_id=None, now=NOW) == []
    told = entries(session, PerformanceMade)[before:]
    assert [(one.subject, one.actor_id) for one in told] == [
        (f"performance:{one.id}", bench.moderator.id) for one in rows[1:3]
    ]
    assert sheets_apart(session) == []


def test_the_same_plan_for_another_occasion_or_person_is_another_performance(session, bench, beside):
    other = PerformancePlan(
        Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id, exercise_id=bench.exercise.id
    )
    theirs, elsewhere = plan(bench, person_id=beside.candidate.id), plan(bench, exercise_id=None)
    rows = make_performances(session, [plan(bench), plan(beside), other, theirs, elsewhere], by_id=None, now=NOW)
    assert rows[:2] == [bench.performance, beside.performance]
    assert len({one.id for one in rows}) == 5


def test_who_is_named_keeps_their_sheet_and_it_is_written_down_once(app, session, bench):
    before = len(entries(session, SheetAssigned))
    plans = [
        SheetPlan(bench.performance, bench.three.id, Turn.THIRD),
        SheetPlan(bench.performance, bench.one.id, Turn.FIRST),
    ]
    for _time in range(2):
        third, first = assign_sheets(session, plans, by_id=bench.moderator.id, now=NOW)
    assert (first, third.turn, third.revision, third.made_at) == (bench.first, "third", 0, NOW)
    assert assign_sheets(session, [], by_id=None, now=NOW) == []
    (told,) = entries(session, SheetAssigned)[before:]
    assert (told.subject, told.actor_id, told.data["assessor_id"], told.data["turn"]) == (
        f"sheet:{third.id}", bench.moderator.id, bench.three.id, "third",
    )  # fmt: skip
    assert sheets_apart(session) == []


def test_a_turn_is_taken_of_its_own_performance_alone_and_an_only_sheet_stands_beside_others(session, bench, beside):
    withdraw_sheet(session, bench.first, by_id=None, now=NOW)
    assert named(session, bench.performance, bench.one, Turn.FIRST)
    with pytest.raises(BadInput, match="in this place") as refused:
        named(session, bench.performance, bench.three, Turn.SECOND)
    assert refused.value.field == "assessor"
    both = [SheetPlan(bench.performance, row.id, Turn.THIRD) for row in (bench.three, beside.three)]
    with pytest.raises(BadInput, match="in this place"):
        assign_sheets(session, both, by_id=None, now=NOW)
    only = [SheetPlan(bench.performance, row.id, Turn.ONLY) for row in (bench.three, beside.three)]
    assert len(assign_sheets(session, only, by_id=None, now=NOW)) == 2
    named(session, bench.performance, beside.two, Turn.ONLY)


def test_a_moderator_is_named_before_anybody_began_and_not_after(session, bench, beside):
    late = moderates(session, assessor(session, bench.workshop, 8, "Late"), at_workshop(bench))
    elsewhere = moderates(session, assessor(session, bench.workshop, 9, "Elsewhere"), at_workshop(beside))
    rate(session, beside.first, "names", 1, key="k", by=Bringing(beside.one.id), now=NOW)
    sheet = named(session, bench.performance, late, Turn.THIRD)
    withdraw_sheet(session, sheet, by_id=None, now=NOW)
    rate(session, bench.first, "names", 1, key="k", by=Bringing(bench.one.id), now=NOW)
    with pytest.raises(BadInput, match="may see both sheets") as refused:
        named(session, bench.performance, late, Turn.THIRD, by_id=bench.moderator.id)
    assert refused.value.field == "assessor"
    assert named(session, bench.performance, elsewhere, Turn.ONLY)
    assert named(session, bench.performance, late, Turn.THIRD, by_id=late.id)


def test_what_is_no_workshop_has_no_moderator_who_could_have_read_it(session, bench):
    late = moderates(session, person(session), at_workshop(bench))
    mission = PerformancePlan(Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id)
    (row,) = make_performances(session, [mission], by_id=None, now=NOW)
    first = named(session, row, bench.one, Turn.ONLY)
    rate(session, first, "names", 1, key="k", by=Bringing(bench.one.id), now=NOW)
    assert named(session, row, late, Turn.ONLY)


def at_workshop(bench):
    return Grant(PracticalRole.MODERATOR, WORKSHOP, str(bench.workshop.id))


def test_who_moderates_a_workshop_does_so_by_it_by_its_country_or_everywhere(session, bench, beside):
    held = {
        "here": at_workshop(bench),
        "there": at_workshop(beside),
        "country": Grant(PracticalRole.MODERATOR, COUNTRY, bench.workshop.country),
        "another country": Grant(PracticalRole.MODERATOR, COUNTRY, "LA"),
        "everywhere": Grant(PracticalRole.MODERATOR),
        "coordinator": Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)),
    }
    people = {name: moderates(session, person(session), grant).id for name, grant in held.items()}
    unasked = moderates(session, person(session), at_workshop(bench)).id
    found = moderating(session, bench.workshop.id, list(people.values()))
    assert {name for name, one in people.items() if one in found} == {"here", "country", "everywhere"}
    assert unasked not in found
    assert moderating(session, workshop(session, country="LA").id, people.values()) == {
        people["another country"], people["everywhere"],
    }  # fmt: skip


def test_whoever_is_not_independent_of_one_of_many_is_refused_and_of_nobodys_performance_nothing_is_asked(
    session, bench, beside
):
    near = person(session, place=session.get_one(Administration, beside.candidate.administration_id))
    plans = [SheetPlan(bench.performance, near.id, Turn.THIRD), SheetPlan(beside.performance, near.id, Turn.THIRD)]
    assert assign_sheets(session, plans[:1], by_id=None, now=NOW)
    with pytest.raises(BadInput, match=r"cannot assess here\. Both work for the same") as refused:
        assign_sheets(session, plans[::-1], by_id=None, now=NOW)
    assert refused.value.field == "assessor"
    reference = PerformancePlan(Occasion.CALIBRATION, beside.workshop.id, beside.version.id)
    (row,) = make_performances(session, [reference], by_id=None, now=NOW)
    assert named(session, row, near, Turn.ONLY)


def credentials(*people, topic="operations"):
    return lambda _session, asked, _on: {one: {topic} for one in asked if one in {row.id for row in people}}


@pytest.mark.parametrize(
    ("topic", "taken_for", "covered", "taken"),
    [
        ("operations", [], True, True),
        ("operations", [], False, False),
        ("operations", ["operations", "handover"], True, True),
        ("operations", ["handover"], True, False),
        ("operations", ["operations"], False, False),
        (None, ["handover"], False, True),
    ],
)
def test_a_topic_asks_for_a_credential_and_that_the_workshop_took_them_for_it(
    session, bench, beside, topic, taken_for, covered, taken
):
    bench.exercise.topic = topic
    row = session.scalars(select(WorkshopAssessor).filter_by(person_id=bench.three.id)).one()
    row.topics = taken_for
    session.add(
        WorkshopAssessor(uuid="w" * 36, workshop_id=beside.workshop.id, person_id=bench.three.id, number=17,
                         languages=[], topics=["handover"], lead=False, absent=[])
    )  # fmt: skip
    session.flush()
    scopes = credentials(bench.three, beside.three) if covered else credentials(beside.three)
    if taken:
        assert named(session, bench.performance, bench.three, Turn.THIRD, scopes=scopes).turn == "third"
        return
    with pytest.raises(BadInput, match="no valid credential") as refused:
        named(session, bench.performance, bench.three, Turn.THIRD, scopes=scopes)
    assert refused.value.field == "assessor"


def test_a_topic_of_one_exercise_asks_nothing_of_another(session, bench, beside):
    bench.exercise.topic = "operations"
    session.flush()
    nobody = credentials()
    plans = [
        SheetPlan(beside.performance, beside.three.id, Turn.THIRD),
        SheetPlan(bench.performance, bench.three.id, Turn.THIRD),
    ]
    assert assign_sheets(session, plans[:1], by_id=None, now=NOW, scopes=nobody)
    assert len(assign_sheets(session, plans, by_id=None, now=NOW, scopes=credentials(bench.three))) == 2


def test_whoever_brings_a_sheet_has_theirs_or_the_next_free_turn(session, bench, beside):
    assert sheet_of(session, bench.performance, bench.one.id, now=NOW) == bench.first
    third = sheet_of(session, bench.performance, bench.three.id, now=NOW)
    assert (third.turn, third.assessor_id) == ("third", bench.three.id)
    withdraw_sheet(session, bench.first, by_id=None, now=NOW)
    assert sheet_of(session, bench.performance, beside.one.id, now=NOW).turn == "first"
    with pytest.raises(RuleBroken, match="Three assessors rate this performance"):
        sheet_of(session, bench.performance, beside.two.id, now=NOW)


def test_an_untouched_sheet_is_withdrawn_alone_and_that_is_written_down(app, session, bench, beside):
    number = bench.first.id
    withdraw_sheet(session, bench.first, by_id=bench.moderator.id, now=NOW)
    assert session.scalars(select(Sheet.id).order_by(Sheet.id)).all() == [
        bench.second.id, beside.first.id, beside.second.id,
    ]  # fmt: skip
    (told,) = entries(session, SheetWithdrawn)
    assert (told.subject, told.actor_id, told.data["assessor_id"], told.data["performance_id"]) == (
        f"sheet:{number}", bench.moderator.id, bench.one.id, bench.performance.id,
    )  # fmt: skip
    assert session.query(Performance).count() == 2
    assert session.get(Person, bench.one.id) is not None


def test_where_there_is_nothing_to_plan_or_no_topic_nobody_is_asked(session, bench, beside, counting):
    with counting() as seen:
        assert make_performances(session, [], by_id=None, now=NOW) == []
        assert assign_sheets(session, [], by_id=None, now=NOW) == []
    assert seen == []
    beside.exercise.topic = "operations"
    session.flush()
    asked = []

    def scopes(_session, people, _on):
        asked.append(set(people))
        return {}

    named(session, bench.performance, bench.three, Turn.THIRD, scopes=scopes)
    assert asked == []
    with pytest.raises(BadInput, match="no valid credential"):
        named(session, beside.performance, beside.three, Turn.THIRD, scopes=scopes)
    assert asked == [{beside.three.id}]


def test_what_is_no_exercise_has_no_topic_beside_one_that_has(session, bench):
    bench.exercise.topic = "operations"
    (plain,) = make_performances(session, [plan(bench, exercise_id=None)], by_id=None, now=NOW)
    other = assessor(session, bench.workshop, 9, "Late")
    plans = [SheetPlan(plain, other.id, Turn.FIRST), SheetPlan(bench.performance, bench.three.id, Turn.THIRD)]
    assert len(assign_sheets(session, plans, by_id=None, now=NOW, scopes=credentials(bench.three))) == 2
