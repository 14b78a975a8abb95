"""What a workshop with a candidate in every state tells its people, the board and whoever decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.independence.api import Fact, Tie
from assessments.sheets.models import FeedbackRelease, PerformanceReview, SheetCopy
from assessments.sheets.offline.services.devices import HeardDevice, hear
from assessments.sheets.queries.board import board_assessors, board_lines, board_version, workshops_to_moderate
from assessments.sheets.queries.conflicts import SheetFacts
from assessments.sheets.queries.performances import (
    exercises_by_id,
    letters_of,
    numbers_of,
    people_of_workshop,
    released_to,
    released_workshops,
    results_of,
    workshops_by_id,
)
from assessments.sheets.queries.recommendations import (
    candidate_summed_up,
    candidates_of,
    rated_by,
    results_by_workshop,
    results_standing,
    seen_in_person,
)
from assessments.sheets.queries.results import results_of_people
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.marking import Bringing, rate
from assessments.sheets.services.performances import assign_sheet
from assessments.workshops.models import WorkshopAssessor
from lms.errors import NotFound
from lms.ids import new_uuid
from tests.assessments.sheets.every_state import S, made, moderating
from tests.builders.people import NOW, viewer
from tests.builders.sheets import candidate, exercise, seal_with

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def bench(ours):
    return ours


@pytest.fixture
def beside(theirs):
    return theirs


def test_people_of_a_workshop_are_called_by_its_own_numbers(session, bench, beside, who):
    people = people_of_workshop(session, beside.workshop.id)
    assert people.candidates == {beside.candidate.id: 1}
    assert people.assessors == {beside.one.id: 1, beside.two.id: 2, beside.three.id: 3}
    assert people.exercises == {beside.exercise.id: beside.exercise}
    assert numbers_of(session, [beside.workshop.id]) == {(beside.workshop.id, beside.candidate.id): 1}
    assert letters_of(session, [beside.workshop.id])[beside.workshop.id, beside.two.id] == 2
    assert len(letters_of(session, [beside.workshop.id])) == 3
    assert exercises_by_id(session, [beside.exercise.id]) == {beside.exercise.id: beside.exercise}
    assert workshops_by_id(session, [beside.workshop.id]) == {beside.workshop.id: beside.workshop}


def release(session, bench):
    row = FeedbackRelease(workshop_id=bench.workshop.id, by_id=bench.moderator.id, at=NOW)
    session.add(row)
    session.flush()
    return row


def test_a_candidate_reads_what_was_released_to_them_with_a_result_and_was_not_replaced(
    session, bench, beside, who, found
):
    theirs = release(session, beside)
    assert released_to(session, who[S.FINAL].id) == []
    row = release(session, bench)
    made(session, Occasion.MISSION, bench.workshop.id, bench, person_id=who[S.FINAL].id)
    assert [one.row for one in released_to(session, who[S.FINAL].id)] == [found[S.FINAL]]
    assert released_to(session, who[S.REPLACED].id) == released_to(session, who[S.MARKING].id) == []
    assert released_workshops(session, [beside.workshop.id]) == {beside.workshop.id: theirs}
    assert set(released_workshops(session, [beside.workshop.id, bench.workshop.id]).values()) == {theirs, row}


def test_results_of_people_say_what_stands_and_what_is_still_open(session, bench, beside, who):
    made(session, Occasion.MISSION, bench.workshop.id, bench, person_id=who[S.FINAL].id)
    told = results_of_people(session, [row.id for row in who.values()])
    assert beside.candidate.id not in told
    said = {
        state: [(one.state, one.sealed, len(one.assessors), one.total is not None, one.passed, one.critical_ok,
                 len(one.levels), one.reconciliation_no, one.decided_at) for one in told[row.id]]
        for state, row in who.items()
    }  # fmt: skip
    open_one = (None, None, 0)
    assert said == {
        S.FINAL: [(S.FINAL, 2, 2, True, True, True, 2, 1, NOW)],
        S.THIRD_WANTED: [(S.THIRD_WANTED, 2, 2, False, *open_one, 1, NOW)],
        S.THIRD_NAMED: [(S.THIRD_NAMED, 2, 2, False, *open_one, 1, NOW)],
        S.DIFFERS: [(S.DIFFERS, 1, 1, False, *open_one, None, None)],
        S.REVIEW: [(S.REVIEW, 2, 2, False, *open_one, None, None)],
        S.PANEL_WANTED: [(S.PANEL_WANTED, 3, 3, False, *open_one, 2, NOW)],
        S.REPLACED: [(S.REPLACED, 2, 2, False, *open_one, 1, NOW), (S.PLANNED, 0, 0, False, *open_one, None, None)],
        S.MARKING: [(S.MARKING, 1, 1, False, *open_one, None, None)],
    }


def test_who_sealed_a_sheet_at_a_workshop_assessed_and_a_failed_result_says_so_once(session, bench, beside, who):
    def facts(actors, people):
        return SheetFacts().between(session, [one.id for one in actors], [one.id for one in people])

    at = f"workshop:{bench.workshop.id}"
    assert facts([bench.one], [who[S.FINAL]]) == [Fact(Tie.EXAMINED, bench.one.id, who[S.FINAL].id, at)]
    assert facts([beside.one], [who[S.FINAL]]) == facts([bench.two], [who[S.MARKING]]) == []
    assert facts([bench.three], [who[S.THIRD_NAMED], who[S.FINAL]]) == []
    mission = made(session, Occasion.MISSION, bench.workshop.id, bench, person_id=who[S.FINAL].id)
    sheet = assign_sheet(session, mission, beside.one.id, Turn.ONLY, by_id=None, now=NOW)
    seal_with(session, sheet, 2, 2)
    assert facts([beside.one], [who[S.FINAL]]) == []
    bench.performance = made(session, Occasion.WORKSHOP, bench.workshop.id, bench, person_id=who[S.FINAL].id, no=5)
    for row, turn in ((bench.one, Turn.FIRST), (bench.two, Turn.SECOND)):
        seal_with(session, bench.assign(row, turn), 0, 1)
    (fact,) = facts([bench.one], [who[S.FINAL]])
    assert (fact.failed, fact.ref) == (True, at)


def test_results_that_stand_are_of_workshops_and_of_those_who_were_asked(session, bench, beside, who, found):
    final, marked = who[S.FINAL].id, who[S.MARKING].id
    made(session, Occasion.MISSION, bench.workshop.id, bench, person_id=final)
    (result,) = results_of(session, found[S.FINAL].id)
    ours = bench.workshop.id
    assert results_standing(session, [final, marked]) == {
        (ours, final): {found[S.FINAL].uuid: result.uuid}, (ours, marked): {found[S.MARKING].uuid: ""},
    }  # fmt: skip
    newest = results_of(session, found[S.PANEL_WANTED].id)[0]
    panel = who[S.PANEL_WANTED].id
    assert results_by_workshop(session, ours, [panel]) == {panel: {found[S.PANEL_WANTED].uuid: newest.uuid}}
    assert results_standing(session, [panel], beside.workshop.id) == {}


def test_a_candidate_is_summed_up_by_who_neither_rates_nor_is_them(session, bench, beside, who):
    rows = {one.person_id: one for one in candidates_of(session, bench.workshop.id)}
    assert [one.number for one in rows.values()] == list(range(1, 9))
    seen, target = moderating(session, bench), rows[who[S.FINAL].id]
    assert candidate_summed_up(session, seen, bench.workshop.id, target.uuid) == target
    for one, place, uuid in (
        (viewer(session, bench.one), bench, target.uuid),
        (viewer(session, who[S.FINAL]), bench, target.uuid),
        (seen, beside, target.uuid),
        (seen, bench, new_uuid()),
    ):
        with pytest.raises(NotFound):
            candidate_summed_up(session, one, place.workshop.id, uuid)
    target.withdrawn_at = NOW
    session.flush()
    assert target not in candidates_of(session, bench.workshop.id)
    assert rated_by(session, bench.workshop.id, bench.three.id) == {who[S.THIRD_NAMED].id, who[S.PANEL_WANTED].id}
    assert rated_by(session, beside.workshop.id, bench.three.id) == frozenset()


def test_whoever_does_more_than_written_work_is_seen_in_person(session, bench, beside, who, found):
    assert seen_in_person(session, beside.workshop.id) == {beside.candidate.id}
    beside.performance.written = True
    made(session, Occasion.MISSION, beside.workshop.id, beside, person_id=beside.candidate.id)
    made(session, Occasion.WORKSHOP, beside.workshop.id, beside)
    session.flush()
    assert seen_in_person(session, beside.workshop.id) == frozenset()
    assert seen_in_person(session, bench.workshop.id) == {one.id for one in who.values()}


def test_an_assessor_is_new_who_sealed_nothing_at_another_workshop(session, bench, beside):
    def new():
        return {person_id for person_id, (_no, fresh) in board_assessors(session, bench.workshop.id).items() if fresh}

    every = {bench.one.id, bench.two.id, bench.three.id}
    assert new() == every
    assert {person_id: no for person_id, (no, _fresh) in board_assessors(session, beside.workshop.id).items()} == {
        beside.one.id: 1, beside.two.id: 2, beside.three.id: 3,
    }  # fmt: skip
    mission = made(session, Occasion.MISSION, 99, bench, person_id=bench.candidate.id)
    seal_with(session, assign_sheet(session, mission, bench.three.id, Turn.ONLY, by_id=None, now=NOW), 2, 2)
    sheet = assign_sheet(session, beside.performance, bench.two.id, Turn.THIRD, by_id=None, now=NOW)
    rate(session, sheet, "names", 1, key="k", by=Bringing(bench.two.id), now=NOW)
    assert new() == every
    seal_with(session, sheet, 1, 2)
    assert new() == every - {bench.two.id}


def test_the_tag_of_a_board_changes_with_its_own_workshop_alone(session, bench, beside, found):
    seen = moderating(session, bench)

    def tag():
        session.flush()
        (chosen,) = workshops_to_moderate(session, seen)
        return board_version(session, seen, chosen)

    tags = [tag()]
    third_sheet = assign_sheet(session, beside.performance, beside.three.id, Turn.THIRD, by_id=None, now=NOW)
    seal_with(session, third_sheet, 1, 2)
    candidate(session, beside.workshop, 40, "Elsewhere")
    hear(session, beside.one.id, HeardDevice("tablet", 2, 0), now=LATER)
    assert tag() == tags[0]
    assert len(tags[0]) == 32
    hear(session, bench.one.id, HeardDevice("tablet", 2, 0), now=NOW)
    tags.append(tag())
    hear(session, bench.two.id, HeardDevice("tablet", 1, 0), now=NOW)
    tags.append(tag())
    session.scalars(select(SheetCopy)).one().kept = "first"
    tags.append(tag())
    session.scalars(select(PerformanceReview)).one().closed_at = NOW
    tags.append(tag())
    row = candidate(session, bench.workshop, 41, "Newcomer")
    tags.append(tag())
    made(session, Occasion.WORKSHOP, bench.workshop.id, bench, person_id=row.id)
    tags.append(tag())
    session.add(WorkshopAssessor(uuid=new_uuid(), workshop_id=bench.workshop.id, person_id=beside.one.id, number=9,
                                 languages=[], topics=[], lead=False, absent=[]))  # fmt: skip
    tags.append(tag())
    assign_sheet(session, found[S.MARKING], bench.three.id, Turn.ONLY, by_id=None, now=NOW)
    tags.append(tag())
    bench.workshop.title = "Another title"
    tags.append(tag())
    assert len(set(tags)) == len(tags)


def test_the_board_tells_candidates_by_number_and_their_exercise_and_sheets(session, bench, beside, found, who):
    rows = {one.id: one for one in board_lines(session, moderating(session, bench), bench.workshop.id)}
    line = rows[found[S.PANEL_WANTED].id]
    assert (line.number, line.person_id, line.exercise, line.no, line.written, line.agrees) == (
        6, who[S.PANEL_WANTED].id, "Identification bench", 1, False, None,
    )  # fmt: skip
    assert [(one.turn, one.sealed, one.ratings) for one in line.sheets] == [
        (Turn.FIRST, True, {"names": 2, "protects": 2}), (Turn.SECOND, True, {"names": 0, "protects": 2}),
        (Turn.THIRD, True, {"names": 1, "protects": 0}),
    ]  # fmt: skip
    assert line.outcome["status"] == "panel"
    plain = exercise(session, bench.workshop, bench.version, position=5)
    other = made(session, Occasion.WORKSHOP, bench.workshop.id, bench, person_id=beside.candidate.id)
    rows = {one.id: one for one in board_lines(session, moderating(session, bench), bench.workshop.id)}
    assert (rows[other.id].exercise, rows[other.id].number, rows[other.id].sheets) == ("", None, [])
    assert plain.title == "Identification bench"
