"""Where a complaint stands, by when something is due, and who handles it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.complaints.rules import (
    ACKNOWLEDGE_WITHIN,
    ANSWER_WITHIN,
    CONTACT_KEPT,
    MOVES,
    ComplaintAct,
    ComplaintBarrier,
    ComplaintState,
    barrier_to_handle,
    contact_is_due,
    standing,
)
from tests.builders.people import NOW


@given(st.lists(st.sampled_from(ComplaintAct), max_size=12))
def test_a_complaint_is_never_closed_before_somebody_acknowledged_it(wished):
    acts, state = [], ComplaintState.RECEIVED
    for number, act in enumerate(wished):
        if act in MOVES[state]:
            acts.append((act, NOW + timedelta(hours=number)))
            state = standing(NOW, acts).state
    found = standing(NOW, acts)
    done = [act for act, _at in acts]
    if found.state is ComplaintState.CLOSED:
        assert done.index(ComplaintAct.ACKNOWLEDGED) < done.index(ComplaintAct.CLOSED)
        assert found.due_at is None
    else:
        assert found.due_at is not None
        assert found.due_at > NOW


def test_an_answer_is_due_from_the_day_on_which_it_came_and_anew_when_it_is_opened_again():
    assert standing(NOW, []).due_at == NOW + ACKNOWLEDGE_WITHIN
    read = (ComplaintAct.ACKNOWLEDGED, NOW + timedelta(days=3))
    assert standing(NOW, [read]).due_at == NOW + ANSWER_WITHIN
    closed, again = (ComplaintAct.CLOSED, NOW + timedelta(days=9)), (ComplaintAct.REOPENED, NOW + timedelta(days=90))
    assert standing(NOW, [read, closed, again]).due_at == NOW + timedelta(days=90) + ANSWER_WITHIN
    due = standing(NOW, [])
    assert not due.is_overdue(NOW + ACKNOWLEDGE_WITHIN)
    assert due.is_overdue(NOW + ACKNOWLEDGE_WITHIN + timedelta(seconds=1))


def test_a_complaint_ended_when_it_was_last_closed_and_has_no_end_while_it_is_open():
    read, noted = (ComplaintAct.ACKNOWLEDGED, NOW), (ComplaintAct.NOTED, NOW + timedelta(days=10))
    closed, last = ((ComplaintAct.CLOSED, NOW + timedelta(days=days)) for days in (9, 99))
    again = (ComplaintAct.REOPENED, NOW + timedelta(days=90))
    assert standing(NOW, [read, noted]).closed_at is None
    assert standing(NOW, [read, closed, noted]).closed_at == closed[1]
    assert standing(NOW, [read, closed, again]).closed_at is None
    assert standing(NOW, [read, closed, again, last]).closed_at == last[1]


@pytest.mark.parametrize(
    ("person", "complainant", "concerned", "appointers", "barrier"),
    [
        (1, None, (), (), None),
        (1, 1, (), (), ComplaintBarrier.OWN),
        (1, 2, {1}, (), ComplaintBarrier.CONCERNED),
        (1, 2, {3}, {3, 4}, ComplaintBarrier.DEPENDENT),
        (1, 2, {3}, {4}, None),
    ],
)
def test_nobody_handles_a_complaint_of_theirs_or_about_them(person, complainant, concerned, appointers, barrier):
    found = barrier_to_handle(person, complainant_id=complainant, concerned=concerned, appointers=appointers)
    assert found == barrier


def test_name_and_address_go_a_year_after_the_end():
    assert not contact_is_due(None, NOW)
    assert not contact_is_due(NOW, NOW + CONTACT_KEPT)
    assert contact_is_due(NOW, NOW + CONTACT_KEPT + timedelta(seconds=1))
