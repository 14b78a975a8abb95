"""Plans, looks, references and feedback of a workshop at their limits, beside another that has its own."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from assessments.sheets.events import (
    FeedbackReleased,
    ModerationPlanned,
    PerformanceRecorded,
    ReferenceAgreed,
    SampleLookedAt,
)
from assessments.sheets.models import (
    FeedbackRelease,
    ReferenceRating,
    SampleLook,
    Sheet,
)
from assessments.sheets.queries.calibration import agreed_levels, calibrated, references_of, rubric_at, rubrics_at
from assessments.sheets.queries.samples import looks_of, newest_plan
from assessments.sheets.rules.states import Turn
from assessments.sheets.services.calibrating import add_reference, hand_out
from assessments.sheets.services.feedback import release_feedback
from assessments.sheets.services.recording import say_recorded
from assessments.sheets.services.sampling import look_at, set_plan
from assessments.statistics.sampling import SamplingPlan
from assessments.workshops.models import WorkshopAssessor, WorkshopCandidate
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from tests.assessments.sheets.settled import agree, bring, content, results
from tests.builders.audit import entries
from tests.builders.people import NOW
from tests.builders.rubrics import BENCH
from tests.builders.sheets import Bench, assessor, exercise, rubric, seal_with, sheets_apart, workshop

LATER = NOW + timedelta(minutes=5)
WHOLE = SamplingPlan(share=Fraction(1))
LEVELS = {"names": 1, "protects": 2}


@pytest.fixture(scope="module")
def made(module_session):
    """Two workshops; the second has a plan, a reference, released feedback."""
    with module_session() as session:
        bench, beside = Bench(session), Bench(session)
        agree(beside)
        by = {"by_id": beside.moderator.id, "now": NOW}
        set_plan(session, beside.workshop, SamplingPlan(), seed="theirs", **by)
        look_at(session, beside.performance, results(beside)[0].uuid, "", agrees=True, **by)
        release_feedback(session, beside.workshop, **by)
        for number in range(3):
            add_reference(session, beside.workshop, "bench", f"Film {number}", LEVELS, **by)
        return bench, beside


def by(bench, now=NOW):
    return {"by_id": bench.moderator.id, "now": now}


def of(bench, kind, subject):
    return [one for one in entries(bench.session, kind) if one.subject == subject]


def test_a_plan_is_of_its_workshop_and_each_change_is_written_down(bench, beside):
    first = set_plan(bench.session, bench.workshop, WHOLE, seed="ours", **by(bench))
    second = set_plan(bench.session, bench.workshop, SamplingPlan(), seed="late", **by(bench, LATER))
    assert set_plan(bench.session, bench.workshop, SamplingPlan(), seed="x", **by(bench)) == second
    assert [(one.no, one.seed, one.at, one.by_id) for one in (first, second)] == [
        (1, "ours", NOW, bench.moderator.id), (2, "ours", LATER, bench.moderator.id),
    ]  # fmt: skip
    assert newest_plan(bench.session, bench.workshop.id) == second
    assert newest_plan(bench.session, beside.workshop.id).seed == "theirs"
    told = of(bench, ModerationPlanned, f"workshop:{bench.workshop.id}")
    assert [(one.actor_id, one.data["plan"]) for one in told] == [
        (bench.moderator.id, first.plan), (bench.moderator.id, second.plan),
    ]  # fmt: skip
    assert sheets_apart(bench.session) == []


def test_looks_count_up_for_each_performance_and_a_disagreement_says_why(bench, beside):
    agree(bench)
    result = results(bench)[0].uuid
    first = look_at(bench.session, bench.performance, result, "", agrees=True, **by(bench))
    second = look_at(bench.session, bench.performance, result, " Too lenient. ", agrees=False, **by(bench, LATER))
    assert [(one.no, one.agrees, one.reason, one.by_id, one.at) for one in (first, second)] == [
        (1, True, "", bench.moderator.id, NOW), (2, False, "Too lenient.", bench.moderator.id, LATER),
    ]  # fmt: skip
    assert {one.reconciliation_id for one in (first, second)} == {results(bench)[0].id}
    assert looks_of(bench.session, bench.performance.id) == [second, first]
    told = of(bench, SampleLookedAt, f"performance:{bench.performance.id}")
    assert [(one.actor_id, one.data["agrees"], one.data["reason"]) for one in told] == [
        (bench.moderator.id, True, ""), (bench.moderator.id, False, "Too lenient."),
    ]  # fmt: skip
    with pytest.raises(Conflict):
        look_at(bench.session, bench.performance, results(beside)[0].uuid, "", agrees=True, **by(bench))
    assert sheets_apart(bench.session) == []


def test_nobody_looks_at_a_result_while_a_sheet_that_came_twice_waits(bench):
    agree(bench)
    bring(bench, bench.first, content(1, 1))
    with pytest.raises(RuleBroken, match="no result yet"):
        look_at(bench.session, bench.performance, results(bench)[0].uuid, "", agrees=True, **by(bench))
    assert bench.session.scalars(select(SampleLook).filter_by(performance_id=bench.performance.id)).all() == []


def test_feedback_waits_for_a_performance_and_for_its_result_but_not_for_who_withdrew(bench, beside):
    session = bench.session
    with pytest.raises(RuleBroken, match="no performances"):
        release_feedback(session, workshop(session), **by(bench))
    bench.perform(no=2, exercise_id=exercise(session, bench.workshop, bench.version, position=2).id)
    with pytest.raises(RuleBroken, match="2 performances have no result yet"):
        release_feedback(session, bench.workshop, **by(bench))
    agree(bench)
    with pytest.raises(RuleBroken, match="1 performance has no result yet"):
        release_feedback(session, bench.workshop, **by(bench))
    theirs = session.scalars(select(WorkshopCandidate).filter_by(person_id=bench.candidate.id)).one()
    theirs.withdrawn_at = NOW
    session.flush()
    with pytest.raises(RuleBroken, match="no performances"):
        release_feedback(session, bench.workshop, **by(bench))


def test_a_release_is_kept_and_written_down_for_its_workshop(bench, beside):
    agree(bench)
    row = release_feedback(bench.session, bench.workshop, **by(bench, LATER))
    assert (row.workshop_id, row.by_id, row.at) == (bench.workshop.id, bench.moderator.id, LATER)
    (told,) = of(bench, FeedbackReleased, f"workshop:{bench.workshop.id}")
    assert (told.actor_id, told.data["release_id"]) == (bench.moderator.id, row.id)
    assert bench.session.query(FeedbackRelease).count() == 2
    assert sheets_apart(bench.session) == []


@pytest.mark.parametrize(
    ("title", "taken"), [("", False), ("  ", False), (" x ", True), ("x" * 120, True), ("x" * 121, False)]
)
def test_the_title_of_a_reference_has_one_to_120_signs(bench, title, taken):
    if taken:
        add_reference(bench.session, bench.workshop, "bench", title, LEVELS, **by(bench))
        assert [one.rating.title for one in references_of(bench.session, bench.workshop.id)] == [title.strip()]
        return
    with pytest.raises(BadInput, match="at most 120 characters") as refused:
        add_reference(bench.session, bench.workshop, "bench", title, LEVELS, **by(bench))
    assert refused.value.field == "title"


def test_references_are_numbered_and_known_by_their_newest_levels(bench, beside):
    session = bench.session
    with pytest.raises(BadInput, match="Choose the level") as refused:
        add_reference(session, bench.workshop, "bench", "Film", LEVELS | {"names": 3}, **by(bench))
    assert refused.value.field == "level-names"
    with pytest.raises(NotFound):
        add_reference(session, bench.workshop, "talk", "Film", LEVELS, **by(bench))
    first = add_reference(session, bench.workshop, "bench", "Film 1", LEVELS | {"shouts": 4}, **by(bench))
    second = add_reference(session, bench.workshop, "bench", "Film 2", LEVELS, **by(bench, LATER))
    found = [(one.no, one.recorded, one.person_id, one.rubric_version_id, one.occasion_id) for one in (first, second)]
    assert found == [
        (1, True, None, bench.version.id, bench.workshop.id), (2, True, None, bench.version.id, bench.workshop.id),
    ]  # fmt: skip
    rating = session.scalars(select(ReferenceRating).filter_by(performance_id=second.id)).one()
    assert (rating.no, rating.levels, rating.by_id, rating.at) == (1, LEVELS, bench.moderator.id, LATER)
    (told,) = of(bench, ReferenceAgreed, f"performance:{second.id}")
    assert (told.actor_id, told.data["reference_id"]) == (bench.moderator.id, rating.id)
    session.add(
        ReferenceRating(
            performance_id=first.id,
            no=2,
            title="Film 1",
            levels=LEVELS | {"names": 0},
            by_id=bench.moderator.id,
            at=LATER,
        )
    )
    session.flush()
    session.add(
        ReferenceRating(
            performance_id=bench.performance.id, no=1, title="None", levels=LEVELS, by_id=bench.moderator.id, at=NOW
        )
    )
    found = references_of(session, bench.workshop.id)
    assert [(one.performance, one.rating.levels["names"]) for one in found] == [(first, 0), (second, 1)]
    assert (agreed_levels(session, first.id)["names"], agreed_levels(session, second.id)["names"]) == (0, 1)
    assert agreed_levels(session, beside.performance.id) == {}


def test_references_are_handed_out_to_the_assessors_of_the_workshop_who_have_not_left(bench, beside):
    session = bench.session
    gone = session.scalars(select(WorkshopAssessor).filter_by(person_id=bench.three.id)).one()
    gone.ended_at = NOW
    first = add_reference(session, bench.workshop, "bench", "Film 1", LEVELS, **by(bench))
    rows = session.scalars(select(Sheet).filter_by(performance_id=first.id).order_by(Sheet.assessor_id)).all()
    assert [(one.assessor_id, one.turn) for one in rows] == [(bench.one.id, "only"), (bench.two.id, "only")]
    late = assessor(session, bench.workshop, 9, "Late")
    assert len(hand_out(session, bench.workshop, **by(bench))) == 3
    assert session.scalars(select(Sheet.assessor_id).filter_by(performance_id=first.id)).all()[-1] == late.id
    assert [one.row.person_id for one in calibrated(session, bench.workshop.id)] == [
        bench.one.id,
        bench.two.id,
        late.id,
    ]


def test_an_assessor_is_compared_once_every_reference_is_sealed_and_there_are_three(bench, beside):
    session = bench.session
    for number in range(2):
        add_reference(session, bench.workshop, "bench", f"Film {number}", LEVELS, **by(bench))

    def standing():
        return [(one.sealed, one.found is not None) for one in calibrated(session, bench.workshop.id)]

    own = session.scalars(select(Sheet).filter_by(assessor_id=bench.one.id, turn=Turn.ONLY).order_by(Sheet.id)).all()
    for sheet in own:
        seal_with(session, sheet, 1, 2)
    assert standing() == [(2, False), (0, False), (0, False)]
    add_reference(session, bench.workshop, "bench", "Film 3", LEVELS, **by(bench))
    last = session.scalars(select(Sheet).filter_by(assessor_id=bench.one.id).order_by(Sheet.id.desc())).first()
    seal_with(session, last, 1, 2, sealed=False)
    assert standing() == [(2, False), (0, False), (0, False)]
    seal_with(session, last, 1, 2)
    assert standing() == [(3, True), (0, False), (0, False)]
    assert calibrated(session, bench.workshop.id)[0].found.qualified


def test_the_rubrics_of_a_workshop_are_those_of_its_exercises(bench, beside):
    session = bench.session
    talk = rubric(session, BENCH.replace("slug: bench", "slug: talk"))
    exercise(session, beside.workshop, talk, position=2)
    newer = rubric(session, BENCH.replace("cut: 3.5", "cut: 4"))
    assert list(rubrics_at(session, bench.workshop.id)) == ["bench"]
    assert list(rubrics_at(session, beside.workshop.id)) == ["bench", "talk"]
    exercise(session, bench.workshop, newer, position=2)
    assert rubric_at(session, bench.workshop.id, "bench")[0] == newer.id
    assert rubric_at(session, beside.workshop.id, "talk")[0] == talk.id
    with pytest.raises(NotFound):
        rubric_at(session, bench.workshop.id, "talk")


def test_what_is_said_of_a_recording_is_written_down_as_it_was_said(bench, beside):
    bench.performance.recorded = False
    bench.session.flush()
    for said in (True, True, False):
        say_recorded(bench.session, bench.performance, said, **by(bench))
        assert bench.performance.recorded is said
    told = of(bench, PerformanceRecorded, f"performance:{bench.performance.id}")
    assert [(one.actor_id, one.data["recorded"]) for one in told] == [
        (bench.moderator.id, True),
        (bench.moderator.id, False),
    ]
