"""The rules of the outbox: what is new, in which order, what came before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.offline.rules import Envelope, Judgement, KnownEntry, ReceiptState, grouped, judge, repeated_state


def made(n, kind="notes", subject="a", device="phone", seq=1):
    return Envelope(f"id-{n}", kind, subject, device, seq, None, {})


KNOWN = KnownEntry("notes", "a", ReceiptState.TAKEN, {})


@pytest.mark.parametrize(
    ("known", "last_seq", "judgement"),
    [
        (None, None, Judgement.NEW),
        (None, 4, Judgement.NEW),
        (None, 5, Judgement.NEW),  # its own number is no later one
        (None, 6, Judgement.OVERTAKEN),
        (KNOWN, None, Judgement.REPEATED),
        (KNOWN, 6, Judgement.REPEATED),
        (KnownEntry("rolls", "a", ReceiptState.TAKEN, {}), None, Judgement.MISUSED),
        (KnownEntry("notes", "b", ReceiptState.REFUSED, {}), None, Judgement.MISUSED),
    ],
)
def test_an_entry_is_new_repeated_overtaken_or_misused(known, last_seq, judgement):
    assert judge(made(1, seq=5), known, last_seq) == judgement


@pytest.mark.parametrize(
    ("first", "again"),
    [("taken", "already"), ("already", "already"), ("refused", "refused")],
)
def test_what_comes_again_is_there_already_unless_it_was_refused(first, again):
    assert repeated_state(ReceiptState(first)) == again


ENTRIES = st.lists(
    st.builds(
        made,
        n=st.integers(0, 30),
        kind=st.sampled_from(["notes", "rolls"]),
        subject=st.sampled_from("ab"),
        device=st.sampled_from(["phone", "tablet"]),
        seq=st.integers(0, 9),
    )
)


@given(entries=ENTRIES)
def test_every_entry_is_in_one_group_of_its_kind_and_subject_once_and_in_order(entries):
    groups = grouped(entries)
    assert [len({(one.kind, one.subject) for one in group}) for group in groups] == [1] * len(groups)
    assert len({(group[0].kind, group[0].subject) for group in groups}) == len(groups)
    for group in groups:
        assert len({one.id for one in group}) == len(group)
        assert list(group) == sorted(group, key=lambda one: (one.device, one.seq))
    assert {(one.kind, one.subject, one.id) for one in entries} == {
        (one.kind, one.subject, one.id) for group in groups for one in group
    }
