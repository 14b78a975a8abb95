"""The frame as it is typed and kept, pairs for written work, digests, and whoever comes back."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.workshops.rules.digests import task_digest
from assessments.workshops.rules.frame import HalfDay
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationSlot,
    RotationTask,
)
from assessments.workshops.rules.settings import (
    BadFrameLine,
    WorkshopFrame,
    frame_kept,
    frame_of,
    frame_typed,
    half_day_names,
    present_in,
    read_frame,
)
from assessments.workshops.rules.written import written_pairs

MONDAY, TUESDAY = date(2026, 12, 7), date(2026, 12, 8)
MORNING, AFTERNOON = HalfDay(MONDAY, time(8), time(12)), HalfDay(MONDAY, time(14), time(17))
NEXT = HalfDay(TUESDAY, time(8), time(12))
PAPER = RotationExercise(9)
half_days = st.builds(
    HalfDay, st.dates(), st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.just(time(23, 59))
)


@given(st.lists(half_days, max_size=6))
def test_a_frame_that_is_typed_and_kept_reads_the_same(halves):
    assert list(read_frame(frame_typed(halves))) == sorted(halves)
    kept = frame_kept(WorkshopFrame(tuple(halves), 7, 2))
    assert frame_of({"frame": kept}, MONDAY, TUESDAY) == WorkshopFrame(tuple(sorted(halves)), 7, 2)


@pytest.mark.parametrize("line", ["tomorrow", "2026-13-01 08:00-12:00", "2026-12-07 25:00-26:00", "2026-12-07 08:00"])
def test_a_line_that_cannot_be_read_is_named_by_its_number(line):
    with pytest.raises(BadFrameLine) as fault:
        read_frame(f"2026-12-07 08:00-12:00\n\n{line}")
    assert (fault.value.number, fault.value.line, str(fault.value)) == (3, line, line)


def test_a_workshop_without_a_frame_has_two_half_days_on_each_day_the_last_among_them():
    frame = frame_of({}, MONDAY, TUESDAY)
    assert (frame.change, frame.spare) == (5, 1)
    hours = ((time(8, 30), time(12, 30)), (time(14), time(17)))
    assert frame.half_days == tuple(HalfDay(day, *two) for day in (MONDAY, TUESDAY) for two in hours)
    assert len(frame_of({"frame": None}, MONDAY, MONDAY).half_days) == 2


def test_lines_are_read_with_one_figure_of_an_hour_or_two_and_in_their_order():
    assert read_frame("\n 2026-12-08  8:00 - 12:00 \n2026-12-07 14:00–17:00\n") == (AFTERNOON, NEXT)


def test_half_days_are_called_by_their_day_and_number_and_absence_names_them():
    halves = [NEXT, AFTERNOON, MORNING]
    assert half_day_names(halves) == ["2026-12-07/1", "2026-12-07/2", "2026-12-08/1"]
    assert present_in(halves, ["2026-12-07/2", "2026-12-09/1"]) == {0, 2}
    assert present_in(halves, ["2026-12-07/1", "2026-12-07/2", "2026-12-08/1"]) == frozenset()
    assert present_in(halves, []) is None
    assert present_in(halves, ["2026-12-09/1"]) is None


def test_whoever_is_away_is_there_again_from_the_slot_on_which_they_come_back():
    away = RotationAssessor(1, away_from=2, away_until=4)
    assert [away.present(RotationSlot(number, 0)) for number in range(5)] == [True, True, False, False, True]
    assert not replace(away, away_until=None).present(RotationSlot(9, 1))


def task(**changed):
    assessors = tuple(RotationAssessor(key, str(key)) for key in (1, 2, 3))
    usual = {"slots": (), "exercises": (), "rooms": (), "candidates": (RotationCandidate(7),), "assessors": assessors}
    return RotationTask(**(usual | changed))


def test_written_work_goes_to_the_two_who_have_least():
    assert written_pairs(task(), [PAPER], {1: 5}) == ({(7, 9): (2, 3)}, ())


def test_written_work_that_nobody_may_rate_is_named():
    barred = task(conflicts={(1, 7): ("taught",), (2, 7): ("declared",)})
    assert written_pairs(barred, [PAPER], {}) == ({}, ((7, 9),))


@pytest.mark.parametrize(
    ("values", "paper", "may"),
    [
        ({"key": 7}, PAPER, False),
        ({"away_from": 3}, PAPER, False),
        ({"away_from": 3, "away_until": 5}, PAPER, True),
        ({"topics": frozenset({"law"})}, RotationExercise(9, "risk"), False),
        ({"topics": frozenset({"law"})}, RotationExercise(9, "law"), True),
        ({"languages": frozenset({"fr"})}, PAPER, False),
        ({"languages": frozenset({"en"})}, PAPER, True),
    ],
)
def test_who_may_rate_a_piece_of_written_work_is_here_knows_it_and_reads_its_language(values, paper, may):
    one, two = task().assessors[:2]
    here = task(
        candidates=(RotationCandidate(7, languages=frozenset({"en"})),), assessors=(replace(one, **values), two)
    )
    found = {(7, 9): (1, 2)} if may else {}
    assert written_pairs(here, [paper], {}) == (found, () if may else ((7, 9),))


def test_a_bar_on_one_piece_leaves_the_others_and_loads_grow_with_each_piece():
    second = RotationExercise(8)
    barred = task(assessors=task().assessors[:2], barred=frozenset({(1, 7, 9)}))
    assert written_pairs(barred, [PAPER, second], {}) == ({(7, 8): (1, 2)}, ((7, 9),))
    many = task(candidates=tuple(RotationCandidate(key) for key in (5, 6, 7)))
    assert written_pairs(many, [PAPER], {}) == ({(5, 9): (1, 2), (6, 9): (1, 3), (7, 9): (2, 3)}, ())


def test_the_work_of_pairs_that_are_kept_counts_and_some_without_an_administration_may_sit_together():
    kept = {(7, 9): (1, 2), (7, 8): (1, 2)}
    four = task(
        candidates=(RotationCandidate(6), RotationCandidate(7)), assessors=(*task().assessors, RotationAssessor(4, "4"))
    )
    assert written_pairs(four, [PAPER], {}, kept)[0] == kept | {(6, 9): (3, 4)}
    nowhere = task(assessors=(RotationAssessor(1), RotationAssessor(2)))
    assert written_pairs(nowhere, [PAPER], {}) == ({(7, 9): (1, 2)}, ())


def test_two_of_one_administration_never_rate_the_same_work():
    same = tuple(RotationAssessor(key, "one") for key in (1, 2, 3))
    assert written_pairs(task(assessors=same), [PAPER], {}) == ({}, ((7, 9),))


def test_a_pair_that_is_kept_stays_also_where_others_have_less():
    assert written_pairs(task(), [PAPER], {1: 5}, {(7, 9): (1, 2)})[0] == {(7, 9): (1, 2)}


def test_the_digest_does_not_depend_on_the_order_and_does_on_everything_else():
    first, turned = task(), task(assessors=tuple(reversed(task().assessors)))
    assert task_digest(first) == task_digest(turned)
    for other in (
        task(conflicts={(1, 7): ("taught",)}),
        task(use_spare=True),
        task(assessors=(replace(first.assessors[0], most_a_day=2), *first.assessors[1:])),
    ):
        assert task_digest(other) != task_digest(first)
    assert task_digest(first, (PAPER,)) != task_digest(first)
