"""Quizzes on paper: made for a cohort, keyed in by two people, counted once; and sheets that are given up."""

import json

import pytest
from sqlalchemy import select, update

from assessments.exams.models import AnswerRevision, Attempt
from assessments.exams.printed.audited import AUDITED
from assessments.exams.printed.models import PrintedKeying, PrintedLoss, PrintedSheet
from assessments.exams.printed.pages.sheets import sheets_of
from assessments.exams.printed.queries import sheet_by_code, sheets_of_cohort
from assessments.exams.printed.rules.codes import is_sheet_code
from assessments.exams.printed.rules.sheets import KeyingStep, LossReason, SheetState
from assessments.exams.printed.services import giving_up, keying, printable
from assessments.exams.queries.audited import AUDITED as AUDITED_EXAMS
from assessments.exams.queries.board import attempts_in
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.grading import grade_attempt
from courses.api import done_in
from lms.audit.models import AuditEntry
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, NotFound, RuleBroken
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import printed as paper
from tests.builders.people import appointed, person, viewer


@pytest.fixture(scope="module")
def loaded(printable):
    return printable


@pytest.fixture
def second(session):
    return person(session, "Trainer Two")


@pytest.fixture
def cohort(session, version, trainer, now):
    return cohorts.cohort(session, version, now, leader=trainer)


@pytest.fixture
def officers(session, cohort, now):
    return cohorts.officers(session, cohort, 2, now)


@pytest.fixture
def sheet(session, cohort, quiz, officers, trainer, now):
    return paper.printed(session, cohort, quiz, officers[:1], trainer, now)[0]


def said(session, sheet, name):
    """Who did what, as the record has it."""
    rows = (
        select(AuditEntry)
        .where(AuditEntry.subject == f"attempt:{sheet.attempt.id}", AuditEntry.name == name)
        .order_by(AuditEntry.id)
    )
    return [one.actor_id for one in session.scalars(rows.order_by(AuditEntry.id))]


def test_each_officer_gets_an_attempt_with_a_frozen_paper_and_a_code(session, cohort, quiz, officers, trainer, now):
    sheets = paper.printed(session, cohort, quiz, officers, trainer, now)
    assert [one.attempt.person_id for one in sheets] == [one.id for one in officers]
    for one in sheets:
        assert is_sheet_code(one.row.code)
        assert (one.attempt.state, one.attempt.deadline_at, one.attempt.on_paper) == ("in_progress", None, True)
        asked = make.kinds(session, one.attempt)
        assert len(asked) == len(paper.ENDINGS)
        assert said(session, one, "attempt.started") == said(session, one, "attempt.sheet-printed") == [trainer.id]


def test_no_key_is_on_a_sheet(session, sheet, now):
    made = sheets_of(session, [sheet], "https://site", now)
    text = json.dumps([one.questions for one in made.sheets], ensure_ascii=False)
    assert make.revealed(text) == []
    assert not any(word in text for word in ("gigantea", "pristis", "suspicious", "defect"))


def test_one_officer_who_may_not_begin_stops_all_and_is_named(session, cohort, quiz, officers, trainer, now, sheet):
    with pytest.raises(BadInput, match=f"{officers[0].name}: has an attempt in progress"):
        paper.printed(session, cohort, quiz, officers, trainer, now, "again")
    assert len(list(session.scalars(select(PrintedSheet)))) == 1


def test_nobody_prints_their_own_sheet(session, cohort, quiz, officers, now):
    with pytest.raises(BadInput, match="a sheet for yourself"):
        paper.printed(session, cohort, quiz, officers, officers[0], now)


def test_a_quiz_with_a_question_for_the_screen_alone_is_refused_by_its_words(
    session, monkeypatch, cohort, quiz, officers, trainer, now
):
    monkeypatch.setattr(printable, "ON_PAPER", printable.ON_PAPER - {"spot"})
    with pytest.raises(RuleBroken, match="works only on a screen"):
        paper.printed(session, cohort, quiz, officers, trainer, now)


def test_the_final_exam_is_never_printed(session, cohort, exam, officers, trainer, now):
    with pytest.raises(NotFound):
        paper.printed(session, cohort, exam, officers, trainer, now)


def test_no_screen_hands_it_in(session, sheet, now):
    with pytest.raises(RuleBroken, match="on paper"):
        submit_attempt(session, sheet.attempt, key="k", now=now)
    with pytest.raises(RuleBroken, match="on paper"):
        make.save(session, sheet.attempt, 1, "b", now)


def test_two_who_agree_hand_it_in_and_it_passes(session, sheet, trainer, second, now):
    right = paper.right_answers(session, sheet)
    once = paper.key_in(session, sheet, right, trainer, now)
    assert (once.state, once.attempt.state) == (SheetState.KEYED, "in_progress")
    twice = paper.key_in(session, sheet, right, second, now)
    assert twice.state is SheetState.HANDED_IN
    assert (twice.attempt.state, twice.attempt.closed_by) == ("submitted", "paper")
    grade_attempt(session, twice.attempt.id, now=now)
    assert make.result_of(session, twice.attempt).percent == "100"
    assert make.QUIZ in done_in(session, [twice.attempt.enrolment_id])[twice.attempt.enrolment_id]
    assert said(session, sheet, "attempt.sheet-keyed") == [trainer.id, second.id]
    assert said(session, sheet, "attempt.closed") == [second.id]


def test_what_differs_is_settled_by_the_paper_and_all_three_are_kept(session, sheet, trainer, second, now):
    right = paper.right_answers(session, sheet)
    wrong = right | {"1": paper.right_answers(session, sheet)["1"]}
    del wrong["2"]
    paper.key_in(session, sheet, wrong, trainer, now)
    twice = paper.key_in(session, sheet, right, second, now)
    assert (twice.state, keying.differing(twice)) == (SheetState.DIFFERS, [2])
    done = paper.key_in(session, sheet, {"2": right["2"], "3": "not asked again"}, second, now)
    assert [one.step for one in done.keyings] == ["first", "second", "settled"]
    kept = session.scalars(select(AnswerRevision)).all()
    assert len(kept) == len(right)
    assert {one.actor_id for one in kept} == {second.id}
    grade_attempt(session, done.attempt.id, now=now)
    assert make.result_of(session, done.attempt).percent == "100"


def test_the_first_person_neither_checks_nor_settles(session, sheet, trainer, second, now):
    paper.key_in(session, sheet, {}, trainer, now)
    with pytest.raises(RuleBroken, match="Somebody else"):
        paper.key_in(session, sheet, {}, trainer, now)
    paper.key_in(session, sheet, paper.right_answers(session, sheet), second, now)
    with pytest.raises(RuleBroken, match="Somebody else"):
        paper.key_in(session, sheet, {}, trainer, now)


def test_neither_of_them_is_the_officer(session, sheet, officers, now):
    with pytest.raises(RuleBroken, match="your own sheet"):
        paper.key_in(session, sheet, {}, officers[0], now)


def test_who_has_their_rights_from_the_first_is_no_second_person(session, sheet, trainer, now):
    paper.key_in(session, sheet, {}, trainer, now)
    with pytest.raises(RuleBroken, match="Your rights come from this person"):
        paper.key_in(session, sheet, {}, appointed(session, trainer.id), now)


@pytest.mark.parametrize("deed", ["key in", "report", "agree"])
def test_an_account_that_the_officer_made_is_nobody_else(session, sheet, officers, trainer, now, deed):
    theirs = appointed(session, officers[0].id)
    if deed == "agree":
        lose(session, sheet, trainer, now)
    act = {
        "key in": lambda: paper.key_in(session, sheet, {}, theirs, now),
        "report": lambda: lose(session, sheet, theirs, now),
        "agree": lambda: decide(session, sheet, theirs, now),
    }
    with pytest.raises(RuleBroken, match="Your rights come from this person"):
        act[deed]()


def test_an_account_of_whoever_reported_a_sheet_does_not_agree(session, sheet, trainer, now):
    lose(session, sheet, trainer, now)
    with pytest.raises(RuleBroken, match="Your rights come from this person"):
        decide(session, sheet, appointed(session, trainer.id), now)


def test_nothing_more_is_keyed_in_once_it_is_submitted(session, sheet, trainer, second, now):
    for one in (trainer, second):
        paper.key_in(session, sheet, {}, one, now)
    with pytest.raises(RuleBroken, match="closed"):
        paper.key_in(session, sheet, {}, person(session), now)


def lose(session, sheet, who, now):
    giving_up.say_lost(
        session, paper.again(session, sheet), LossReason.LOST, "Left on the bus.", actor=viewer(session, who), now=now
    )


def decide(session, sheet, who, now, agreed=True):
    giving_up.decide_lost(session, paper.again(session, sheet), agreed=agreed, actor=viewer(session, who), now=now)


def test_a_lost_sheet_is_given_up_by_two_and_the_officer_may_begin_again(
    session, cohort, quiz, sheet, officers, trainer, second, now
):
    lose(session, sheet, trainer, now)
    with pytest.raises(RuleBroken, match="yourself"):
        decide(session, sheet, trainer, now)
    decide(session, sheet, second, now)
    gone = paper.again(session, sheet)
    assert (gone.state, gone.attempt.state) == (SheetState.GIVEN_UP, AttemptState.VOIDED)
    assert attempts_in(session, [gone.attempt.enrolment_id])[gone.attempt.enrolment_id] == []
    other = paper.printed(session, cohort, quiz, officers[:1], trainer, now, "other")[0]
    assert other.attempt.no == 2
    assert other.row.code != sheet.row.code


def test_a_sheet_that_is_reported_is_not_keyed_in_until_somebody_says_it_is_there(session, sheet, trainer, second, now):
    lose(session, sheet, trainer, now)
    with pytest.raises(RuleBroken, match="cannot be used"):
        paper.key_in(session, sheet, {}, second, now)
    decide(session, sheet, trainer, now, agreed=False)
    assert paper.key_in(session, sheet, {}, second, now).state is SheetState.KEYED
    lose(session, sheet, trainer, now)


def test_the_officer_says_nothing_of_their_own_sheet(session, sheet, officers, trainer, now):
    with pytest.raises(RuleBroken, match="your own sheet"):
        lose(session, sheet, officers[0], now)
    lose(session, sheet, trainer, now)
    with pytest.raises(RuleBroken, match="your own sheet"):
        decide(session, sheet, officers[0], now)


def test_who_leads_another_cohort_finds_no_sheet_of_this_one(session, version, cohort, sheet, trainer, now):
    stranger = cohorts.trainer(session)
    cohorts.cohort(session, version, now, leader=stranger)
    assert sheet_by_code(session, viewer(session, trainer), sheet.row.code).row.id == sheet.row.id
    with pytest.raises(NotFound):
        sheet_by_code(session, viewer(session, stranger), sheet.row.code)
    assert len(sheets_of_cohort(session, viewer(session, trainer), cohort.id)) == 1


@pytest.fixture
def kept(session, cohort, quiz, sheet, officers, trainer, second, now):
    """A sheet that was submitted, and one that was given up."""
    for one in (trainer, second):
        paper.key_in(session, sheet, paper.right_answers(session, sheet), one, now)
    grade_attempt(session, sheet.attempt.id, now=now)
    other = paper.printed(session, cohort, quiz, officers[1:], trainer, now, "other")[0]
    lose(session, other, trainer, now)
    decide(session, other, second, now)
    session.flush()


def compared(session):
    session.flush()
    return {one.title: (one.records, one.faults) for one in compare_all(session, (*AUDITED, *AUDITED_EXAMS))}


def test_what_nobody_touched_fits_the_record(session, kept):
    found = compared(session)
    assert {name: found[name] for name in [one.title for one in AUDITED]} == {
        "printed sheets": (2, ()),
        "answers keyed in from paper": (2, ()),
        "sheets reported as not usable": (1, ()),
        "decisions about such sheets": (1, ()),
    }
    assert all(faults == () for _records, faults in found.values())


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (
            update(PrintedKeying).where(PrintedKeying.step == KeyingStep.FIRST).values(answers={"1": "a"}),
            "answers keyed",
        ),
        (update(PrintedLoss).values(agreed=False), "decisions about"),
        (update(PrintedLoss).values(words="Eaten."), "sheets reported"),
        (update(Attempt).values(state=AttemptState.PUBLISHED, closed_by="person"), "closed attempts"),
    ],
)
def test_what_somebody_changed_is_found(session, kept, change, title):
    session.execute(change)
    found = compared(session)
    assert [name for name, (_records, faults) in found.items() if faults and name.startswith(title)]
