"""Rolls taken apart come to the same when they are joined, and nobody's word is lost."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.cohorts.rules.rolls import LineSource, Presence, RollLine, RollLineId, merged, standing, standings
from tests.builders.examples import some_and_many

START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MALEE, KOFI = 1, 2
ANNA, PETER = 11, 12
PHONES = {ANNA: "phone-anna", PETER: "phone-peter", MALEE: "phone-malee"}


def said(by, seq, presence, *, source=LineSource.LIST, person=MALEE, device="", minute=0, over=()):
    """A line of the person `by`, on their phone unless another device is named."""
    return RollLine(
        RollLineId(device or PHONES[by], seq), person, by, source, presence,
        START + timedelta(minutes=minute), over=frozenset(one.id for one in over),
    )  # fmt: skip


def decided(by, seq, presence, *over, minute=0):
    return said(by, seq, presence, source=LineSource.DECISION, over=over, minute=minute)


lines = st.builds(
    RollLine,
    id=st.builds(RollLineId, st.sampled_from(["p1", "p2", "p3"]), st.integers(1, 6)),
    person_id=st.sampled_from([MALEE, KOFI]),
    by_id=st.sampled_from([ANNA, PETER, MALEE]),
    source=st.sampled_from(LineSource),
    presence=st.none() | st.sampled_from(Presence),
    at=st.integers(0, 86400).map(lambda seconds: START + timedelta(seconds=seconds)),
    clock_offset=st.sampled_from([timedelta(0), timedelta(hours=-3), timedelta(days=2)]),
    over=st.frozensets(st.builds(RollLineId, st.sampled_from(["p1", "p2", "p3"]), st.integers(1, 6)), max_size=3),
)
rolls = st.frozensets(lines, max_size=8)


@some_and_many(40)
def test_to_join_rolls_is_commutative_associative_and_idempotent(examples):
    @settings(max_examples=examples)
    @given(rolls, rolls, rolls)
    def joined(one, two, three):
        assert merged(one, two) == merged(two, one)
        assert merged(merged(one, two), three) == merged(one, merged(two, three))
        assert merged(one, one) == one == merged(one)

    joined()


@given(rolls, rolls)
def test_two_rolls_taken_offline_come_to_the_same_in_any_order(one, two):
    people = [MALEE, KOFI]
    assert standings(merged(one, two), people) == standings(merged(two, one), people)


@given(st.lists(lines, max_size=5), st.randoms(use_true_random=False))
def test_lines_that_arrive_one_by_one_in_any_order_and_twice_come_to_the_same(made, chance):
    arrived = [*made, *made]
    chance.shuffle(arrived)
    assert standing(list(merged(*([one] for one in arrived)))) == standing(list(frozenset(made)))


def test_lines_of_one_name_about_two_people_have_an_order_too():
    twins = [said(PETER, 1, Presence.LATE), said(PETER, 1, Presence.LATE, person=KOFI)]
    assert standing(twins) == standing(twins[::-1])


@given(rolls)
def test_what_stands_rests_on_lines_of_the_roll_about_that_person(roll):
    for person, found in standings(roll, [MALEE, KOFI, 99]).items():
        assert set(found.lines) <= {line for line in roll if line.person_id == person}
        assert found.presence is None or found.presence in {line.presence for line in found.lines}


@given(rolls, lines.filter(lambda line: line.source in (LineSource.CODE, LineSource.SELF)))
def test_what_people_say_of_themselves_never_changes_what_a_trainer_said(roll, own):
    before = standing([line for line in roll if line.person_id == own.person_id])
    if any(line.source not in (LineSource.CODE, LineSource.SELF) for line in before.lines):
        after = standing([line for line in merged(roll, [own]) if line.person_id == own.person_id])
        assert after == before


def test_of_a_person_of_whom_nobody_spoke_nothing_is_known():
    nothing = standings([], [MALEE])[MALEE]
    assert (nothing.presence, nothing.in_conflict, nothing.was_there) == (None, False, False)


@pytest.mark.parametrize(
    ("presence", "was_there"),
    [("present", True), ("late", True), ("left-early", True), ("excused", False), ("absent", False)],
)
def test_late_and_left_early_were_there(presence, was_there):
    assert standing([said(ANNA, 1, Presence(presence))]).was_there is was_there


def test_the_last_word_of_a_trainer_counts_by_the_number_of_the_device_not_by_its_clock():
    first, last = said(ANNA, 1, Presence.ABSENT, minute=50), said(ANNA, 2, Presence.LATE, minute=-500)
    assert standing([last, first]).presence is Presence.LATE


def test_between_two_devices_of_one_trainer_the_moment_counts_with_their_clocks_set_right():
    fast = RollLine(RollLineId("tablet", 1), MALEE, ANNA, LineSource.LIST, Presence.ABSENT,
                START + timedelta(hours=5), clock_offset=timedelta(hours=-6))  # fmt: skip
    assert standing([fast, said(ANNA, 1, Presence.PRESENT)]).presence is Presence.PRESENT


def test_a_word_that_is_taken_back_leaves_what_was_said_otherwise():
    code = said(MALEE, 1, Presence.PRESENT, source=LineSource.CODE)
    slip, back = said(ANNA, 1, Presence.ABSENT), said(ANNA, 2, None)
    assert standing([code, slip]).presence is Presence.ABSENT
    assert standing([code, slip, back]) == standing([code])


def test_two_trainers_who_agree_are_no_conflict():
    assert standing([said(ANNA, 1, Presence.LATE), said(PETER, 1, Presence.LATE)]).presence is Presence.LATE


def test_two_trainers_who_disagree_are_both_kept_and_nothing_is_settled():
    one, other = said(ANNA, 1, Presence.PRESENT), said(PETER, 1, Presence.ABSENT, minute=1)
    found = standing([other, one])
    assert (found.in_conflict, found.was_there, found.lines) == (True, False, (one, other))


def test_one_decides_and_both_words_stay_in_the_roll():
    one, other = said(ANNA, 1, Presence.PRESENT), said(PETER, 1, Presence.ABSENT)
    decision = decided(PETER, 2, Presence.LATE, one, other)
    roll = merged([one], [other], [decision])
    found = standing(roll)
    assert (found.presence, found.in_conflict, found.lines) == (Presence.LATE, False, (decision,))
    assert {one, other} <= roll


def test_a_word_that_came_later_than_the_decision_and_says_otherwise_opens_the_question_again():
    one, other = said(ANNA, 1, Presence.PRESENT), said(PETER, 1, Presence.ABSENT)
    decision = decided(PETER, 2, Presence.PRESENT, one, other)
    late = said(ANNA, 2, Presence.ABSENT, minute=30)
    assert standing([one, other, decision, late]).in_conflict
    again = decided(PETER, 3, Presence.ABSENT, decision, late)
    assert standing([one, other, decision, late, again]).presence is Presence.ABSENT


def test_an_older_word_of_the_same_trainer_that_arrives_after_the_decision_opens_nothing():
    old, one, other = said(ANNA, 1, Presence.ABSENT), said(ANNA, 2, Presence.PRESENT), said(PETER, 1, Presence.ABSENT)
    decision = decided(PETER, 2, Presence.PRESENT, one, other)
    assert standing([one, other, decision, old]).presence is Presence.PRESENT


def test_two_who_decide_apart_and_differently_are_a_conflict_in_whichever_order():
    one, other = said(ANNA, 1, Presence.PRESENT), said(PETER, 1, Presence.ABSENT)
    hers, his = decided(ANNA, 2, Presence.PRESENT, one, other), decided(PETER, 2, Presence.ABSENT, one, other, minute=1)
    for order in permutations([one, other, hers, his]):
        assert standing(order).lines == (hers, his)


def test_decisions_that_settle_each_other_settle_nothing():
    name_of_his = said(PETER, 2, None)
    hers = decided(ANNA, 2, Presence.PRESENT, name_of_his)
    his = decided(PETER, 2, Presence.ABSENT, hers, minute=1)
    assert standing([hers, his]).in_conflict


def test_a_code_says_more_than_the_person_alone_and_a_sheet_as_much_as_the_list():
    alone = said(MALEE, 1, Presence.LATE, source=LineSource.SELF)
    code = said(MALEE, 2, Presence.PRESENT, source=LineSource.CODE)
    assert standing([alone]).presence is Presence.LATE
    assert standing([alone, code]).presence is Presence.PRESENT
    sheet = said(PETER, 1, Presence.ABSENT, source=LineSource.SHEET)
    assert standing([alone, code, sheet]).presence is Presence.ABSENT
    assert standing([sheet, said(ANNA, 1, Presence.PRESENT)]).in_conflict
