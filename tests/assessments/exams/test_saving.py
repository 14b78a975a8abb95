"""Saving answers: every receipt is true, nothing is overwritten unseen, one bad answer spoils no other."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from assessments.exams.models import AnswerRevision, RevisionKind
from assessments.exams.queries import attempts as queries
from assessments.exams.rules.saving import Save
from assessments.exams.rules.timing import GRACE
from assessments.exams.services import saving
from assessments.exams.services.saving import LONGEST, Form, Sent, save_answers, status_code
from lms.errors import NotFound
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.suite.examples import of_hundred

MINUTE = timedelta(minutes=1)


@pytest.fixture
def choice(session, attempt):
    """Where the paper asks for one choice."""
    return make.position_of(session, attempt, KindName.ONE_CHOICE)


def held(session, attempt, position):
    """The answer that counts, and its step."""
    question = queries.questions(session, attempt.id)[position - 1]
    return question.value, question.seq


def steps(session):
    return session.scalar(select(func.count()).select_from(AnswerRevision))


def test_each_kind_is_saved_from_its_fields_and_from_its_value(session, attempt, now):
    for position, kind in make.kinds(session, attempt).items():
        by_form = Sent(position, Save("form", 1, 0), Form(make.FORMS[kind]))
        by_value = Sent(position, Save("value", 1, 1), make.RIGHT[kind])
        (one,) = save_answers(session, attempt, [by_form], decimal=".", now=now)
        stored, _seq = held(session, attempt, position)
        (two,) = save_answers(session, attempt, [by_value], decimal=".", now=now)
        assert (one.verdict, one.seq, two.verdict, two.seq) == ("taken", 1, "taken", 2)
        assert held(session, attempt, position) == (stored, 2)


def test_every_save_is_a_step_of_its_own(session, attempt, choice, now):
    for n, value in enumerate(["a", "b", None, "c"]):
        taken = make.save(session, attempt, choice, value, now, client_seq=n + 1, base_seq=n)
        assert (taken.verdict, taken.seq) == ("taken", n + 1)
    assert steps(session) == 4
    assert held(session, attempt, choice) == ("c", 4)


def test_an_answer_can_be_taken_back(session, attempt, choice, now):
    make.save(session, attempt, choice, "a", now)
    make.save(session, attempt, choice, {"answer": []}, now, client_seq=2, base_seq=1)
    assert held(session, attempt, choice) == (None, 2)


def test_the_same_save_again_gives_the_receipt_of_the_first_time(session, attempt, choice, now):
    first = make.save(session, attempt, choice, "a", now)
    again = make.save(session, attempt, choice, "a", now)
    assert (again.verdict, again.seq) == ("repeated", first.seq)
    assert steps(session) == 1


def test_a_save_repeated_with_a_newer_base_is_still_a_repetition(session, attempt, choice, now):
    make.save(session, attempt, choice, "a", now)
    again = make.save(session, attempt, choice, "a", now, base_seq=1)
    assert (again.verdict, again.seq) == ("repeated", 1)


def test_the_receipt_of_a_repeated_save_hides_no_answer_of_another_page(session, attempt, choice, now):
    make.save(session, attempt, choice, "a", now, page="one")  # its receipt is lost
    make.save(session, attempt, choice, "b", now, page="two", base_seq=1)
    again = make.save(session, attempt, choice, "a", now, page="one")
    change = make.save(session, attempt, choice, "c", now, page="one", client_seq=2, base_seq=again.seq)
    assert (again.verdict, again.seq) == ("repeated", 1)
    assert (change.verdict, change.value) == ("stale", "b")


def test_an_older_save_that_comes_late_changes_nothing(session, attempt, choice, now):
    make.save(session, attempt, choice, "b", now, client_seq=2)
    late = make.save(session, attempt, choice, "a", now, client_seq=1)
    assert (late.verdict, late.seq) == ("overtaken", 1)
    assert held(session, attempt, choice) == ("b", 1)


def test_another_page_that_has_not_seen_the_newest_is_told_what_stands(session, attempt, choice, now):
    make.save(session, attempt, choice, "b", now, page="one")
    stale = make.save(session, attempt, choice, "c", now, page="two")
    assert (stale.verdict, stale.seq, stale.value) == ("stale", 1, "b")
    assert stale.as_json()["value"] == "b"
    assert status_code([stale]) == 409
    assert held(session, attempt, choice) == ("b", 1)


def test_a_page_that_went_on_from_a_kept_answer_is_not_in_conflict_with_it(session, attempt, choice, now):
    make.save(session, attempt, choice, "a", now, page="closed", client_seq=3)  # its receipt never came
    reopened = make.save(session, attempt, choice, "b", now, page="reopened", after=(("closed", 3),))
    assert (reopened.verdict, reopened.seq) == ("taken", 2)


def test_what_the_page_before_saved_after_that_is_a_conflict(session, attempt, choice, now):
    make.save(session, attempt, choice, "a", now, page="still-open", client_seq=3)
    make.save(session, attempt, choice, "c", now, page="still-open", client_seq=4)
    reopened = make.save(session, attempt, choice, "b", now, page="reopened", after=(("still-open", 3),))
    assert (reopened.verdict, reopened.value) == ("stale", "c")


def test_two_tabs_that_went_on_from_the_same_kept_answer_notice_each_other(session, attempt, choice, now):
    after = (("closed", 1),)
    make.save(session, attempt, choice, "a", now, page="closed")
    make.save(session, attempt, choice, "b", now, page="left", after=after)
    right = make.save(session, attempt, choice, "c", now, page="right", after=after)
    assert (right.verdict, right.value) == ("stale", "b")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (KindName.ONE_CHOICE, "z"),
        (KindName.ONE_CHOICE, "a\0"),
        (KindName.ONE_CHOICE, {"answer": ["nothing of this"]}),
        (KindName.SEVERAL_CHOICES, ["a", "z"]),
        (KindName.TRUE_FALSE, "perhaps"),
        (KindName.NUMBER, {"text": "about five", "unit": "kg"}),
        (KindName.NUMBER, {"text": "5\0", "unit": "kg"}),
        (KindName.NUMBER, {"text": "5", "unit": "stone"}),
        (KindName.NUMBER, float("inf")),
        (KindName.NUMBER, float("nan")),
        (KindName.SPOT, [[1, 2]] * 7),
        (KindName.SPOT, [[641, 0]]),
        (KindName.SPOT, [[float("nan"), 0]]),
        (KindName.SPOT, "1 2"),
        (KindName.ANGLE, {"points": [[0, 0], [0, 0], [5, 5]]}),
        (KindName.ANGLE, {"typed": "181"}),
        (KindName.ANGLE, {"typed": "117\0"}),
        (KindName.ONE_CHOICE, "x" * (LONGEST + 1)),
        (KindName.SPOT, [[n, n] for n in range(LONGEST)]),
    ],
)
def test_an_answer_that_cannot_be_taken_is_refused_with_a_sentence_and_the_rest_is_saved(
    session, attempt, now, kind, value
):
    bad = make.position_of(session, attempt, kind)
    good = {position: make.RIGHT[kind] for position, kind in make.kinds(session, attempt).items() if position != bad}
    sent = [Sent(position, Save("p", 1, 0), value) for position, value in good.items()]
    raw = Form(value) if isinstance(value, dict) and "answer" in value else value
    sent.insert(3, Sent(bad, Save("p", 1, 0), raw))
    taken = save_answers(session, attempt, sent, decimal=".", now=now)
    assert {one.position: one.verdict for one in taken} == dict.fromkeys(good, "taken") | {bad: "invalid"}
    assert next(one.message for one in taken if one.position == bad)
    assert status_code(taken) == 422
    assert held(session, attempt, bad) == (None, 0)
    assert all(held(session, attempt, position)[1] == 1 for position in good)


def test_an_answer_that_was_refused_leaves_the_one_before(session, attempt, choice, now):
    make.save(session, attempt, choice, "a", now)
    refused = make.save(session, attempt, choice, "z", now, client_seq=2, base_seq=1)
    assert (refused.verdict, refused.seq) == ("invalid", 1)
    assert held(session, attempt, choice) == ("a", 1)


def test_one_batch_may_hold_two_answers_to_a_question(session, attempt, choice, now):
    sent = [Sent(choice, Save("p", n, 0), value) for n, value in ((1, "a"), (2, "b"), (2, "b"), (1, "a"))]
    taken = save_answers(session, attempt, sent, decimal=".", now=now)
    assert [(one.verdict, one.seq) for one in taken] == [("taken", 1), ("taken", 2), ("repeated", 2), ("repeated", 1)]
    assert held(session, attempt, choice) == ("b", 2)


def test_a_position_that_the_paper_does_not_have_is_not_found(session, attempt, now):
    with pytest.raises(NotFound):
        make.save(session, attempt, 7, "a", now)


@pytest.mark.parametrize(
    ("after_start", "verdict"),
    [
        (40 * MINUTE, "taken"),
        (40 * MINUTE + GRACE, "taken"),  # the last moment of the grace
        (40 * MINUTE + GRACE + timedelta(microseconds=1), "late"),
    ],
)
def test_an_answer_is_taken_until_the_grace_is_over(session, attempt, choice, now, after_start, verdict):
    taken = make.save(session, attempt, choice, "a", now + after_start)
    assert (taken.verdict, taken.seq) == (verdict, 1)
    assert held(session, attempt, choice) == (("a", 1) if verdict == "taken" else (None, 0))


def test_a_late_answer_is_kept_with_both_clocks_and_does_not_count(session, attempt, choice, now):
    make.save(session, attempt, choice, "a", now)
    late = now + timedelta(hours=2)
    sent = Sent(choice, Save("p", 9, 0), "b", now + timedelta(minutes=39))
    (taken,) = save_answers(session, attempt, [sent], decimal=".", now=late)
    step = session.scalars(select(AnswerRevision).where(AnswerRevision.kind == RevisionKind.LATE)).one()
    assert taken.verdict == "late"  # though the page had not seen the answer before: nobody can be asked any more
    assert (step.answer, step.client_time, step.received_at) == ({"value": "b"}, now + timedelta(minutes=39), late)
    assert held(session, attempt, choice) == ("a", 1)


def test_a_late_answer_sent_again_is_called_late_again(session, attempt, choice, now):
    late = now + timedelta(hours=2)
    first = make.save(session, attempt, choice, "b", late)
    again = make.save(session, attempt, choice, "b", late)
    assert (first.verdict, again.verdict, again.seq) == ("late", "late", 1)
    assert steps(session) == 1


def test_an_answer_in_time_sent_again_late_is_no_late_answer(session, attempt, choice, now):
    make.save(session, attempt, choice, "b", now)
    again = make.save(session, attempt, choice, "b", now + timedelta(hours=2))
    assert again.verdict == "repeated"
    assert steps(session) == 1


def test_the_answers_of_a_device_that_another_overtook_offline_are_late_and_kept(session, attempt, choice, now):
    make.save(session, attempt, choice, "a", now, page="one")
    taken = make.save(session, attempt, choice, "b", now + timedelta(hours=2), page="two")
    assert taken.verdict == "late"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=of_hundred(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON.filter(lambda one: not (isinstance(one, dict) and "answer" in one)), kind=st.sampled_from(make.KINDS))
def test_whatever_is_sent_is_taken_or_refused_and_never_breaks(session, attempt, now, value, kind):
    position = make.position_of(session, attempt, kind)
    before = held(session, attempt, position)[1]
    taken = make.save(session, attempt, position, value, now, client_seq=before + 1, base_seq=before)
    assert taken.verdict in {"taken", "invalid"}
    assert held(session, attempt, position)[1] == taken.seq


def test_a_page_gone_wrong_cannot_fill_the_disk(session, attempt, choice, now, monkeypatch):
    monkeypatch.setattr(saving, "MOST_STEPS", 3)
    told = [make.save(session, attempt, choice, v, now, client_seq=n + 1, base_seq=n) for n, v in enumerate("abca")]
    assert [one.verdict for one in told] == ["taken", "taken", "taken", "invalid"]
    assert "too often" in told[-1].message
    assert held(session, attempt, choice) == ("c", 3)
    again = make.save(session, attempt, choice, "c", now, client_seq=3, base_seq=2)
    assert (again.verdict, again.seq) == ("repeated", 3)
