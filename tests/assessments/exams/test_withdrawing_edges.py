"""Withdrawn questions at their edges: each act in its place and in the record, and which version asks a question."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import AnswerRevision, Exam
from assessments.exams.queries.bars import sitting_barred
from assessments.exams.queries.exam_items import exam_item, exam_items, exams_of, keys_asked
from assessments.exams.queries.withdrawing import results_that_hung_on
from assessments.exams.queries.withdrawn import withdrawals_of, withdrawn_now
from assessments.exams.rules.saving import Save, SaveVerdict
from assessments.exams.rules.withdrawing import WINDOW, WithdrawalBarrier, WithdrawalStanding
from assessments.exams.services import withdrawing
from assessments.exams.services.adjudication import grant_time
from assessments.exams.services.saving import LONGEST, SaveResult, Sent, save_answers
from assessments.items.item import Use
from assessments.items.models import Item
from courses.api import EndReason, end_run, newest_runs
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import Conflict, NotFound, RuleBroken
from tests.builders import assessments as make
from tests.builders.decisions import annul, bar, manager
from tests.builders.kind_names import KindName
from tests.builders.people import person, viewer

KEY = "exam-number-0"

pytestmark = pytest.mark.usefixtures("told_whole")


def withdraw(session, item, by, now, form="form"):
    return withdrawing.withdraw_item(session, item_id=item.id, reason="Wrong key.", key=form, actor=by, now=now)


def standing(session, made, now):
    return withdrawals_of(session, [made.item_id])[made.item_id][0].standing(now)


@pytest.fixture
def item(session, exam):
    return make.item_of(session, exam, KEY)


def test_each_act_stands_in_the_record_with_who_did_it_and_why(session, item, now):
    first, second = manager(session), manager(session)
    other = withdraw(session, item, second, now, "other")
    withdrawing.refuse_withdrawal(session, uuid=other.uuid, reason="It is right.", actor=first, now=now)
    made = withdraw(session, item, first, now)
    said = {"uuid": made.uuid, "now": now}
    withdrawing.confirm_withdrawal(session, **said, actor=second)
    withdrawing.propose_return(session, **said, reason="Mended.", actor=first)
    withdrawing.refuse_return(session, **said, reason="Not yet.", actor=second)
    withdrawing.propose_return(session, **said, reason="Now.", actor=second)
    withdrawing.confirm_return(session, **said, actor=first)
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == f"item:{item.id}").order_by(AuditEntry.id)
    ).all()
    told = [(one.name, one.actor_id, one.data["withdrawal_id"], one.data.get("reason")) for one in entries]
    assert told == [
        ("item.withdrawn", second.id, other.id, "Wrong key."),
        ("item.withdrawal-refused", first.id, other.id, "It is right."),
        ("item.withdrawn", first.id, made.id, "Wrong key."),
        ("item.withdrawal-confirmed", second.id, made.id, None),
        ("item.return-proposed", first.id, made.id, "Mended."),
        ("item.return-refused", second.id, made.id, "Not yet."),
        ("item.return-proposed", second.id, made.id, "Now."),
        ("item.returned", first.id, made.id, None),
    ]
    steps = withdrawals_of(session, [item.id])[item.id][0].steps
    assert [(one.actor_id, one.reason) for one in steps] == [(actor, why) for _name, actor, _id, why in told[3:]]
    again = withdraw(session, item, first, now, "again")  # others had confirmed it: that was no abuse
    assert standing(session, again, now) is WithdrawalStanding.AWAITING


def test_what_was_confirmed_is_neither_refused_nor_confirmed_again(session, exam, now):
    made = make.withdrawn(session, exam, KEY, now, confirmed=True)
    third = manager(session)
    with pytest.raises(Conflict, match="decided about this question"):
        withdrawing.refuse_withdrawal(session, uuid=made.uuid, reason="It is right.", actor=third, now=now)
    with pytest.raises(Conflict):
        withdrawing.confirm_withdrawal(session, uuid=made.uuid, actor=third, now=now)
    assert standing(session, made, now) is WithdrawalStanding.CONFIRMED


def test_what_waits_or_ran_out_is_not_brought_back(session, exam, now):
    made = make.withdrawn(session, exam, KEY, now)
    said = {"uuid": made.uuid, "actor": manager(session)}
    with pytest.raises(Conflict):
        withdrawing.propose_return(session, reason="Mended.", now=now, **said)
    for act in (withdrawing.refuse_withdrawal, withdrawing.refuse_return):
        with pytest.raises(Conflict):
            act(session, reason="It is right.", now=now + WINDOW, **said)
    with pytest.raises(NotFound):
        withdrawing.confirm_return(session, uuid="nothing", actor=said["actor"], now=now)


def test_who_takes_the_course_neither_brings_a_question_back_nor_keeps_it_out(session, exam, officer, now):
    made = make.withdrawn(session, exam, KEY, now, confirmed=True)
    taker = viewer(session, officer)
    with pytest.raises(RuleBroken, match="You take this course"):
        withdrawing.propose_return(session, uuid=made.uuid, reason="Mended.", actor=taker, now=now)
    withdrawing.propose_return(session, uuid=made.uuid, reason="Mended.", actor=manager(session), now=now)
    with pytest.raises(RuleBroken, match="You take this course"):
        withdrawing.refuse_return(session, uuid=made.uuid, reason="No.", actor=taker, now=now)
    with pytest.raises(RuleBroken, match="took it in the last 12 months"):
        withdrawing.confirm_return(session, uuid=made.uuid, actor=taker, now=now)
    assert standing(session, made, now) is WithdrawalStanding.CONFIRMED


def test_the_form_of_one_person_is_none_of_another(session, item, now):
    withdraw(session, item, manager(session), now)
    with pytest.raises(Conflict, match="withdrawn already"):
        withdraw(session, item, manager(session), now)
    with pytest.raises(Conflict, match="sent already"):
        withdraw(session, item, manager(session), now + WINDOW)


def test_a_question_of_no_course_is_nobodys_own(session, exam, officer, now):
    item = Item(course_id=None, key="of-no-course", use=Use.EXAM)
    session.add(item)
    session.flush()
    made = withdraw(session, item, viewer(session, officer), now)
    assert made.item_id not in {one.item_id for one in withdrawn_now(session, now)}
    withdrawing.refuse_withdrawal(session, uuid=made.uuid, reason="Right.", actor=manager(session), now=now)
    assert standing(session, made, now) is WithdrawalStanding.OVER


def test_each_barrier_is_said_in_words_of_its_own(app):
    words = {barred: withdrawing.barrier_words(barred) for barred in WithdrawalBarrier}
    assert len({*words.values()}) == len(WithdrawalBarrier)
    assert words[WithdrawalBarrier.AGAIN].startswith("You withdrew this question in the last 12 months")
    assert words[WithdrawalBarrier.TAKES].startswith("You take this course. Somebody who does not")
    assert "the time is up" in withdrawing.changed_words()


def test_a_result_that_does_not_count_hung_on_nothing(session, exam, version, now):
    attempts = [make.sit(session, exam, make.learner(session, version, now), now, wrong=[KindName.ANGLE]) for _ in "ab"]
    position = make.position_of(session, attempts[0], KindName.NUMBER)
    asked = make.attempt_queries.questions(session, attempts[0].id)[position - 1].item_version_id
    key = next(one.id for one in make.exam_queries.pool(session, exam) if one.version == asked)
    annul(session, attempts[0], now)
    who = manager(session)
    found = results_that_hung_on(session, who, make.item_of(session, exam, key).id)
    assert ([one.attempt_uuid for one in found.found], found.others) == ([attempts[1].uuid], 0)
    unasked = next(f"exam-number-{n}" for n in range(3) if f"exam-number-{n}" != key)
    none = results_that_hung_on(session, who, make.item_of(session, exam, unasked).id)
    assert (none.found, none.others) == ([], 0)


@pytest.fixture
def renamed(session, version, tmp_path, now):
    """The next version of the course, in which a question has another name."""
    root = make.write_exam_course(tmp_path, version="1.1")
    file = root / "questions" / "exam.yaml"
    file.write_text(file.read_text().replace(f"- id: {KEY}\n", "- id: exam-number-9\n"))
    return make.load_folder(session, root, now)


def test_an_old_question_is_listed_while_somebody_takes_its_version(session, exam, officer, renamed, now):
    row = session.get_one(Exam, exam.exam_id)
    newest = {f"exam-{kind}-{n}" for kind in make.KINDS for n in range(3)} - {KEY} | {"exam-number-9"}

    def told(*, every=False):
        found = exam_items(session, row, every=every)
        assert [one.key for one in found if one.is_newest] == sorted(newest)
        return [(one.key, one.no, one.is_taken) for one in found if not one.is_newest]

    assert told() == [(KEY, 1, True)]
    assert keys_asked(session, row) == [*sorted(newest), KEY]
    assert exam_item(session, row, KEY).exam.version_id == exam.version_id
    item = make.item_of(session, exam, KEY)
    make.withdrawn(session, exam, KEY, now)
    make.withdrawn(session, exam, "exam-spot-0", now)
    named = {number: one.version_id for number, one in exams_of(session, withdrawn_now(session, now)).items()}
    newer = make.exam_of(session, renamed)
    spot = make.item_of(session, exam, "exam-spot-0")
    assert named == {item.id: exam.version_id, spot.id: newer.version_id}
    run = newest_runs(session, [officer.id], exam.course_id)[officer.id]
    end_run(session, run.id, reason=EndReason.WITHDRAWN, by=None, now=now)
    assert told() == []
    assert told(every=True) == [(KEY, 1, False)]
    assert keys_asked(session, row) == sorted(newest)
    with pytest.raises(NotFound):
        exam_item(session, row, "checkpoint-spot-0")  # of a quiz


def test_a_bar_is_of_the_course_of_its_exam(session, exam, officer, version, now):
    bar(session, exam, officer, now, opens_on=None, never_again=True)
    bar(session, exam, officer, now)
    other = make.learner(session, version, now)
    people = [officer.id, other.id]
    found = sitting_barred(session, people, [exam.course_id], now)
    assert {number: [one.never for one in each.values()] for number, each in found.items()} == {
        officer.id: [True],
        other.id: [],
    }
    assert sitting_barred(session, people, [exam.course_id + 1], now) == {officer.id: {}, other.id: {}}


def test_a_receipt_tells_what_stands_only_where_another_page_saved_since():
    assert SaveResult(1, "taken", 2, "b").as_json() == {"verdict": "taken", "seq": 2}
    assert SaveResult(1, SaveVerdict.STALE, 2, None).as_json() == {"verdict": "stale", "seq": 2, "value": None}
    said = SaveResult(1, "invalid", 2, message="No.").as_json()
    assert said == {"verdict": "invalid", "seq": 2, "message": "No."}


def test_who_is_overtaken_is_told_what_counts_and_not_what_came_late(session, exam, officer, attempt, now):
    position = make.position_of(session, attempt, KindName.ONE_CHOICE)
    late = now + timedelta(minutes=41)
    assert make.save(session, attempt, position, "a", late, page="one").verdict == "late"
    said = {"exam_id": exam.exam_id, "person_id": officer.id, "minutes": 30, "reason": "Power cut."}
    grant_time(session, **said, actor=manager(session), now=now)
    session.refresh(attempt)
    told = make.save(session, attempt, position, "b", late, page="two")
    assert (told.verdict, told.seq, told.value) == ("stale", 1, None)
    make.save(session, attempt, position, "c", late, page="one", client_seq=2, base_seq=1)
    again = make.save(session, attempt, position, "b", late, page="two")
    assert (again.verdict, again.seq, again.value) == ("stale", 2, "c")


def test_an_answer_may_be_as_long_as_it_may_be(session, attempt, now):
    position = make.position_of(session, attempt, KindName.NUMBER)
    shortest = len(str({"text": "5", "unit": "kg"}))
    for spaces, more in ((LONGEST - shortest, ""), (LONGEST - shortest + 1, "too long")):
        value = {"text": " " * spaces + "5", "unit": "kg"}
        sent = Sent(position, Save("p", spaces, 9), value)
        (told,) = save_answers(session, attempt, [sent], decimal=".", now=now)
        assert ("too long" in (told.message or "")) is bool(more)
    assert {one.page for one in session.scalars(select(AnswerRevision))} <= {"p"}


def test_a_stranger_finds_nothing_that_hung_on_a_question(session, exam, officer, item, now):
    make.sit(session, exam, officer, now, wrong=[KindName.ANGLE])
    stranger = viewer(session, person(session, None, Role.OFFICER))
    items = session.scalars(select(Item.id).where(Item.course_id == exam.course_id)).all()
    found = [results_that_hung_on(session, stranger, number) for number in items]
    assert {(len(one.found), one.others) for one in found} == {(0, 0)}
