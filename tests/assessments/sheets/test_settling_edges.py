"""What a moderator may settle and what not: each act at its limits, beside another workshop that stays as it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.independence.services import declare_interest
from assessments.sheets.events import PerformanceReconciled
from assessments.sheets.rules.states import KeptContent, Occasion, ThirdBasis, Turn
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.sheets.services.sampling import look_at
from assessments.sheets.services.settling import (
    close_review,
    demand_moderator,
    name_third,
    plan_fresh,
    settle,
    settle_by_discussion,
    settle_copy,
)
from lms.errors import BadInput, RuleBroken
from tests.assessments.sheets.settled import (
    agree,
    alone,
    bring,
    content,
    copy_of,
    differ,
    results,
    review_of,
)
from tests.builders.audit import entries
from tests.builders.people import NOW
from tests.builders.sheets import Bench, came_late, came_twice, exercise, moderator, sheets_apart

LATER = NOW + timedelta(minutes=5)
MINUTES = "Present: Lopes, Mbeki, Phan. The recording was seen twice."
WHY = "Both saw the film again."
BOTH = {"names": 1, "protects": 2}


@pytest.fixture(scope="module")
def made(module_session):
    """Two workshops with the same rubric; at the second a sheet came twice."""
    with module_session() as session:
        bench, beside = Bench(session), Bench(session)
        came_twice(session, beside.first)
        return bench


@pytest.fixture
def bench(session, made):
    return made.at(session)


def third_of(bench, **values):
    usual = {"assessor_id": bench.three.id, "basis": ThirdBasis.RECORDING, "by_id": bench.moderator.id, "now": NOW}
    return name_third(bench.session, bench.performance, **usual | values)


ACTS = {
    "third": (differ, lambda bench, by: third_of(bench, by_id=by)),
    "fresh": (differ, lambda bench, by: plan_fresh(bench.session, bench.performance, by_id=by, now=NOW)),
    "panel": (differ, lambda bench, by: settle(bench.session, bench.performance, BOTH, MINUTES, by_id=by, now=NOW)),
    "discussion": (
        agree, lambda bench, by: settle_by_discussion(bench.session, bench.performance, BOTH, WHY, by_id=by, now=NOW),
    ),
    "copy": (
        lambda bench: came_twice(bench.session, bench.first),
        lambda bench, by: settle_copy(bench.session, copy_of(bench), KeptContent.COPY, WHY, by_id=by, now=NOW),
    ),
    "review": (
        lambda bench: came_late(bench.session, bench.workshop, [bench.first, bench.second]),
        lambda bench, by: close_review(bench.session, review_of(bench), WHY, anew=True, by_id=by, now=NOW),
    ),
    "look": (
        agree,
        lambda bench, by: look_at(
            bench.session, bench.performance, results(bench)[-1].uuid, "", agrees=True, by_id=by, now=NOW
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_whoever_is_close_to_the_candidate_or_rates_them_settles_nothing(bench, act):
    prepare, done = ACTS[act]
    prepare(bench)
    with pytest.raises(RuleBroken, match="You rate this performance yourself"):
        done(bench, bench.two.id)
    declare_interest(bench.session, bench.moderator.id, bench.candidate.id, "Cousins.", now=NOW)
    with pytest.raises(RuleBroken, match="act here as moderator"):
        done(bench, bench.moderator.id)
    done(bench, moderator(bench.session, bench.workshop, "Another").id)
    assert sheets_apart(bench.session) == []


@pytest.mark.parametrize("act", ACTS)
def test_every_act_waits_first_until_nobody_else_changes_the_performance(bench, counting, act):
    prepare, done = ACTS[act]
    prepare(bench)
    bench.session.flush()
    with counting() as seen:
        done(bench, bench.moderator.id)
    told = [" ".join(one.split()) for one in seen]
    first = next(place for place, one in enumerate(told) if "FROM sheet" in one or one.startswith(("INSERT", "UPDATE")))
    asks = "SELECT performance.id FROM performance WHERE performance.id ="
    locked = [place for place, one in enumerate(told) if one.startswith(asks)]
    assert locked
    assert act in ("copy", "review", "look") or locked[0] < first


def test_a_performance_of_nobody_is_settled_by_whoever_does_not_rate_it(bench):
    plan = PerformancePlan(Occasion.CALIBRATION, bench.workshop.id, bench.version.id)
    reference = make_performance(bench.session, plan, by_id=None, now=NOW)
    demand_moderator(bench.session, reference, bench.one.id, NOW)
    assign_sheet(bench.session, reference, bench.one.id, Turn.ONLY, by_id=None, now=NOW)
    with pytest.raises(RuleBroken):
        demand_moderator(bench.session, reference, bench.one.id, NOW)
    demand_moderator(bench.session, reference, bench.two.id, NOW)


def test_a_third_rates_what_was_recorded_or_what_they_saw_in_the_room(bench):
    differ(bench)
    bench.performance.recorded = False
    with pytest.raises(BadInput, match="There is no recording") as refused:
        third_of(bench)
    assert refused.value.field == "basis"
    third = third_of(bench, basis=ThirdBasis.IN_ROOM)
    assert (third.turn, third.assessor_id) == ("third", bench.three.id)


def test_whoever_moderates_the_workshop_rates_nobody_a_third_time(bench):
    differ(bench)
    other = moderator(bench.session, bench.workshop, "Another")
    for who, said in ((bench.moderator, "You have seen both sheets"), (other, "may see both sheets")):
        with pytest.raises(BadInput, match=said) as refused:
            third_of(bench, assessor_id=who.id)
        assert refused.value.field == "assessor"


def test_a_topic_asks_a_third_for_a_credential_too(bench):
    differ(bench)
    bench.exercise.topic = "operations"
    with pytest.raises(BadInput, match="no valid credential"):
        third_of(bench, scopes=lambda _session, _people, _on: {})
    assert third_of(bench, scopes=lambda _session, _people, _on: {bench.three.id: {"operations"}})


@pytest.mark.parametrize("act", ["third", "fresh", "panel"])
def test_what_is_settled_already_or_not_sealed_waits_for_nothing(bench, act):
    for prepare in (lambda _bench: None, agree):
        prepare(bench)
        with pytest.raises(RuleBroken, match="does not wait for that"):
            ACTS[act][1](bench, bench.moderator.id)


@pytest.mark.parametrize("act", ["third", "fresh", "panel", "discussion"])
def test_nothing_is_settled_while_a_sheet_that_came_twice_waits_for_a_choice(bench, act):
    ACTS[act][0](bench)
    bring(bench, bench.first, content(1, 1))
    with pytest.raises(RuleBroken, match="received twice"):
        ACTS[act][1](bench, bench.moderator.id)


def test_a_fresh_exercise_is_the_next_of_the_same_person_by_the_same_rubric(bench):
    differ(bench)
    other = exercise(bench.session, bench.workshop, bench.version, position=2)
    bench.performance.written = True
    told = {"by_id": bench.moderator.id, "now": NOW}
    same = plan_fresh(bench.session, bench.performance, **told)
    elsewhere = plan_fresh(bench.session, bench.performance, **told, exercise_id=other.id)
    assert [
        (one.no, one.exercise_id, one.person_id, one.occasion_id, one.rubric_version_id, one.written, one.recorded)
        for one in (same, elsewhere)
    ] == [
        (2, number, bench.candidate.id, bench.workshop.id, bench.version.id, True, False)
        for number in (bench.exercise.id, other.id)
    ]


@pytest.mark.parametrize(
    ("minutes", "taken"),
    [("x" * 19, False), (f" {'x' * 19} ", False), ("x" * 20, True), ("x" * 5000, True), ("x" * 5001, False)],
)
def test_minutes_have_twenty_to_5000_signs(bench, minutes, taken):
    differ(bench)
    if taken:
        row = settle(bench.session, bench.performance, BOTH, f" {minutes} ", by_id=bench.moderator.id, now=LATER)
        assert (row.reason, row.by_id, row.at, row.no) == (minutes, bench.moderator.id, LATER, 2)
        return
    with pytest.raises(BadInput, match="20 to 5000 characters") as refused:
        settle(bench.session, bench.performance, BOTH, minutes, by_id=bench.moderator.id, now=NOW)
    assert refused.value.field == "minutes"


@pytest.mark.parametrize(
    ("reason", "taken"), [("  abcd  ", False), ("abcde", True), ("x" * 2000, True), ("x" * 2001, False)]
)
@pytest.mark.parametrize("act", ["discussion", "copy", "review", "look"])
def test_a_reason_has_five_to_2000_signs(bench, act, reason, taken):
    session, by = bench.session, {"by_id": bench.moderator.id, "now": LATER}
    ACTS[act][0](bench)
    kept = f" {reason} "
    done = {
        "discussion": lambda: settle_by_discussion(session, bench.performance, BOTH, kept, **by),
        "copy": lambda: settle_copy(session, copy_of(bench), KeptContent.FIRST, kept, **by) or copy_of(bench),
        "review": lambda: close_review(session, review_of(bench), kept, anew=False, **by) or review_of(bench),
        "look": lambda: look_at(session, bench.performance, results(bench)[-1].uuid, kept, agrees=False, **by),
    }[act]
    if taken:
        assert done().reason == reason
        return
    with pytest.raises(BadInput, match="5 to 2000 characters") as refused:
        done()
    assert refused.value.field == "reason"


@pytest.mark.parametrize("act", [settle, settle_by_discussion])
@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"shouts": 1}, "level", "no criterion “shouts”"),
        ({"names": 3}, "level-names", "one of the levels 0, 1, 2"),
        ({"protects": -1}, "level-protects", "one of the levels 0, 1, 2"),
    ],
)
def test_a_panel_and_a_discussion_decide_within_the_rubric(bench, act, more, field, said):
    (differ if act is settle else agree)(bench)
    with pytest.raises(BadInput, match=said) as refused:
        act(bench.session, bench.performance, BOTH | more, MINUTES, by_id=bench.moderator.id, now=NOW)
    assert refused.value.field == field
    assert len(results(bench)) == 1


def test_a_panel_after_a_third_decides_where_the_third_was_alone(bench):
    alone(bench)
    assert results(bench)[-1].settlement == "panel"
    with pytest.raises(RuleBroken, match="no result yet"):
        settle_by_discussion(bench.session, bench.performance, BOTH, WHY, by_id=bench.moderator.id, now=NOW)
    with pytest.raises(BadInput, match="has to decide this criterion") as refused:
        settle(bench.session, bench.performance, {"names": 0}, MINUTES, by_id=bench.moderator.id, now=NOW)
    assert refused.value.field == "level-protects"
    row = settle(bench.session, bench.performance, {"protects": 1}, MINUTES, by_id=bench.moderator.id, now=NOW)
    assert (row.outcome["criteria"], row.outcome["by"], row.settlement) == (
        {"names": "1", "protects": "1"}, "panel", "settled",
    )  # fmt: skip
    assert len(row.cites) == 3
    assert row.outcome["settings"]["tolerance"] == "3.5"


def test_a_discussion_names_a_criterion_and_its_result_is_written_down(bench):
    agree(bench)
    with pytest.raises(BadInput, match="at least one criterion") as refused:
        settle_by_discussion(bench.session, bench.performance, {}, WHY, by_id=bench.moderator.id, now=NOW)
    assert refused.value.field == "level"
    row = settle_by_discussion(bench.session, bench.performance, {"names": 0}, WHY, by_id=bench.moderator.id, now=LATER)
    assert (row.no, row.by_id, row.reason, row.at, row.settlement) == (2, bench.moderator.id, WHY, LATER, "settled")
    assert row.cites == results(bench)[0].cites
    first, second = entries(bench.session, PerformanceReconciled)
    assert (first.actor_id, first.data["settlement"], first.data["passed"]) == (None, "agreed", True)
    assert (second.actor_id, second.data["settlement"], second.data["passed"]) == (bench.moderator.id, "settled", False)
    assert sheets_apart(bench.session) == []
