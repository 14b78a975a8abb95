"""A question with a wrong key leaves new papers at once, and one person alone never decides that it stays out."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assessments.exams.pages.shortages import check_dates
from assessments.exams.pages.withdrawals import check_withdrawals, withdrawals_to_confirm
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries.exams import pool_at
from assessments.exams.queries.home import withdrawals_first
from assessments.exams.queries.withdrawing import results_that_hung_on
from assessments.exams.queries.withdrawn import is_out, withdrawals_of, withdrawn_keys
from assessments.exams.rules.withdrawing import WINDOW, Hang, WithdrawalStanding
from assessments.exams.services import withdrawing
from assessments.exams.services.loading import Questions
from assessments.exams.tasks import note_lapsed_withdrawals
from assessments.items.item import WithdrawalAct
from assessments.items.models import ItemVersion, ItemWithdrawal, ItemWithdrawalStep
from courses.api import EndReason, end_run, newest_runs
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import Conflict, NotFound, RuleBroken
from lms.ports import Health, HomeSource
from tests.builders import assessments as make
from tests.builders.examples import some_and_many
from tests.builders.home import steps_of
from tests.builders.kind_names import KindName
from tests.builders.people import administration, person, viewer

KEY = "exam-number-0"
MOMENT = timedelta(microseconds=1)
ANYBODY = 0  # whose paper it is matters to who withdrew something alone

pytestmark = pytest.mark.usefixtures("told_whole")

WITHDRAWN = HomeSource(withdrawals_first, follows=withdrawals_to_confirm)


def manager(session, where=None):
    return viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, where) if where else Role.PROGRAMME_MANAGER))


def withdraw(session, exam, by, now, key=KEY, form="form"):
    number = make.item_of(session, exam, key).id
    return withdrawing.withdraw_item(session, item_id=number, reason="Wrong key.", key=form, actor=by, now=now)


def asked(session, attempt):
    """The names of the questions of a paper."""
    versions = [one.item_version_id for one in attempt_queries.questions(session, attempt.id)]
    rows = session.scalars(select(ItemVersion.item_id).where(ItemVersion.id.in_(versions)))
    return set(rows)


def asks(session, exam, now, key=KEY):
    return key in {one.id for one in pool_at(session, exam, ANYBODY, now)}


@some_and_many(12, 40)
def test_no_paper_that_is_drawn_afterwards_asks_it(session, exam, officer, version, now, examples):
    number = make.item_of(session, exam, KEY).id
    make.withdrawn(session, exam, KEY, now)
    for seed in range(examples):
        sitter = make.learner(session, version, now)
        assert number not in asked(session, make.start(session, exam, sitter, now, seed=seed))


def test_a_paper_under_way_keeps_it_and_is_scored_with_it(session, exam, officer, now):
    attempt = make.start(session, exam, officer, now)
    position = make.position_of(session, attempt, KindName.NUMBER)
    drawn = attempt_queries.questions(session, attempt.id)[position - 1].item_version_id
    key = next(one.id for one in pool_at(session, exam, ANYBODY, now) if one.version == drawn)
    make.withdrawn(session, exam, key, now, confirmed=True)
    for place, name in make.kinds(session, attempt).items():
        make.save(session, attempt, place, make.RIGHT[name], now)
    make.submit_attempt(session, attempt, key="k", now=now)
    make.grade_attempt(session, attempt.id, now=now)
    assert (make.result_of(session, attempt).percent, make.result_of(session, attempt).most) == ("100", 6)


def test_it_comes_back_by_the_clock_alone(session, exam, now):
    made = make.withdrawn(session, exam, KEY, now)
    assert made.lapses_at == now + WINDOW
    assert not asks(session, exam, now)
    assert not asks(session, exam, now + WINDOW - MOMENT)
    assert asks(session, exam, now + WINDOW)
    assert session.scalars(select(ItemWithdrawalStep)).all() == []


def test_a_second_person_makes_it_last(session, exam, now):
    make.withdrawn(session, exam, KEY, now, confirmed=True)
    assert not asks(session, exam, now + 99 * WINDOW)
    names = session.scalars(select(AuditEntry.name).order_by(AuditEntry.id)).all()
    assert names[-2:] == ["item.withdrawn", "item.withdrawal-confirmed"]


def test_nothing_of_the_question_stands_in_the_record(session, exam, now):
    make.withdrawn(session, exam, KEY, now)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "item.withdrawn")).one()
    assert entry.subject == f"item:{make.item_of(session, exam, KEY).id}"
    assert set(entry.data) == {"withdrawal_id", "reason", "lapses_at"}


def test_who_withdrew_it_does_not_confirm_it(session, exam, now):
    first = manager(session)
    made = withdraw(session, exam, first, now)
    with pytest.raises(RuleBroken, match="You did the first step yourself"):
        withdrawing.confirm_withdrawal(session, uuid=made.uuid, actor=first, now=now)


@pytest.mark.parametrize(
    ("begun", "ended", "withdraws", "confirms"),
    [
        (timedelta(days=1), None, False, False),
        (timedelta(days=900), None, False, False),
        (timedelta(days=300), timedelta(days=200), True, False),
        (timedelta(days=900), timedelta(days=800), True, True),
    ],
)
def test_who_takes_the_course_touches_no_question_of_it(session, exam, version, now, begun, ended, withdraws, confirms):
    row = person(session, None, Role.PROGRAMME_MANAGER)
    sitter = viewer(session, row)
    make.enrol(session, row.id, version.id, now=now - begun)
    if ended:
        run = newest_runs(session, [row.id], exam.course_id)[row.id]
        end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=now - ended)
    other = withdraw(session, exam, manager(session), now, key="exam-number-1", form="other")
    if withdraws:
        assert withdraw(session, exam, sitter, now).actor_id == row.id
    else:
        with pytest.raises(RuleBroken, match="You take this course"):
            withdraw(session, exam, sitter, now)
        with pytest.raises(RuleBroken, match="You take this course"):
            withdrawing.refuse_withdrawal(session, uuid=other.uuid, reason="Right.", actor=sitter, now=now)
    if confirms:
        withdrawing.confirm_withdrawal(session, uuid=other.uuid, actor=sitter, now=now)
    else:
        with pytest.raises(RuleBroken, match="took it in the last 12 months"):
            withdrawing.confirm_withdrawal(session, uuid=other.uuid, actor=sitter, now=now)


def test_a_run_in_an_older_version_of_the_course_counts_too(session, exam, version, tmp_path, now):
    row = person(session, None, Role.PROGRAMME_MANAGER)
    make.enrol(session, row.id, version.id, now=now)
    newer = make.load_folder(session, make.write_exam_course(tmp_path, version="1.1"), now)
    with pytest.raises(RuleBroken, match="You take this course"):
        withdraw(session, make.exam_of(session, newer), viewer(session, row), now)


def test_what_was_refused_is_asked_again_at_once(session, exam, now):
    made = make.withdrawn(session, exam, KEY, now)
    withdrawing.refuse_withdrawal(session, uuid=made.uuid, reason="It is right.", actor=manager(session), now=now)
    assert asks(session, exam, now)
    with pytest.raises(Conflict, match="has decided about this question"):
        withdrawing.confirm_withdrawal(session, uuid=made.uuid, actor=manager(session), now=now)


def test_who_withdrew_it_takes_it_back(session, exam, now):
    first = manager(session)
    made = withdraw(session, exam, first, now)
    withdrawing.refuse_withdrawal(session, uuid=made.uuid, reason="My error.", actor=first, now=now)
    assert asks(session, exam, now)


def test_a_form_sent_twice_withdraws_once(session, exam, now):
    first = manager(session)
    assert withdraw(session, exam, first, now).id == withdraw(session, exam, first, now).id
    assert len(session.scalars(select(ItemWithdrawal)).all()) == 1


def test_what_is_withdrawn_is_not_withdrawn_again(session, exam, now):
    withdraw(session, exam, manager(session), now)
    with pytest.raises(Conflict, match="withdrawn already"):
        withdraw(session, exam, manager(session), now, form="another")


def test_the_form_of_one_question_withdraws_no_other(session, exam, now):
    first = manager(session)
    withdraw(session, exam, first, now)
    with pytest.raises(Conflict, match="sent already"):
        withdraw(session, exam, first, now, key="exam-number-1")


@pytest.mark.parametrize("confirmed_late", [False, True])
def test_nobody_keeps_a_question_out_week_by_week(session, exam, now, confirmed_late):
    first, second = manager(session), manager(session)
    made = withdraw(session, exam, first, now)
    later = now + WINDOW
    if confirmed_late:
        with pytest.raises(Conflict, match="the time is up"):
            withdrawing.confirm_withdrawal(session, uuid=made.uuid, actor=second, now=later)
    with pytest.raises(RuleBroken, match="nobody confirmed it"):
        withdraw(session, exam, first, later, form="again")
    assert withdraw(session, exam, second, later, form="second").actor_id == second.id
    withdrawing.confirm_withdrawal(
        session, uuid=session.scalars(select(ItemWithdrawal.uuid).where(ItemWithdrawal.key == "second")).one(),
        actor=first, now=later,
    )  # fmt: skip
    assert not asks(session, exam, later + 9 * WINDOW)


def test_to_bring_back_what_was_confirmed_takes_two_again(session, exam, now):
    made = make.withdrawn(session, exam, KEY, now, confirmed=True)
    first, second = manager(session), manager(session)
    with pytest.raises(Conflict):
        withdrawing.confirm_return(session, uuid=made.uuid, actor=second, now=now)
    withdrawing.propose_return(session, uuid=made.uuid, reason="Mended.", actor=first, now=now)
    with pytest.raises(Conflict):
        withdrawing.propose_return(session, uuid=made.uuid, reason="Mended.", actor=second, now=now)
    with pytest.raises(RuleBroken, match="first step yourself"):
        withdrawing.confirm_return(session, uuid=made.uuid, actor=first, now=now)
    assert not asks(session, exam, now)
    withdrawing.refuse_return(session, uuid=made.uuid, reason="Not yet.", actor=second, now=now)
    assert not asks(session, exam, now)
    withdrawing.propose_return(session, uuid=made.uuid, reason="Now.", actor=second, now=now)
    withdrawing.confirm_return(session, uuid=made.uuid, actor=first, now=now)
    assert asks(session, exam, now)
    number = make.item_of(session, exam, KEY).id
    acts = [step.act for step in withdrawals_of(session, [number])[number][0].steps]
    assert acts == [
        WithdrawalAct.CONFIRMED,
        WithdrawalAct.RETURN_PROPOSED,
        WithdrawalAct.RETURN_REFUSED,
        WithdrawalAct.RETURN_PROPOSED,
        WithdrawalAct.RETURNED,
    ]


def test_loading_the_course_again_brings_nothing_back_not_even_with_another_key(session, exam, tmp_path, now):
    make.withdrawn(session, exam, KEY, now, confirmed=True)
    root = make.write_exam_course(tmp_path, version="1.1")
    file = root / "questions" / "exam.yaml"
    file.write_text(file.read_text().replace("value: 8765.25", "value: 9999"))
    newer = make.exam_of(session, make.load_folder(session, root, now))
    assert {one.id for one in pool_at(session, newer, ANYBODY, now)} == {
        one.id for one in make.exam_queries.pool(session, newer)
    } - {KEY}
    assert not asks(session, exam, now)


def test_the_author_is_told_what_stays_withdrawn(session, exam, now):
    assert Questions().withdrawn(session, exam.course_id, now) == []
    make.withdrawn(session, exam, KEY, now)
    said = [f"“{KEY}” stays withdrawn from new papers: The key is wrong."]
    assert Questions().withdrawn(session, exam.course_id, now) == said
    assert Questions().withdrawn(session, exam.course_id + 1, now) == []
    assert Questions().withdrawn(session, exam.course_id, now + WINDOW) == []


def test_the_task_notes_once_what_lapsed_and_nothing_else(session, exam, now, monkeypatch):
    first = make.withdrawn(session, exam, KEY, now)
    make.withdrawn(session, exam, "exam-number-1", now, confirmed=True)
    assert withdrawing.note_lapsed(session, now + WINDOW - MOMENT) == 0
    assert withdrawing.note_lapsed(session, now + WINDOW) == 1
    assert withdrawing.note_lapsed(session, now + WINDOW) == 0
    (step,) = session.scalars(select(ItemWithdrawalStep).where(ItemWithdrawalStep.act == WithdrawalAct.LAPSED))
    assert (step.withdrawal_id, step.actor_id) == (first.id, None)
    assert note_lapsed_withdrawals.every == timedelta(hours=1)


def test_a_cell_at_exactly_what_it_draws_goes_on_and_with_one_less_nobody_starts(session, exam, version, officer, now):
    for number in range(2):
        make.withdrawn(session, exam, f"exam-number-{number}", now)
    ((health, words),) = [(one.health, one.detail) for one in check_dates(session, now)]
    assert (health, "2 withdrawn: have the author write others" in words) == (Health.WARN, True)
    assert "has 1 of 3 questions for topic number" in words
    attempt = make.start(session, exam, officer, now)
    assert attempt.no == 1
    make.withdrawn(session, exam, "exam-number-2", now)
    ((health, words),) = [(one.health, one.detail) for one in check_dates(session, now)]
    assert (health, "nobody can start it" in words) == (Health.BAD, True)
    with pytest.raises(RuleBroken, match="waits for its author"):
        make.start(session, exam, make.learner(session, version, now), now)


def test_the_filter_of_the_database_says_what_the_rule_says(session, exam, now):
    make.withdrawn(session, exam, "exam-number-0", now, confirmed=True)
    make.withdrawn(session, exam, "exam-number-1", now)
    refused = make.withdrawn(session, exam, "exam-number-2", now)
    withdrawing.refuse_withdrawal(session, uuid=refused.uuid, reason="Right.", actor=manager(session), now=now)
    back = make.withdrawn(session, exam, "exam-angle-0", now, confirmed=True)
    withdrawing.propose_return(session, uuid=back.uuid, reason="Mended.", actor=manager(session), now=now)
    withdrawing.confirm_return(session, uuid=back.uuid, actor=manager(session), now=now)
    rows = session.scalars(select(ItemWithdrawal)).all()
    found = withdrawals_of(session, [row.item_id for row in rows])
    for at in (now, now + WINDOW - MOMENT, now + WINDOW, now + 3 * WINDOW):
        out = set(session.scalars(select(ItemWithdrawal.id).where(is_out(at))))
        by_rule = {one.id for each in found.values() for one in each if one.standing(at) is not WithdrawalStanding.OVER}
        assert out == by_rule
    assert withdrawn_keys(session, exam.course_id, now + WINDOW) == {"exam-number-0"}


PART = timedelta(days=1)  # how often is asked: acts and the ends of windows fall on whole days, nothing between
ACTS = ("withdraw", "confirm", "refuse", "propose", "return")


@some_and_many(4, 50)
def test_over_all_acts_of_one_person_no_question_is_out_for_longer_than_the_window(session, exam, now, examples):
    @settings(max_examples=examples)
    @given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5)), min_size=1, max_size=10))
    @example([("withdraw", 5), ("withdraw", 5), ("propose", 5)])  # it lapses, and is not withdrawn again
    @example([("withdraw", 3), ("refuse", 1), ("withdraw", 4), ("confirm", 5), ("return", 1)])
    def in_again_in_time(acts):
        out_for_the_window_at_most(session, exam, now, acts)

    in_again_in_time()


def out_for_the_window_at_most(session, exam, now, acts):
    nested = session.begin_nested()
    try:
        alone, at, out = manager(session), now, timedelta(0)
        for number, (act, days) in enumerate(acts):
            uuid = session.scalars(select(ItemWithdrawal.uuid).order_by(ItemWithdrawal.id.desc()).limit(1)).first()
            said = {"uuid": uuid or "none", "actor": alone, "now": at}
            try:
                match act:
                    case "withdraw":
                        withdraw(session, exam, alone, at, form=f"form-{number}")
                    case "confirm":
                        withdrawing.confirm_withdrawal(session, **said)
                    case "refuse":
                        withdrawing.refuse_withdrawal(session, reason="Right.", **said)
                    case "propose":
                        withdrawing.propose_return(session, reason="Back.", **said)
                    case _:
                        withdrawing.confirm_return(session, **said)
            except (RuleBroken, Conflict, NotFound):
                pass
            for _part in range(days * timedelta(days=1) // PART):
                out += PART * (not asks(session, exam, at))
                at += PART
        assert out <= WINDOW
    finally:
        nested.rollback()


def test_who_withdraws_questions_and_then_enrols_does_not_sit_an_exam_of_their_own_making(session, exam, version, now):
    row = person(session, None, Role.PROGRAMME_MANAGER)
    alone = viewer(session, row)
    made = [withdraw(session, exam, alone, now, key=f"exam-number-{n}", form=f"form {n}") for n in range(2)]
    make.enrol(session, row.id, version.id, now=now)
    whole = {one.id for one in make.exam_queries.pool(session, exam)}
    out = {"exam-number-0", "exam-number-1"}
    assert {one.id for one in pool_at(session, exam, row.id, now)} == whole
    assert {one.id for one in pool_at(session, exam, ANYBODY, now)} == whole - out
    withdrawing.confirm_withdrawal(session, uuid=made[0].uuid, actor=manager(session), now=now)
    assert {one.id for one in pool_at(session, exam, row.id, now)} == whole - {"exam-number-0"}


def hung(session, who, exam, key):
    return results_that_hung_on(session, who, make.item_of(session, exam, key).id)


def key_drawn(session, exam, attempt, kind):
    position = make.position_of(session, attempt, kind)
    drawn = attempt_queries.questions(session, attempt.id)[position - 1].item_version_id
    return next(one.id for one in make.exam_queries.pool(session, exam) if one.version == drawn)


def test_results_that_hung_on_a_question_are_found_at_the_edge_of_the_cut(session, exam, version, now):
    # 70 % of six points: five pass, four fail
    five = make.sit(session, exam, make.learner(session, version, now), now, wrong=[KindName.ANGLE])
    key = key_drawn(session, exam, five, KindName.NUMBER)
    six = make.sit(session, exam, make.learner(session, version, now), now)
    four = make.sit(
        session, exam, make.learner(session, version, now), now, wrong=[KindName.NUMBER, KindName.TRUE_FALSE]
    )
    three = make.sit(
        session, exam, make.learner(session, version, now), now,
        wrong=[KindName.NUMBER, KindName.TRUE_FALSE, KindName.ANGLE],
    )  # fmt: skip
    assert {key_drawn(session, exam, one, KindName.NUMBER) for one in (six, four, three)} == {key}
    found = hung(session, manager(session), exam, key)
    assert [(one.attempt_uuid, one.hang) for one in found.found] == [
        (five.uuid, Hang.PASSED),
        (four.uuid, Hang.FAILED),
    ]
    assert found.others == 2
    assert Fraction(found.found[0].cut) == 70


def test_results_are_listed_to_who_decides_about_these_people_alone(session, exam, version, now):
    here, there = administration(session), administration(session)
    attempt = make.sit(session, exam, make.learner(session, version, now, place=here), now, wrong=[KindName.ANGLE])
    key = key_drawn(session, exam, attempt, KindName.NUMBER)
    assert len(hung(session, manager(session, here), exam, key).found) == 1
    beyond = hung(session, manager(session, there), exam, key)
    assert (beyond.found, beyond.others) == ([], 0)


def test_a_paper_that_holds_the_question_in_an_older_wording_is_found_too(session, exam, version, tmp_path, now):
    attempt = make.sit(session, exam, make.learner(session, version, now), now, wrong=[KindName.ANGLE])
    key = key_drawn(session, exam, attempt, KindName.NUMBER)
    root = make.write_exam_course(tmp_path, version="1.1")
    file = root / "questions" / "exam.yaml"
    file.write_text(file.read_text().replace("value: 8765.25", "value: 9999"))
    newer = make.exam_of(session, make.load_folder(session, root, now))
    assert [one.attempt_uuid for one in hung(session, manager(session), newer, key).found] == [attempt.uuid]


def test_the_second_person_is_told_on_their_start_page_and_who_withdrew_it_is_not(session, exam, version, now):
    first, second = manager(session), manager(session)
    made = withdraw(session, exam, first, now)
    (step,) = steps_of(session, second, now, WITHDRAWN)
    assert step.url == f"/manage/exams/{exam.uuid}/questions/{KEY}"
    assert steps_of(session, first, now, WITHDRAWN) == []
    assert steps_of(session, manager(session, administration(session)), now, WITHDRAWN) == []
    assert steps_of(session, second, now + WINDOW, WITHDRAWN) == []
    withdrawing.confirm_withdrawal(session, uuid=made.uuid, actor=second, now=now)
    assert steps_of(session, manager(session), now, WITHDRAWN) == []


def test_the_doctor_says_whom_to_appoint_where_nobody_could_confirm(session, exam, now):
    assert check_withdrawals(session, now) == []
    withdraw(session, exam, manager(session), now)
    (told,) = check_withdrawals(session, now)
    assert (told.health, "Give somebody the role of programme manager" in told.detail) == (Health.WARN, True)
    manager(session)
    (told,) = check_withdrawals(session, now)
    assert (told.health, f"comes back on {(now + WINDOW):%Y-%m-%d}" in told.detail) == (Health.OK, True)
