"""Facts between people as cohorts, accounts, missions, sheets and declarations know them."""

from datetime import timedelta

import pytest

from assessments.independence.api import (
    ActingPart,
    Tie,
    declare_interest,
    demand_free,
    end_interest,
    facts_between,
    obstacles_between,
    waive,
)
from assessments.independence.models import IndependenceWaiver
from assessments.missions.models import Mission, MissionMember, MissionPart
from assessments.rubrics.models import Rubric, RubricVersion
from assessments.sheets.models import Performance, Reconciliation, Sheet, SheetEvent
from assessments.sheets.rules.states import Occasion, Settlement, SheetAct, Turn, Way
from lms.errors import BadInput, RuleBroken
from lms.ids import new_uuid
from tests.builders import cohorts
from tests.builders.assessments import load_folder, write_exam_course
from tests.builders.crowd import statements
from tests.builders.people import NOW, administration, appointed, person


def ties(session, actor, whom):
    return {one.tie for one in facts_between(session, [actor.id], [whom.id]).get((actor.id, whom.id), ())}


def member(session, mission, row, part, expert=None):
    session.add(
        MissionMember(
            uuid=new_uuid(), mission_id=mission.id, person_id=row.id, part=part,
            supervised_by_id=expert.id if expert else None, joined_at=NOW,
        )
    )  # fmt: skip
    session.flush()


def mission(session):
    row = Mission(
        uuid=new_uuid(), title="Risk management", country="TH", starts_on=NOW.date(), ends_on=NOW.date(),
        time_zone="Asia/Bangkok", language="en", terms={"risk-management": "Look at profiles."}, made_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def assessed(session, assessor, whom, *, passed, sealed=True):
    rubric = Rubric(uuid=new_uuid(), slug=f"bench-{new_uuid()[:8]}")
    session.add(rubric)
    session.flush()
    version = RubricVersion(uuid=new_uuid(), rubric_id=rubric.id, no=1, definition={}, digest="0" * 64, made_at=NOW)
    session.add(version)
    session.flush()
    shown = Performance(
        uuid=new_uuid(), person_id=whom.id, rubric_version_id=version.id, occasion=Occasion.WORKSHOP, occasion_id=7,
        no=1, written=False, recorded=False, made_at=NOW,
    )  # fmt: skip
    session.add(shown)
    session.flush()
    sheet = Sheet(
        uuid=new_uuid(), performance_id=shown.id, assessor_id=assessor.id, turn=Turn.FIRST, revision=1, made_at=NOW
    )
    session.add(sheet)
    session.flush()
    session.add(
        SheetEvent(
            sheet_id=sheet.id, no=1, key=new_uuid(), act=SheetAct.SEAL if sealed else SheetAct.COMMENT,
            way=Way.LINE, actor_id=assessor.id, at=NOW,
        )
    )  # fmt: skip
    session.add(
        Reconciliation(
            uuid=new_uuid(), performance_id=shown.id, no=1, settlement=Settlement.AGREED, outcome={"passed": passed},
            cites={}, reason="", at=NOW,
        )
    )  # fmt: skip
    session.flush()


def test_a_trainer_of_a_cohort_taught_everybody_in_it_and_nobody_else(session, tmp_path):
    place = administration(session)
    leader = cohorts.trainer(session, place=place)
    version = load_folder(session, write_exam_course(tmp_path), NOW)
    cohort = cohorts.cohort(session, version, NOW, leader=leader, place=place)
    (officer,) = cohorts.officers(session, cohort, 1, NOW)
    other = person(session)
    assert Tie.TAUGHT in ties(session, leader, officer)
    assert Tie.TAUGHT not in ties(session, officer, leader)
    assert ties(session, leader, other) == set()


def test_colleagues_are_of_the_same_administration_and_others_are_not(session):
    place = administration(session)
    one, two, three = person(session, place=place), person(session, place=place), person(session)
    assert ties(session, one, two) == {Tie.SAME_ADMINISTRATION}
    assert ties(session, one, three) == set()


def test_whose_rights_come_from_somebody_cannot_act_for_them_in_any_part(session):
    boss = person(session)
    helper = appointed(session, boss.id)
    further = appointed(session, helper.id)
    assert Tie.APPOINTED in ties(session, further, boss)
    for part in ActingPart:
        with pytest.raises(RuleBroken):
            demand_free(session, helper.id, boss.id, part, now=NOW)


def test_the_supervising_expert_of_a_mission_supervised_its_candidate_and_the_others_were_partners(session):
    expert, partner, candidate = person(session), person(session), person(session)
    row = mission(session)
    member(session, row, expert, MissionPart.SUPERVISING_EXPERT)
    member(session, row, partner, MissionPart.LEAD)
    member(session, row, candidate, MissionPart.CANDIDATE, expert)
    assert ties(session, expert, candidate) == {Tie.SAME_MISSION, Tie.SUPERVISED}
    assert ties(session, partner, candidate) == {Tie.SAME_MISSION}
    row.cancelled_at = NOW
    session.flush()
    assert ties(session, partner, candidate) == set()


def test_who_sealed_a_sheet_assessed_and_who_only_wrote_on_one_did_not(session):
    assessor, writer, candidate = person(session), person(session), person(session)
    assessed(session, assessor, candidate, passed=False)
    assessed(session, writer, candidate, passed=True, sealed=False)
    assert ties(session, assessor, candidate) == {Tie.EXAMINED}
    assert ties(session, writer, candidate) == set()
    free = obstacles_between(session, [assessor.id], [candidate.id], ActingPart.EXAMINER, now=NOW, here="workshop:7")
    assert free == {}
    assert obstacles_between(session, [assessor.id], [candidate.id], ActingPart.EXAMINER, now=NOW, here="workshop:8")


def test_a_declared_interest_bars_both_until_somebody_else_ends_it(session):
    one, two, third = person(session), person(session), person(session)
    row = declare_interest(session, one.id, two.id, "We wrote a book together.", now=NOW)
    assert Tie.DECLARED in ties(session, one, two) & ties(session, two, one)
    with pytest.raises(RuleBroken):
        end_interest(session, row, by_id=one.id, now=NOW)
    end_interest(session, row, by_id=third.id, now=NOW)
    demand_free(session, one.id, two.id, ActingPart.EXAMINER, now=NOW + timedelta(seconds=1))
    session.refresh(row)
    with pytest.raises(RuleBroken):
        end_interest(session, row, by_id=third.id, now=NOW)


def test_a_tie_is_allowed_by_another_person_with_a_reason_and_never_what_cannot_be(session):
    place = administration(session)
    one, two, third = person(session, place=place), person(session, place=place), person(session)
    part, tie = ActingPart.EXAMINER, Tie.SAME_ADMINISTRATION
    with pytest.raises(RuleBroken):
        waive(session, one.id, two.id, part, tie, "Nobody else is there.", by_id=one.id, now=NOW)
    with pytest.raises(BadInput):
        waive(session, one.id, two.id, part, tie, " ", by_id=third.id, now=NOW)
    with pytest.raises(RuleBroken):
        waive(session, one.id, two.id, part, Tie.SUPERVISED, "Nobody else.", by_id=third.id, now=NOW)
    with pytest.raises(RuleBroken):
        demand_free(session, one.id, two.id, part, now=NOW)
    waive(session, one.id, two.id, part, tie, "Nobody else speaks Lao.", by_id=third.id, now=NOW)
    demand_free(session, one.id, two.id, part, now=NOW)
    with pytest.raises(RuleBroken):
        demand_free(session, one.id, two.id, ActingPart.DECIDER, now=NOW)
    assert session.query(IndependenceWaiver).count() == 1


def test_many_pairs_are_asked_in_as_many_statements_as_one(session):
    place = administration(session)
    some = [person(session, place=place) for _each in range(12)]
    one, _facts = statements(session, lambda: facts_between(session, [some[0].id], [some[1].id]))
    ids = [each.id for each in some]
    many, facts = statements(session, lambda: facts_between(session, ids, ids))
    assert many == one
    assert len(facts) == 144
