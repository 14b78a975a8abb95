"""Performances and sheets as they are found in every state, beside another workshop and other occasions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.permissions import PracticalRole
from assessments.sheets.models import Performance, PerformanceReview, Sheet, SheetCopy
from assessments.sheets.policy import moderated, own_sheets, visible_to
from assessments.sheets.queries.board import board_lines, workshops_to_moderate
from assessments.sheets.queries.home import count_waiting, sheets_first
from assessments.sheets.queries.performances import (
    assessor_numbered,
    copy_of,
    moderated_lines,
    people_who_performed,
    performance_lines,
    results_of,
    review_of,
    waiting_lines,
    what_waits,
    workshop_moderated,
    workshops_moderated,
)
from assessments.sheets.queries.results import people_of_performances
from assessments.sheets.queries.sheets import own_sheet, performance_moderated, sheets_of_assessor
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.marking import Bringing, reopen
from assessments.sheets.services.performances import assign_sheet
from assessments.workshops.models import WorkshopCandidate
from lms.access import Grant
from lms.errors import NotFound
from lms.ids import new_uuid
from lms.people.api import COUNTRY
from tests.assessments.sheets.every_state import S, everywhere, made, moderating
from tests.builders.people import NOW, give_anywhere, viewer
from tests.builders.sheets import exercise, moderator, seal_with, workshop

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def bench(ours):
    return ours


@pytest.fixture
def beside(theirs):
    return theirs


def test_every_performance_stands_as_it_was_left_on_the_page_and_on_the_board(session, bench, beside, found):
    seen = moderating(session, bench)
    lines = {one.row.id: one.state for one in moderated_lines(session, seen, bench.workshop.id)}
    fresh = lines.keys() - {one.id for one in found.values()}
    assert {state: lines[row.id] for state, row in found.items()} == {state: state for state in found}
    assert [lines[one] for one in fresh] == [S.PLANNED]
    board = {one.id: one.state for one in board_lines(session, seen, bench.workshop.id)}
    assert board == {number: state for number, state in lines.items() if state is not S.REPLACED}
    assert moderated_lines(session, seen, beside.workshop.id) == board_lines(session, seen, beside.workshop.id) == []


def test_what_waits_is_counted_as_it_is_listed_and_of_workshops_under_way_alone(session, bench, beside):
    def both(one):
        session.flush()
        lines = waiting_lines(session, one)
        assert count_waiting(session, one) == len(lines)
        return sorted(line.state for line in lines)

    ours = sorted([S.DIFFERS, S.REVIEW, S.THIRD_WANTED, S.PANEL_WANTED])
    assert both(moderating(session, bench)) == ours
    every = everywhere(session)
    assert both(every) == sorted([*ours, S.THIRD_WANTED])
    beside.workshop.closed_at = NOW
    assert both(every) == ours
    assert both(viewer(session, bench.three)) == []
    assert session.scalar(select(sheets_first(every, NOW)[-1])) is True
    bench.workshop.closed_at = NOW
    assert both(every) == []
    assert session.scalar(select(sheets_first(every, NOW)[-1])) is False


def test_home_asks_for_open_sheets_of_ones_own_and_for_sealed_ones_that_were_opened_again(session, bench, beside):
    def left(row):
        asked = sheets_first(viewer(session, row), NOW)
        return [session.scalar(select(one)) for one in asked]

    assert left(bench.two) == [True]
    assert left(bench.one) == [False]
    assert left(beside.one) == [False]
    assert left(beside.three) == [False]
    assert left(bench.candidate) == []
    other = made(session, Occasion.WORKSHOP, beside.workshop.id, beside, person_id=bench.candidate.id)
    sheet = assign_sheet(session, other, beside.one.id, Turn.FIRST, by_id=None, now=NOW)
    assert left(beside.one) == [True]
    seal_with(session, sheet, 2, 2)
    assert left(beside.one) == [False]
    reopen(session, sheet, "The wrong row.", key="k", by=Bringing(beside.one.id), now=NOW)
    assert left(beside.one) == [True]
    assert left(beside.two) == [False]


def test_a_workshop_waits_for_all_but_what_is_final_replaced_or_of_who_withdrew(session, bench, beside, who):
    assert (what_waits(session, bench.workshop.id).performances, what_waits(session, bench.workshop.id).open) == (9, 7)
    gone = session.scalars(select(WorkshopCandidate).filter_by(person_id=who[S.MARKING].id)).one()
    gone.withdrawn_at = NOW
    theirs = WorkshopCandidate(
        uuid=new_uuid(), workshop_id=beside.workshop.id, person_id=who[S.FINAL].id, number=9, languages=[], needs="",
        recording_agreed=False, withdrawn_at=NOW,
    )  # fmt: skip
    session.add(theirs)
    made(session, Occasion.MISSION, bench.workshop.id, bench, person_id=who[S.FINAL].id)
    session.flush()
    waits = what_waits(session, bench.workshop.id)
    assert (waits.performances, waits.open) == (8, 6)
    assert what_waits(session, beside.workshop.id).open == 1


def test_whoever_performed_is_told_once_and_of_this_workshop_alone(session, bench, beside, who, found):
    made(session, Occasion.WORKSHOP, bench.workshop.id, bench)
    made(session, Occasion.MISSION, bench.workshop.id, bench, person_id=beside.candidate.id)
    assert sorted(people_who_performed(session, bench.workshop.id)) == sorted(one.id for one in who.values())
    reference = made(session, Occasion.CALIBRATION, bench.workshop.id, bench)
    asked = [found[S.FINAL].id, reference.id]
    assert people_of_performances(session, asked) == {who[S.FINAL].id}


def test_a_later_number_replaces_the_same_person_at_the_same_exercise_of_the_same_occasion_alone(
    session, bench, beside
):
    def states(*rows):
        return [one.state for one in performance_lines(session, Performance.id.in_([row.id for row in rows]))]

    def numbered(occasion, place, *, numbers=(1, 2), **values):
        return [made(session, occasion, place.workshop.id, place, no=no, **values) for no in numbers]

    row, task = beside.candidate.id, beside.exercise.id
    assert states(*numbered(Occasion.WORKSHOP, beside, person_id=row, exercise_id=task)) == [S.REPLACED, S.PLANNED]
    assert states(*numbered(Occasion.WORKSHOP, bench, numbers=[1], person_id=row, exercise_id=task)) == [S.PLANNED]
    assert states(*numbered(Occasion.MISSION, beside, numbers=[1], person_id=row, exercise_id=task)) == [S.PLANNED]
    assert states(*numbered(Occasion.MEETING, beside, person_id=row)) == [S.PLANNED] * 2
    assert states(*numbered(Occasion.CALIBRATION, beside, exercise_id=task)) == [S.PLANNED] * 2
    assert states(*numbered(Occasion.CALIBRATION, beside)) == [S.PLANNED] * 2
    assert performance_lines(session, Performance.id < 0) == []


def test_workshops_are_found_by_who_moderates_them_the_newest_first(session, bench, beside):
    newer = workshop(session, starts_on=NOW.date() + timedelta(days=2), country="LA")
    give_anywhere(session, bench.moderator, Grant(PracticalRole.MODERATOR, COUNTRY, "LA"))
    seen = moderating(session, bench)
    assert workshops_moderated(session, seen) == [newer, bench.workshop]
    assert [one.row for one in workshops_to_moderate(session, seen)] == [newer, bench.workshop]
    assert workshop_moderated(session, seen, newer.uuid) == newer
    assert [one.id for one in workshops_moderated(session, everywhere(session))] == [
        newer.id, beside.workshop.id, bench.workshop.id,
    ]  # fmt: skip
    for uuid in (beside.workshop.uuid, new_uuid()):
        with pytest.raises(NotFound):
            workshop_moderated(session, seen, uuid)
    for row in (bench.one, bench.candidate):
        assert workshops_moderated(session, viewer(session, row)) == []
        assert workshops_to_moderate(session, viewer(session, row)) == []


def test_a_moderator_sees_references_and_others_but_nothing_of_their_own(session, bench, beside, found):
    reference = made(session, Occasion.CALIBRATION, bench.workshop.id, bench)
    mission = made(session, Occasion.MISSION, bench.workshop.id, bench, person_id=bench.candidate.id)
    own = made(session, Occasion.WORKSHOP, bench.workshop.id, bench, person_id=bench.moderator.id)
    rated = found[S.FINAL]
    seen = moderating(session, bench)

    def ids():
        return set(session.scalars(select(Performance.id).where(moderated(seen))))

    before = ids()
    assert {reference.id, rated.id} <= before
    assert not before & {mission.id, own.id, beside.performance.id}
    assert performance_moderated(session, seen, rated.uuid).row == rated
    assign_sheet(session, rated, bench.moderator.id, Turn.ONLY, by_id=bench.moderator.id, now=NOW)
    assert before - ids() == {rated.id}
    for row in (own, mission, rated, beside.performance):
        with pytest.raises(NotFound):
            performance_moderated(session, seen, row.uuid)
    assert not set(session.scalars(select(Performance.id).where(moderated(viewer(session, bench.three)))))


def test_an_assessor_finds_their_own_sheets_and_a_moderator_those_of_others(session, bench, beside, found):
    def sheets(rule, row):
        return set(session.scalars(select(Sheet.id).where(rule(viewer(session, row)))))

    ours = {one.id for one in session.scalars(select(Sheet).where(Sheet.assessor_id == bench.one.id))}
    meeting = made(session, Occasion.MEETING, 7, bench, person_id=bench.candidate.id)
    session.add(
        Sheet(
            uuid=new_uuid(), performance_id=meeting.id, assessor_id=bench.one.id, turn="only", revision=0, made_at=NOW
        )
    )
    session.flush()
    assert sheets(own_sheets, bench.one) == sheets(visible_to, bench.one) == ours
    assert {one.row.id for one in sheets_of_assessor(session, viewer(session, bench.one))} == ours
    assert sheets(own_sheets, bench.moderator) == set()
    query = select(Sheet.id).join(Performance).where(Performance.occasion_id == bench.workshop.id)
    assert sheets(visible_to, bench.moderator) == set(session.scalars(query))
    assert own_sheet(session, viewer(session, beside.one), beside.first.uuid).row == beside.first
    with pytest.raises(NotFound):
        own_sheet(session, viewer(session, bench.one), beside.first.uuid)


def test_copies_reviews_results_and_numbers_are_those_of_their_own_performance(session, bench, beside, found):
    copy = session.scalars(select(SheetCopy)).one()
    review = session.scalars(select(PerformanceReview)).one()
    assert copy_of(session, found[S.DIFFERS].id, copy.uuid) == copy
    assert review_of(session, found[S.REVIEW].id, review.uuid) == review
    for find, row in ((copy_of, copy), (review_of, review)):
        for number, uuid in (
            (beside.performance.id, row.uuid),
            (found[S.FINAL].id, row.uuid),
            (found[S.DIFFERS].id, new_uuid()),
        ):
            with pytest.raises(NotFound):
                find(session, number, uuid)
    assert [one.no for one in results_of(session, found[S.PANEL_WANTED].id)] == [2, 1]
    assert results_of(session, found[S.MARKING].id) == []
    assert assessor_numbered(session, found[S.FINAL], 2) == bench.two.id
    assert assessor_numbered(session, beside.performance, 2) == beside.two.id
    with pytest.raises(NotFound):
        assessor_numbered(session, beside.performance, 4)


def test_what_comes_later_elsewhere_replaces_nothing_on_the_board_or_at_home(session, bench, beside, found, who):
    row, task = who[S.THIRD_WANTED].id, bench.exercise.id
    other = exercise(session, bench.workshop, bench.version, position=2)
    for occasion, number, values in (
        (Occasion.MISSION, bench.workshop.id, {"exercise_id": task, "person_id": row}),
        (Occasion.WORKSHOP, beside.workshop.id, {"exercise_id": task, "person_id": row}),
        (Occasion.WORKSHOP, bench.workshop.id, {"exercise_id": other.id, "person_id": row}),
        (Occasion.WORKSHOP, bench.workshop.id, {"exercise_id": task, "person_id": beside.candidate.id}),
    ):
        made(session, occasion, number, bench, no=2, **values)
    seen = moderating(session, bench)
    board = {one.id: one.state for one in board_lines(session, seen, bench.workshop.id)}
    assert board[found[S.THIRD_WANTED].id] is S.THIRD_WANTED
    assert found[S.REPLACED].id not in board
    assert count_waiting(session, seen) == len(waiting_lines(session, seen)) == 4
    made(session, Occasion.WORKSHOP, bench.workshop.id, bench, no=2, exercise_id=task, person_id=row)
    assert count_waiting(session, seen) == len(waiting_lines(session, seen)) == 3


def test_a_reference_alone_is_nothing_that_waits_at_home(session, bench, beside):
    row = moderator(session, workshop(session), "Another")
    seen = viewer(session, row)
    place = workshops_moderated(session, seen)[0]
    made(session, Occasion.CALIBRATION, place.id, beside)
    assert [session.scalar(select(one)) for one in sheets_first(seen, NOW)] == [False]
    made(session, Occasion.WORKSHOP, place.id, beside, person_id=beside.candidate.id)
    assert [session.scalar(select(one)) for one in sheets_first(seen, NOW)] == [True]
