"""Seals against a chain: a cut end, a chain written anew, seals that nobody signed, and what a restore left behind."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.audit.seals.seal import HeldSeal, Restoration, Seal, Vouching
from lms.audit.verification.judging import ChainSeen, judge, overdue

START = datetime(2026, 11, 25, tzinfo=UTC)
SIGNED, UNSIGNED = Vouching.SIGNED, Vouching.UNSIGNED


def own(number, story="a"):
    """The hash of an entry in one of two stories."""
    return f"{story}{number}".ljust(64, "0")


def at(minutes):
    return START + timedelta(minutes=minutes)


def seal(entries, vouching=SIGNED, *, story="a", minutes=None, where="the file", restored=None):
    return HeldSeal(where, Seal(entries, own(entries, story), at(minutes or entries), restored), vouching)


def chain(entries, story="a", whole_until=None):
    whole = entries if whole_until is None else whole_until
    return ChainSeen(entries, whole, {0: "0" * 64, **{n: own(n, story) for n in range(1, whole + 1)}})


def restored(entries, to, known, minutes, vouching=SIGNED):
    return seal(entries, vouching, minutes=minutes, restored=Restoration(at(to), to, known))


@given(st.lists(st.integers(1, 20), unique=True, min_size=1), st.integers(0, 20))
def test_seals_of_a_chain_agree_with_it_and_with_no_shorter_one(numbers, entries):
    found = judge([seal(number) for number in sorted(numbers)], [], chain(entries))
    assert (found.faults == ()) == (max(numbers) <= entries)
    assert found.agreeing == sum(number <= entries for number in numbers)
    assert found.signed_until == max((number for number in numbers if number <= entries), default=0)


def test_a_cut_end_is_told_with_how_much_is_missing():
    [words] = judge([seal(640), seal(812)], [], chain(640)).faults
    assert "knows 812 entries, sealed until 2026-11-25 13:32:00 UTC; the trail has 640" in words
    assert words.endswith(": 172 entries are missing.")


def test_an_emptied_trail_is_a_cut_one():
    [words] = judge([seal(3)], [], chain(0)).faults
    assert "the trail has 0: 3 entries are missing" in words


def test_a_chain_written_anew_is_told_by_the_first_seal_that_differs():
    rewritten = ChainSeen(9, 9, {2: own(2), 5: own(5, "b"), 7: own(7, "b")})
    [words] = judge([seal(2), seal(5), seal(7)], [], rewritten).faults
    assert words.startswith("Entry 5 is not the one that was sealed on 2026-11-25 00:05:00 UTC")
    assert words.endswith("Up to entry 2 it is as it was sealed.")


@pytest.mark.parametrize(
    ("vouching", "said"),
    [(Vouching.STRANGER, "a key that is none of the issuer's"), (Vouching.BROKEN, "its signature does not fit")],
)
def test_a_seal_that_nobody_of_the_issuer_signed_is_told_and_agrees_with_nothing(vouching, said):
    found = judge([seal(2), seal(5, vouching)], [], chain(5))
    assert found.signed_until == found.newest.seal.entries == 2
    assert [said in words for words in found.faults] == [True]


@pytest.mark.parametrize("vouching", [UNSIGNED, Vouching.COMPROMISED, Vouching.ELSEWHERE])
def test_a_seal_for_which_nobody_vouches_is_covered_by_the_next_signed_one(vouching):
    open_end = judge([seal(2), seal(5, vouching)], [], chain(6))
    assert (open_end.faults, open_end.signed_until, open_end.unsigned) == ((), 2, 1)
    covered = judge([seal(2), seal(5, vouching), seal(6)], [], chain(6))
    assert (covered.faults, covered.signed_until, covered.unsigned) == ((), 6, 0)


def test_an_unsigned_seal_cannot_speak_for_a_chain_that_signed_ones_contradict():
    forged = [seal(2), seal(5), seal(5, UNSIGNED, story="b")]
    assert judge(forged, [], chain(5, "b")).faults


def test_what_lies_behind_a_break_is_not_called_compared():
    found = judge([seal(2), seal(8)], [], chain(9, whole_until=4))
    assert (found.faults, found.uncompared, found.agreeing) == ((), 1, 1)


def test_a_restore_sets_aside_what_it_left_behind_and_says_how_much():
    found = judge([seal(5), seal(9), restored(6, 5, 9, 20), seal(8, minutes=30)], [], chain(8))
    assert found.faults == ()
    assert [(one.entries, one.known, one.count, one.signed) for one in found.lost] == [(5, 9, 4, True)]


def test_the_newest_seal_after_a_restore_still_holds_the_end():
    assert judge([seal(9), restored(6, 5, 9, 20)], [], chain(5)).faults


def test_a_restore_for_which_nobody_vouches_sets_no_signed_seal_aside():
    found = judge([seal(9), restored(6, 5, 9, 20, UNSIGNED)], [], chain(6))
    assert "knows 9 entries" in found.faults[0]


def test_a_letter_from_before_a_restore_is_told_as_lost_and_no_fault_where_the_file_knew_of_it():
    lines = [seal(5), seal(9), restored(6, 5, 9, 20)]
    assert judge(lines, [seal(9, where="a letter")], chain(6)).faults == ()
    assert judge(lines, [seal(4, where="a letter")], chain(6)).faults == ()


def test_a_letter_that_knows_more_than_the_restore_knew_is_a_fault():
    [words] = judge([restored(6, 5, 5, 20)], [seal(9, where="a letter")], chain(12)).faults
    assert "The seal in a letter knows 9 entries" in words
    assert "knew of 5 and went on from 5: 4 entries are lost." in words


def test_a_made_up_restore_does_not_explain_a_signed_letter_away():
    lines = [restored(6, 5, 999, 20, UNSIGNED)]
    assert "knows 9 entries" in judge(lines, [seal(9, where="a letter")], chain(6)).faults[0]


@pytest.mark.parametrize(
    ("signed_until", "since", "oldest", "late"),
    [
        (5, at(0), at(0), False),  # all of it is under a signed seal
        (3, None, at(0), False),  # there is no key
        (3, at(0), at(0), True),
        (3, at(600), at(0), False),  # the key is new
        (3, at(0), at(600), False),  # what happened is new
    ],
)
def test_what_no_signed_seal_vouches_for_is_a_fault_after_an_hour(signed_until, since, oldest, late):
    judged = judge([seal(signed_until)], [], chain(5))
    found = overdue(judged, chain(5), since=since, oldest=oldest, now=at(620))
    assert (found is not None) == late
    assert not late or "from 4 on" in found
