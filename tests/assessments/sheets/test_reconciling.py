"""When sheets are reconciled, by which thresholds, and what arrives for them, beside another workshop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.sheets.events import PerformanceReviewClosed, SheetCameLate, SheetCopySettled
from assessments.sheets.models import FeedbackRelease, SheetCopy, SheetEvent
from assessments.sheets.queries.sheets import newest_reconciliations, sheet_standing
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import KeptContent, Occasion, ReviewCause, Turn, Way
from assessments.sheets.services.arriving import Arrival
from assessments.sheets.services.marking import Bringing, rate
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.sheets.services.reconciling import reconcile_performance, review_cause, thresholds_of
from assessments.sheets.services.recording import say_recorded
from assessments.sheets.services.settling import close_review, settle_by_discussion, settle_copy
from lms.errors import BadInput, Conflict, RuleBroken
from tests.assessments.sheets.settled import agree, bring, content, copy_of, results, review_of
from tests.builders.audit import entries
from tests.builders.people import NOW
from tests.builders.sheets import Bench, came_late, came_twice, seal_with, sheets_apart

LATER = NOW + timedelta(minutes=5)
WHY = "Both saw the film again."


@pytest.fixture(scope="module")
def made(module_session):
    """Two workshops with the same rubric; at the second a sheet came twice."""
    with module_session() as session:
        bench, beside = Bench(session), Bench(session)
        came_twice(session, beside.first)
        return bench, beside


def test_a_result_is_late_after_the_release_or_the_end_of_its_own_workshop_alone(bench, beside):
    session = bench.session
    mission = PerformancePlan(Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id)
    elsewhere = make_performance(session, mission, by_id=None, now=NOW)

    def causes():
        session.flush()
        return [review_cause(session, one) for one in (bench.performance, beside.performance, elsewhere)]

    assert causes() == [None, None, None]
    bench.workshop.closed_at = NOW
    assert causes() == [ReviewCause.LATE, None, None]
    bench.workshop.closed_at = None
    session.add(FeedbackRelease(workshop_id=bench.workshop.id, by_id=bench.moderator.id, at=NOW))
    assert causes() == [ReviewCause.LATE, None, None]


def test_thresholds_are_those_of_ones_own_workshop_and_elsewhere_the_usual_ones(bench, beside):
    bench.workshop.settings = {"reconciliation": {"gap": 1}}
    beside.workshop.settings = {}
    mission = PerformancePlan(Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id)
    elsewhere = make_performance(bench.session, mission, by_id=None, now=NOW)
    found = [thresholds_of(bench.session, one).gap for one in (bench.performance, beside.performance, elsewhere)]
    assert found == [1, 2, 2]


def test_an_only_sheet_beside_the_pair_comes_to_nothing_and_is_not_cited(bench):
    only = assign_sheet(bench.session, bench.performance, bench.three.id, Turn.ONLY, by_id=None, now=NOW)
    third = assign_sheet(bench.session, bench.performance, bench.moderator.id, Turn.THIRD, by_id=None, now=NOW)
    bench.fill(only, 0, 2)
    agree(bench)
    rate(bench.session, third, "names", 0, key="k", by=Bringing(bench.moderator.id), now=NOW)
    (row,) = results(bench)
    assert row.cites == {bench.first.uuid: 4, bench.second.uuid: 4}
    seal_with(bench.session, third, 0, 2)
    assert len(results(bench)[-1].cites) == 3


def test_the_same_again_is_no_new_result_and_what_changed_is(bench, beside):
    agree(bench)
    agree_beside = results(beside)
    (row,) = results(bench)
    assert reconcile_performance(bench.session, bench.performance, now=NOW) == row
    assert reconcile_performance(bench.session, beside.performance, now=NOW) is None
    bring(bench, bench.first, content(2, 2, comments={"names": "Calm."}))
    assert reconcile_performance(bench.session, bench.performance, now=NOW) is None
    settle_copy(bench.session, copy_of(bench), KeptContent.COPY, WHY, by_id=bench.moderator.id, now=NOW)
    second = results(bench)[-1]
    assert (second.no, second.outcome, second.cites[bench.first.uuid]) == (2, row.outcome, 7)
    bench.workshop.settings = {"reconciliation": {"border_z": 0, "tolerance": "1/3"}}
    bench.session.flush()
    third = reconcile_performance(bench.session, bench.performance, now=LATER)
    assert (third.no, third.cites, third.at) == (3, second.cites, LATER)
    assert newest_reconciliations(bench.session, [bench.performance.id, beside.performance.id]) == {
        bench.performance.id: third
    }
    assert agree_beside == results(beside) == []


def test_a_recording_is_said_of_one_performance_alone(bench, beside):
    bench.performance.recorded = beside.performance.recorded = False
    other = bench.perform(no=2)
    bench.session.flush()
    say_recorded(bench.session, bench.performance, True, by_id=bench.moderator.id, now=NOW)
    assert [one.recorded for one in (bench.performance, beside.performance, other)] == [True, False, False]
    bench.session.refresh(beside.performance)
    assert beside.performance.recorded is False
    for plan in (
        PerformancePlan(Occasion.WORKSHOP, bench.workshop.id, bench.version.id),
        PerformancePlan(Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id),
    ):
        row = make_performance(bench.session, plan, by_id=None, now=NOW)
        with pytest.raises(RuleBroken):
            say_recorded(bench.session, row, True, by_id=bench.moderator.id, now=NOW)
    bench.performance.written = True
    with pytest.raises(RuleBroken, match=r"[Ww]ritten"):
        say_recorded(bench.session, bench.performance, False, by_id=bench.moderator.id, now=NOW)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (content(2, 2, grade=-1), "grade"),
        (content(2, 2, grade=5), "grade"),
        (SheetContent({"names": 2, "protects": 2, "shouts": 1}, grade=2), "criterion"),
        (content(2, 2, comments={"shouts": "Loud."}), "criterion"),
        (content(2, 2, comments={"": "x" * 2001}), "comment-"),
        (SheetContent({"names": 2}, grade=2), "rating-protects"),
    ],
)
def test_a_sheet_that_does_not_fit_its_rubric_is_refused_before_and_after_the_seal(bench, said, field):
    for _sealed in (False, True):
        with pytest.raises(BadInput) as refused:
            bring(bench, bench.first, said)
        assert refused.value.field == field
        bring(bench, bench.first, content(2, 2, grade=4))
    assert bench.session.scalars(select(SheetCopy).filter_by(sheet_id=bench.first.id)).all() == []


def test_a_seal_is_known_by_its_key_on_its_own_sheet_alone(bench):
    assert bring(bench, bench.first, content(2, 2), key="seal") is Arrival.TAKEN
    assert bring(bench, bench.second, content(1, 2), key="seal") is Arrival.TAKEN
    assert bring(bench, bench.first, content(0, 2), key="seal") is Arrival.KNOWN
    assert bring(bench, bench.first, content(0, 2), key="copy") is Arrival.DIFFERS
    assert bring(bench, bench.second, content(1, 2), key="copy") is Arrival.KNOWN
    for key in ("", "k" * 37):
        with pytest.raises(BadInput, match="1 to 36 characters"):
            bring(bench, bench.first, content(2, 2), key=key)
    assert sheets_apart(bench.session) == []


@pytest.mark.parametrize("kept", list(KeptContent))
def test_a_choice_is_kept_and_written_down_and_a_stranger_copy_waits_on(bench, beside, kept):
    said = content(1, 2, comments={"names": "Slow."}, flagged=True)
    bring(bench, bench.first, content(2, 2), key="one")
    arrived = bring(
        bench, bench.first, said, way=Way.FILE, key="two", device="t", device_seq=3, device_at=LATER, offset_ms=9
    )
    assert arrived is bring(bench, bench.first, said, key="two") is Arrival.DIFFERS
    row = copy_of(bench)
    assert (row.way, row.device, row.device_seq, row.device_at, row.offset_ms, row.actor_id, row.reason) == (
        "file", "t", 3, LATER, 9, bench.one.id, "",
    )  # fmt: skip
    before = bench.first.revision
    settle_copy(bench.session, row, kept, WHY, by_id=bench.moderator.id, now=LATER)
    bench.session.refresh(row)
    assert (row.kept, row.settled_by_id, row.settled_at, row.reason) == (kept, bench.moderator.id, LATER, WHY)
    written = bench.session.scalars(
        select(SheetEvent).where(SheetEvent.sheet_id == bench.first.id, SheetEvent.no > before).order_by(SheetEvent.no)
    ).all()
    acts = [(one.act, one.way, one.device, one.device_seq, one.device_at, one.offset_ms) for one in written]
    told = ("file", "t", 3, LATER, 9)
    chosen = ("reopen", "rate", "comment", "flag", "seal") if kept is KeptContent.COPY else ()
    assert acts == [(act, *told) for act in chosen]
    assert {one.actor_id for one in written} <= {bench.moderator.id}
    assert [one.words for one in written[:1]] == [WHY] * bool(chosen)
    assert sheet_standing(bench.session, bench.first).standing.content == (said if chosen else content(2, 2))
    (entry,) = entries(bench.session, SheetCopySettled)
    assert (entry.subject, entry.actor_id, entry.data["kept"]) == (
        f"sheet:{bench.first.id}", bench.moderator.id, kept,
    )  # fmt: skip
    assert copy_of(beside).kept is None
    with pytest.raises(Conflict, match="has chosen already"):
        settle_copy(bench.session, row, KeptContent.FIRST, WHY, by_id=bench.moderator.id, now=NOW)
    assert sheets_apart(bench.session) == []


def test_a_choice_changes_no_result_that_people_settled_and_anew_one_that_the_rule_made(bench):
    agree(bench)
    bring(bench, bench.first, content(1, 2))
    settle_copy(bench.session, copy_of(bench), KeptContent.COPY, WHY, by_id=bench.moderator.id, now=NOW)
    assert [one.outcome["criteria"]["names"] for one in results(bench)] == ["1.5", "1"]
    settle_by_discussion(bench.session, bench.performance, {"names": 2}, WHY, by_id=bench.moderator.id, now=NOW)
    bring(bench, bench.second, content(0, 2))
    other = bench.session.scalars(select(SheetCopy).filter_by(sheet_id=bench.second.id)).one()
    settle_copy(bench.session, other, KeptContent.COPY, WHY, by_id=bench.moderator.id, now=NOW)
    assert len(results(bench)) == 3


@pytest.mark.parametrize("anew", [True, False])
def test_a_review_is_closed_once_and_reconciles_where_that_is_wanted(bench, beside, anew):
    review = came_late(bench.session, bench.workshop, [bench.first, bench.second])
    beside.workshop.closed_at = NOW
    beside.fill(beside.second, 2, 2)
    theirs = review_of(beside)
    assert (review.cause, review.sheet_id, review.opened_at) == ("late", bench.second.id, NOW)
    late = [one for one in entries(bench.session, SheetCameLate) if one.subject == f"sheet:{bench.second.id}"]
    assert [(one.actor_id, one.data["cause"], one.data["review_id"]) for one in late] == [(None, "late", review.id)]
    close_review(bench.session, review, f" {WHY} ", anew=anew, by_id=bench.moderator.id, now=LATER)
    for one in (review, theirs):
        bench.session.refresh(one)
    assert (review.closed_at, review.closed_by_id, review.reason) == (LATER, bench.moderator.id, WHY)
    assert (theirs.closed_at, theirs.reason) == (None, "")
    assert len(results(bench)) == anew
    (entry,) = entries(bench.session, PerformanceReviewClosed)
    assert (entry.subject, entry.actor_id, entry.data["reason"]) == (
        f"performance:{bench.performance.id}", bench.moderator.id, WHY,
    )  # fmt: skip
    with pytest.raises(Conflict, match="reviewed it already"):
        close_review(bench.session, review, WHY, anew=anew, by_id=bench.moderator.id, now=NOW)
    assert sheets_apart(bench.session) == []
