"""How a version stands after what has happened to it, and the bit that goes with it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.credentials.rules.lifecycle import (
    UNFIT,
    Change,
    Changed,
    Standing,
    StatusReason,
    ending_of,
    reason_in_english,
    standing,
    suspension_of,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ISSUED, SUSPENDED, REINSTATED, REVOKED, REPLACED, OVERTURNED = Change
LATER, BEFORE = NOW + timedelta(seconds=1), NOW - timedelta(days=1)


def history(*changes: Change) -> tuple[Changed, ...]:
    """These changes, one a day."""
    return tuple(Changed(change, BEFORE + timedelta(minutes=no)) for no, change in enumerate(changes))


CASES: list[tuple[tuple[Change, ...], datetime | None, Standing]] = [
    ((), None, Standing.MAKING),
    ((), BEFORE, Standing.MAKING),
    ((REINSTATED,), None, Standing.MAKING),  # made for a lifted suspension, not signed yet
    ((ISSUED,), None, Standing.IN_FORCE),
    ((ISSUED,), LATER, Standing.IN_FORCE),
    ((ISSUED,), NOW, Standing.EXPIRED),  # the last moment itself is past
    ((REINSTATED, ISSUED), LATER, Standing.IN_FORCE),
    ((ISSUED, SUSPENDED), None, Standing.SUSPENDED),
    ((ISSUED, SUSPENDED), BEFORE, Standing.SUSPENDED),  # counts for more than the date
    ((SUSPENDED,), None, Standing.SUSPENDED),  # stopped before it was signed
    ((SUSPENDED, ISSUED), None, Standing.SUSPENDED),  # signed while it was being stopped
    ((REINSTATED, ISSUED, SUSPENDED), None, Standing.SUSPENDED),  # suspended again
    ((ISSUED, SUSPENDED, REINSTATED), BEFORE, Standing.EXPIRED),  # lifted when its time was over
    ((ISSUED, SUSPENDED, REVOKED), None, Standing.REVOKED),
    ((ISSUED, SUSPENDED, REPLACED), None, Standing.REPLACED),
    ((ISSUED, REPLACED), BEFORE, Standing.REPLACED),
    ((ISSUED, REVOKED), BEFORE, Standing.REVOKED),
    ((ISSUED, REPLACED, REVOKED), None, Standing.REVOKED),
    ((ISSUED, REVOKED, REPLACED), None, Standing.REVOKED),  # revoking counts for more, in whichever order
    ((REVOKED,), None, Standing.REVOKED),
    ((ISSUED, SUSPENDED, REVOKED, OVERTURNED, REPLACED), None, Standing.REPLACED),  # a newer version took its place
    ((ISSUED, SUSPENDED, REVOKED, OVERTURNED), BEFORE, Standing.EXPIRED),  # it did not stand, and its time is over
    ((ISSUED, REVOKED, OVERTURNED, REVOKED), None, Standing.REVOKED),
]


@pytest.mark.parametrize(("changes", "until", "stands"), CASES)
def test_how_a_version_stands(changes: tuple[Change, ...], until: datetime | None, stands: Standing) -> None:
    assert standing(history(*changes), until, now=NOW) is stands


def test_the_suspension_is_the_one_that_was_made_last() -> None:
    first, second = Changed(SUSPENDED, BEFORE, StatusReason.UNDER_REVIEW, "One."), Changed(SUSPENDED, NOW, words="Two.")
    assert suspension_of([first]) == first
    assert suspension_of([first, Changed(REINSTATED, NOW), second]) == second
    assert suspension_of([first, Changed(REINSTATED, NOW)]) is None
    assert suspension_of([first, Changed(REVOKED, NOW)]) is None


def test_the_reason_of_a_suspension_reads_as_a_sentence() -> None:
    assert reason_in_english(StatusReason.UNDER_REVIEW, "A complaint.") == "It is being reviewed. A complaint."
    assert reason_in_english(StatusReason.REINSTATED, "") == "A suspension was lifted."


changes_drawn = st.lists(st.sampled_from(Change), max_size=8)
until_drawn = st.sampled_from([None, BEFORE, NOW, LATER])


@given(changes_drawn, until_drawn)
def test_in_force_means_a_clear_bit(changes: list[Change], until: datetime | None) -> None:
    """What the register calls in force is never refused by software that sees the list alone, but for one turn:
    a version that is suspended and reinstated itself, or revoked and cleared, which happens only to an expired one."""
    stands = standing(history(*changes), until, now=NOW)
    cleared = (SUSPENDED in changes and REINSTATED in changes) or OVERTURNED in changes
    if stands is Standing.IN_FORCE and not cleared:
        assert not set(changes) & set(UNFIT)
    if stands in {Standing.SUSPENDED, Standing.REVOKED, Standing.REPLACED}:
        assert set(changes) & set(UNFIT)


@given(changes_drawn, until_drawn, st.sampled_from([Change.REVOKED, Change.REPLACED]))
def test_nothing_comes_after_an_ending(changes: list[Change], until: datetime | None, ending: Change) -> None:
    """Whatever is appended later, an ended version has ended; what is revoked stays so unless that is overturned."""
    changes = [one for one in changes if one is not OVERTURNED]
    stands = standing(history(ending, *changes), until, now=NOW)
    assert stands in {Standing.REVOKED, Standing.REPLACED}
    assert stands is Standing.REVOKED or Change.REVOKED not in changes
    assert ending_of(history(ending, *changes)) is not None


@given(changes_drawn, until_drawn)
def test_a_revocation_that_was_overturned_accuses_nobody(changes: list[Change], until: datetime | None) -> None:
    assert standing(history(*changes, OVERTURNED), until, now=NOW) not in {Standing.REVOKED, Standing.SUSPENDED}


@given(changes_drawn, until_drawn)
def test_the_last_turn_tells_whether_it_is_suspended(changes: list[Change], until: datetime | None) -> None:
    kept = [one for one in changes if one not in (Change.REVOKED, Change.REPLACED)]  # nothing has ended
    after = (*kept, Change.SUSPENDED)
    assert standing(history(*after), until, now=NOW) is Standing.SUSPENDED
    assert standing(history(*after, Change.REINSTATED), until, now=NOW) is not Standing.SUSPENDED
