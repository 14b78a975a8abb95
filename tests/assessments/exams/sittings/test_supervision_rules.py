"""How an attempt was watched: the cases, and what holds whatever was ticked and signed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.rules.supervision import Signature, Tick, Written, supervision_of

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


WRITTEN = Written(at(5), at(45))
TICKED = Tick(1, True, at(10))


def signed(who: int = 1, begun: float = 0, ended: float = 60, *, teaches: bool = False) -> Signature:
    return Signature(who, at(begun), at(ended), teaches)


CASES = [
    ("watched by somebody else", [TICKED], [signed()], Supervision.SUPERVISED),
    ("watched by a trainer alone", [TICKED], [signed(teaches=True)], Supervision.TRAINER),
    ("by a trainer and somebody else", [TICKED], [signed(teaches=True), signed(2)], Supervision.SUPERVISED),
    ("somebody else was not there to the end", [TICKED], [signed(teaches=True), signed(2, 0, 30)], Supervision.TRAINER),
    ("nobody ticked", [], [signed()], Supervision.NONE),
    ("nobody signed", [TICKED], [], Supervision.NONE),
    ("who ticked did not sign", [TICKED], [signed(2)], Supervision.NONE),
    ("ticked after the end", [Tick(1, True, at(46))], [signed()], Supervision.NONE),
    ("ticked at the very end", [Tick(1, True, at(45))], [signed()], Supervision.SUPERVISED),
    ("the tick was taken back", [TICKED, Tick(1, False, at(50))], [signed()], Supervision.NONE),
    ("taken back, ticked again", [Tick(1, False, at(11)), Tick(1, True, at(12))], [signed()], Supervision.SUPERVISED),
    ("the room ended before", [TICKED], [signed(ended=44)], Supervision.NONE),
    ("the room ended in the same minute", [TICKED], [signed(ended=45)], Supervision.SUPERVISED),
    ("the room began after", [TICKED], [signed(begun=6)], Supervision.NONE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ticks", "signatures", "supervision"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_cases(ticks, signatures, supervision):
    assert supervision_of(WRITTEN, ticks, signatures) is supervision


def test_without_the_code_nothing_is_supervised_whatever_was_typed():
    assert supervision_of(None, [TICKED], [signed()]) is Supervision.NONE


people = st.integers(1, 3)
minutes = st.integers(0, 60)
ticks = st.lists(st.builds(lambda who, present, when: Tick(who, present, at(when)), people, st.booleans(), minutes))
signatures = st.lists(
    st.builds(
        lambda who, begun, long, teaches: signed(who, begun, begun + long, teaches=teaches),
        people,
        st.integers(0, 30),
        st.integers(1, 60),
        st.booleans(),
    ),
    unique_by=lambda one: one.supervisor_id,
)
written = st.builds(lambda begun, long: Written(at(begun), at(begun + long)), st.integers(0, 30), st.integers(1, 40))
RANK = {Supervision.NONE: 0, Supervision.TRAINER: 1, Supervision.SUPERVISED: 2}


@given(written, ticks, signatures)
def test_supervised_means_ticked_in_time_by_a_signer_and_watched_by_who_does_not_teach(one, said, by):
    if supervision_of(one, said, by) is Supervision.SUPERVISED:
        signers = {each.supervisor_id for each in by}
        assert any(tick.present and tick.supervisor_id in signers and tick.at <= one.ended_at for tick in said)
        assert any(each.covers(one) and not each.teaches for each in by)


@given(written, ticks, signatures, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_read_changes_nothing(one, said, by, chance):
    said = list({(tick.supervisor_id, tick.at): tick for tick in said}.values())
    mixed_said, mixed_by = chance.sample(said, len(said)), chance.sample(by, len(by))
    assert supervision_of(one, said, by) is supervision_of(one, mixed_said, mixed_by)


@given(written, ticks, signatures)
def test_one_signature_more_never_makes_it_less(one, said, by):
    for number in range(len(by)):
        fewer = [*by[:number], *by[number + 1 :]]
        assert RANK[supervision_of(one, said, fewer)] <= RANK[supervision_of(one, said, by)]


@given(written, ticks, signatures)
def test_where_all_who_signed_teach_it_is_never_supervised(one, said, by):
    teaching = [Signature(each.supervisor_id, each.begun_at, each.ended_at, True) for each in by]
    assert supervision_of(one, said, teaching) is not Supervision.SUPERVISED


@given(written, signatures)
def test_without_a_tick_nothing_is_supervised(one, by):
    assert supervision_of(one, [], by) is Supervision.NONE
