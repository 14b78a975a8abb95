"""From two sealed sheets to one result: reconciling, thirds, panels, sheets that come twice or late."""

import itertools
from fractions import Fraction

import pytest

from assessments.sheets.models import Performance, PerformanceReview, Reconciliation, SheetCopy
from assessments.sheets.queries.performances import performance_lines
from assessments.sheets.queries.results import results_of_people
from assessments.sheets.queries.sheets import newest_reconciliations, sheet_standing
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import KeptContent, ThirdBasis, Turn, Way
from assessments.sheets.services.arriving import Arrival, SealedSheet, bring_sealed
from assessments.sheets.services.feedback import release_feedback
from assessments.sheets.services.marking import Bringing
from assessments.sheets.services.settling import (
    close_review,
    name_third,
    plan_fresh,
    settle,
    settle_by_discussion,
    settle_copy,
)
from lms.errors import BadInput, RuleBroken
from lms.ids import new_uuid
from tests.builders.people import NOW
from tests.builders.sheets import Bench

MINUTES = "Present: Lopes, Mbeki, Phan. The recording was seen twice."


@pytest.fixture
def bench(session):
    return Bench(session)


def result(bench):
    return newest_reconciliations(bench.session, [bench.performance.id]).get(bench.performance.id)


def state(bench):
    return performance_lines(bench.session, Performance.id == bench.performance.id)[0].state


def whole(names, protects, grade=2, **more):
    return SheetContent({"names": names, "protects": protects}, grade=grade, **more)


def bring(bench, sheet, content, *, way=Way.DEVICE, key=None, actor=None):
    sealed = SealedSheet(content, key or new_uuid())
    return bring_sealed(bench.session, sheet, sealed, by=Bringing(actor or sheet.assessor_id, way), now=NOW)


def test_two_that_agree_are_reconciled_by_the_second_seal(bench):
    bench.fill(bench.first, 2, 2)
    assert result(bench) is None
    bench.fill(bench.second, 1, 2)
    found = result(bench)
    assert (found.settlement, found.outcome["criteria"]) == ("agreed", {"names": "1.5", "protects": "2"})
    assert found.outcome["total"] == "5.75"
    assert found.outcome["passed"] is True
    assert found.cites == {bench.first.uuid: 4, bench.second.uuid: 4}
    assert state(bench) is PerformanceState.FINAL


def test_two_that_differ_wait_for_a_third_who_rates_a_recording(bench):
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 0, 2)
    assert state(bench) is PerformanceState.THIRD_WANTED
    moderator = bench.moderator.id
    with pytest.raises(BadInput, match="You have seen both"):
        name_third(bench.session, bench.performance, moderator, ThirdBasis.RECORDING, by_id=moderator, now=NOW)
    third = name_third(
        bench.session, bench.performance, bench.three.id, ThirdBasis.RECORDING, by_id=bench.moderator.id, now=NOW
    )
    assert state(bench) is PerformanceState.THIRD_NAMED
    bench.fill(third, 1, 2)
    found = result(bench)
    assert (found.no, found.settlement, found.outcome["criteria"]["names"]) == (2, "settled", "1")


def test_without_a_recording_it_is_a_fresh_exercise_or_the_panel(session):
    bench = Bench(session, recorded=False)
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 0, 2)
    with pytest.raises(BadInput, match="There is no recording"):
        name_third(session, bench.performance, bench.three.id, ThirdBasis.RECORDING, by_id=bench.moderator.id, now=NOW)
    fresh = plan_fresh(session, bench.performance, by_id=bench.moderator.id, now=NOW)
    assert fresh.no == 2
    assert state(bench) is PerformanceState.REPLACED
    with pytest.raises(BadInput, match="minutes"):
        settle(session, bench.performance, {"names": 1, "protects": 2}, "Ok.", by_id=bench.moderator.id, now=NOW)
    with pytest.raises(BadInput, match="decide this criterion"):
        settle(session, bench.performance, {"names": 1}, MINUTES, by_id=bench.moderator.id, now=NOW)
    found = settle(session, bench.performance, {"names": 1, "protects": 2}, MINUTES, by_id=bench.moderator.id, now=NOW)
    assert (found.settlement, found.outcome["by"], found.reason) == ("settled", "panel", MINUTES)


def test_an_assessor_of_the_performance_settles_nothing_of_it(bench):
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 0, 2)
    with pytest.raises(RuleBroken, match="rate this performance yourself"):
        settle(bench.session, bench.performance, {"names": 1, "protects": 2}, MINUTES, by_id=bench.one.id, now=NOW)


def test_a_discussion_is_a_new_result_and_the_blind_sheets_stay(bench):
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 1, 2)
    found = settle_by_discussion(
        bench.session, bench.performance, {"names": 1}, "Both saw the film again.", by_id=bench.moderator.id, now=NOW
    )
    assert (found.no, found.outcome["by"], found.outcome["criteria"]["names"]) == (2, "discussion", "1")
    assert sheet_standing(bench.session, bench.first).standing.content.ratings["names"] == 2


def test_the_same_sheet_by_two_ways_is_taken_once(bench):
    assert bring(bench, bench.first, whole(2, 2), key="seal-1") is Arrival.TAKEN
    assert bring(bench, bench.first, whole(2, 2), key="seal-1") is Arrival.KNOWN
    assert bring(bench, bench.first, whole(2, 2), way=Way.PAPER, actor=bench.moderator.id) is Arrival.KNOWN
    assert bench.first.revision == 4
    assert bench.session.query(SheetCopy).count() == 0


def test_a_sheet_that_could_not_be_sealed_here_is_refused_whole(bench):
    with pytest.raises(BadInput, match="global grade") as fault:
        bring(bench, bench.first, whole(2, 2, grade=None))
    assert fault.value.field == "grade"
    with pytest.raises(BadInput, match="needs a reason"):
        bring(bench, bench.first, whole(2, 0))
    assert bench.first.revision == 0


@pytest.mark.parametrize("kept", list(KeptContent))
def test_two_that_differ_are_both_kept_and_a_moderator_chooses(bench, kept):
    bring(bench, bench.first, whole(2, 2))
    assert bring(bench, bench.first, whole(1, 2), way=Way.PAPER, actor=bench.moderator.id) is Arrival.DIFFERS
    bench.fill(bench.second, 1, 2)
    assert result(bench) is None
    assert state(bench) is PerformanceState.DIFFERS
    copy = bench.session.query(SheetCopy).one()
    settle_copy(bench.session, copy, kept, "The paper was signed.", by_id=bench.moderator.id, now=NOW)
    assert result(bench).outcome["criteria"]["names"] == ("1" if kept is KeptContent.COPY else "1.5")
    with pytest.raises(RuleBroken, match="Somebody else has chosen"):
        settle_copy(bench.session, copy, kept, "The paper was signed.", by_id=bench.moderator.id, now=NOW)


def test_what_comes_out_never_depends_on_which_came_first(session):
    outcomes = set()
    for order in itertools.permutations(range(3)):
        bench = Bench(session, settings={"reconciliation": {"border_z": 0}})
        third = bench.assign(bench.three, Turn.THIRD)
        pieces = [(bench.first, whole(2, 2)), (bench.second, whole(0, 1)), (third, whole(1, 2))]
        for place in order:
            bring(bench, *pieces[place])
        found = result(bench)
        outcomes.add((found.settlement, str(found.outcome["criteria"]), found.outcome["total"]))
    assert outcomes == {("settled", "{'names': '1', 'protects': '2'}", "4.5")}


def test_a_sheet_after_the_workshop_closed_opens_a_review_and_changes_nothing(bench):
    bench.fill(bench.first, 2, 2)
    bench.workshop.closed_at = NOW
    bring(bench, bench.second, whole(2, 2))
    assert result(bench) is None
    assert state(bench) is PerformanceState.REVIEW
    review = bench.session.query(PerformanceReview).one()
    assert review.cause == "late"
    close_review(bench.session, review, "The tablet was in a car.", anew=True, by_id=bench.moderator.id, now=NOW)
    assert result(bench).settlement == "agreed"
    assert state(bench) is PerformanceState.FINAL


def test_a_third_after_people_settled_the_result_opens_a_review(bench):
    third = bench.assign(bench.three, Turn.THIRD)
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 0, 2)
    settle(bench.session, bench.performance, {"names": 1, "protects": 2}, MINUTES, by_id=bench.moderator.id, now=NOW)
    bring(bench, third, whole(0, 2))
    assert bench.session.query(PerformanceReview).one().cause == "settled"
    assert bench.session.query(Reconciliation).filter_by(performance_id=bench.performance.id).count() == 2


def test_feedback_is_released_to_all_at_one_moment_and_once(bench):
    bench.fill(bench.first, 2, 2)
    with pytest.raises(RuleBroken, match="1 performance has no result yet"):
        release_feedback(bench.session, bench.workshop, by_id=bench.moderator.id, now=NOW)
    bench.fill(bench.second, 2, 2)
    release_feedback(bench.session, bench.workshop, by_id=bench.moderator.id, now=NOW)
    with pytest.raises(RuleBroken, match="already released"):
        release_feedback(bench.session, bench.workshop, by_id=bench.moderator.id, now=NOW)


def test_what_people_came_to_is_told_to_whoever_decides_about_them(bench):
    (before,) = results_of_people(bench.session, [bench.candidate.id])[bench.candidate.id]
    assert (before.state, before.sealed, before.total, before.levels) == (PerformanceState.PLANNED, 0, None, {})
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 1, 2)
    (after,) = results_of_people(bench.session, [bench.candidate.id])[bench.candidate.id]
    assert (after.rubric, after.total, after.highest, after.passed) == ("bench", Fraction(23, 4), 7, True)
    assert after.levels == {"names": Fraction(3, 2), "protects": 2}
    assert (after.reconciliation_uuid, after.reconciliation_no) == (result(bench).uuid, 1)
    assert bench.one.id not in results_of_people(bench.session, [bench.one.id])
