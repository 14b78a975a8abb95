"""Rotations put in use: what is refused, what is replaced, which sheets stay, and what other workshops keep."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.workshops.models import Rotation
from assessments.workshops.queries.rotations import (
    placed_in,
    rotation_called,
    rotation_in_use,
    rotations_of,
)
from assessments.workshops.services.participants import end_participant
from assessments.workshops.services.rotating import (
    ask_rotation,
    put_in_use,
    stop_search,
)
from assessments.workshops.services.using import make_sheets, use_rotation
from lms.errors import Conflict
from tests.access_matrix import gathered
from tests.builders import workshops as build
from tests.builders.audit import told
from tests.builders.people import NOW
from tests.builders.sheets import seal_with


@pytest.fixture(scope="module")
def worlds(with_proposals):
    return with_proposals


def proposed(made, no=1):
    return rotation_called(made.session, made.number, no)


def use(made, row, now=NOW):
    return put_in_use(made.session, made.parts, row, by=made.by.id, now=now)


def test_a_rotation_in_use_replaces_what_was_proposed_beside_it_in_its_own_workshop_alone(session, made, used):
    other = build.small(session, NOW)
    foreign = gathered.found(session, other, NOW)
    failed = ask_rotation(session, made.parts, seed=1, by=made.by.id, now=NOW)
    stop_search(session, made.parts, failed)
    row = use(made, proposed(made))
    assert (row.standing, row.used_at, row.used_by_id) == ("in-use", NOW, made.by.id)
    assert [one.standing for one in rotations_of(session, made.number)] == ["failed", "replaced", "in-use"]
    assert session.get_one(Rotation, foreign.id, populate_existing=True).standing == "proposed"
    assert rotation_in_use(session, used.number).standing == "in-use"
    data = {"rotation_id": row.id, "before_id": None, "digest": row.digest}
    assert told(session, "workshop.rotation-used")[-1] == (f"workshop:{made.number}", made.by.id, data)
    for again in (row, proposed(made, 2), failed):
        with pytest.raises(Conflict, match="no longer proposed"):
            use(made, again)


def test_a_rotation_is_used_only_after_the_one_that_it_plans_anew_and_while_nothing_changed(session, made, used):
    first, second = proposed(made), proposed(made, 2)
    made.candidate("Late Candidate")
    with pytest.raises(Conflict, match="have changed"):
        use(made, first)
    end_participant(session, made.parts, made.parts.candidates[-1].uuid, by=made.by.id, now=NOW)
    use(made, first)
    second.standing = "proposed"
    session.flush()
    with pytest.raises(Conflict, match="Another rotation was activated"):
        use(made, second)


@pytest.fixture
def replan(session, used):
    """A rotation that plans the one in use anew from the beginning."""
    return gathered.found(session, used, NOW, from_at=NOW)


def moved(session, replan, one):
    """Give this performance of the rotation in use another pair in the new one."""
    row = next(
        each
        for each in placed_in(session, replan.id)
        if (each.candidate_id, each.exercise_id) == (one.candidate_id, one.exercise_id)
    )
    pair = (row.first_assessor_id, row.second_assessor_id)
    every = {each.second_assessor_id for each in placed_in(session, replan.id)}
    row.first_assessor_id = min(key for key in every if key not in pair)
    session.flush()
    return row


def test_a_replan_takes_the_place_of_what_was_in_use(session, used, replan):
    before = rotation_in_use(session, used.number)
    row = use(used, replan)
    assert (row.standing, before.standing) == ("in-use", "replaced")
    assert told(session, "workshop.rotation-used")[-1][2]["before_id"] == before.id


def test_what_began_since_a_replan_was_made_is_not_moved_by_it(session, used, replan):
    one = placed_in(session, rotation_in_use(session, used.number).id)[0]
    moved(session, replan, one)
    with pytest.raises(Conflict, match="already started"):
        use(used, replan, now=one.begins_at)
    use(used, replan, now=one.begins_at - timedelta(seconds=1))


def test_what_began_and_stays_as_it_was_or_is_gone_keeps_no_replan_back(session, used, replan):
    one, two = placed_in(session, rotation_in_use(session, used.number).id)[:2]
    gone = moved(session, replan, one)
    session.delete(gone)
    row = next(each for each in placed_in(session, replan.id) if each.begins_at == two.begins_at)
    row.first_assessor_id, row.second_assessor_id = row.second_assessor_id, row.first_assessor_id
    session.flush()
    use(used, replan, now=two.begins_at + timedelta(days=3))


def test_what_somebody_wrote_about_is_not_moved_however_late_it_is(session, used, replan):
    written = placed_in(session, rotation_in_use(session, used.number).id)[-1]
    assert written.begins_at is None
    moved(session, replan, written)
    people = {one.id: one.person_id for one in used.parts.candidates}
    sheets = session.scalars(
        select(Sheet)
        .join(Performance, Performance.id == Sheet.performance_id)
        .where(Performance.occasion_id == used.number, Performance.exercise_id == written.exercise_id)
        .order_by(Performance.person_id == people[written.candidate_id])
    ).all()
    seal_with(session, sheets[0], 2, 2)  # somebody else's work
    with session.begin_nested() as attempt:
        use(used, replan)
        attempt.rollback()
    seal_with(session, sheets[-1], 2, 2)
    session.refresh(replan)
    with pytest.raises(Conflict, match="already started"):
        use(used, replan)


def sheets_of(session, used):
    rows = session.execute(
        select(Sheet.id, Sheet.assessor_id, Performance.no)
        .join(Performance, Performance.id == Sheet.performance_id)
        .where(Performance.occasion_id == used.number)
    )
    return {tuple(row) for row in rows}


def test_a_replan_withdraws_empty_sheets_of_its_own_pairs_alone(session, used, worlds):
    """Sheets with a word on them, of a third assessor and of a fresh exercise stay."""
    performances = session.scalars(
        select(Performance).where(Performance.occasion_id == used.number).order_by(Performance.id)
    ).all()
    first = performances[0]
    outside = build.small(session, NOW)
    gathered.use(session, outside, NOW)
    foreign = sheets_of(session, outside)
    plan = PerformancePlan(
        Occasion.WORKSHOP, used.number, first.rubric_version_id, first.person_id, first.exercise_id, no=2
    )
    fresh = make_performance(session, plan, by_id=None, now=NOW)
    assessors = [one.person_id for one in used.parts.assessors]
    pair = session.scalars(select(Sheet).where(Sheet.performance_id == first.id).order_by(Sheet.id)).all()
    others = [key for key in assessors if key not in {one.assessor_id for one in pair}]
    third = assign_sheet(session, first, others[0], Turn.THIRD, by_id=None, now=NOW)
    again = assign_sheet(session, fresh, others[1], Turn.FIRST, by_id=None, now=NOW)
    seal_with(session, pair[0], 2, 2)
    make_sheets(session, used.parts, [], by=used.by.id, now=NOW)
    assert {one[0] for one in sheets_of(session, used)} == {pair[0].id, third.id, again.id}
    assert sheets_of(session, outside) == foreign


def test_who_is_named_anew_takes_the_turn_that_is_free(session, used, replan):
    one = placed_in(session, rotation_in_use(session, used.number).id)[0]
    people = {each.id: each.person_id for each in used.parts.every_assessor}
    candidate = next(each.person_id for each in used.parts.candidates if each.id == one.candidate_id)
    gone = people[one.first_assessor_id]
    performance = session.scalars(
        select(Performance).where(
            Performance.occasion_id == used.number, Performance.person_id == candidate,
            Performance.exercise_id == one.exercise_id,
        )
    ).one()  # fmt: skip
    before = {row.assessor_id: row.turn for row in performance_sheets(session, performance)}
    assert set(before) == {gone, people[one.second_assessor_id]}
    new = people[moved(session, replan, one).first_assessor_id]
    use_rotation(session, used.parts, replan, by=used.by.id, now=NOW)
    after = {row.assessor_id: row.turn for row in performance_sheets(session, performance)}
    assert after == {new: before.pop(gone), **before}
    assert told(session, "sheet.withdrawn")[-1][2]["assessor_id"] == gone


def performance_sheets(session, performance):
    return session.scalars(select(Sheet).where(Sheet.performance_id == performance.id)).all()
