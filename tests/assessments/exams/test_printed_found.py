"""Printed sheets as they are found, waited for and refused: those of other cohorts and steps are left out."""

from datetime import timedelta
from secrets import choice

import pytest
from sqlalchemy import select

from assessments.exams.models import AnswerRevision, CutProposal, CutScore
from assessments.exams.printed import queries
from assessments.exams.printed.models import PrintedKeying, PrintedLoss, PrintedSheet
from assessments.exams.printed.rules.sheets import KeyingStep, LossReason, SheetState
from assessments.exams.printed.services import giving_up, keying, printing
from assessments.exams.printed.services.admitting import refusals
from assessments.exams.rules.admission import RefusalReason
from assessments.exams.rules.cuts import ProposalState
from assessments.exams.services.starting import start_attempt
from courses.api import EndReason, end_run
from courses.cohorts.services.trainers import give_cohort
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.ids import new_uuid
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import printed as paper
from tests.builders.kind_names import KindName
from tests.builders.locks import locks
from tests.builders.people import NOW, appointed, person, viewer


@pytest.fixture(scope="module")
def loaded(printable):
    return printable


@pytest.fixture
def second(session, cohort, now):
    made = person(session, "Trainer Two")
    give_cohort(session, cohort.id, made.id, by=None, now=now)
    return made


@pytest.fixture
def officers(session, cohort, now):
    return cohorts.officers(session, cohort, 2, now)


@pytest.fixture
def sheet(session, cohort, quiz, officers, trainer, now):
    return paper.printed(session, cohort, quiz, officers[:1], trainer, now)[0]


@pytest.fixture
def elsewhere(session, version, quiz, trainer, now):
    """A sheet of another cohort of the same trainer, which was keyed in by somebody else and waits."""
    other = cohorts.cohort(session, version, now, leader=trainer)
    made = paper.printed(session, other, quiz, cohorts.officers(session, other, 1, now), trainer, now, "theirs")[0]
    return paper.key_in(session, made, {"1": "a"}, person(session), now)


def numbers(found):
    return [one.row.id for one in found]


def lose(session, sheet, who, now, words="Left on the bus."):
    current = paper.again(session, sheet)
    giving_up.say_lost(session, current, LossReason.LOST, words, actor=viewer(session, who), now=now)


def decide(session, sheet, who, now, *, agreed=True):
    giving_up.decide_lost(session, paper.again(session, sheet), agreed=agreed, actor=viewer(session, who), now=now)


# Found


def test_sheets_are_those_of_the_cohort_with_what_was_done_with_each(
    session, cohort, quiz, officers, trainer, sheet, elsewhere, now
):
    (later,) = paper.printed(session, cohort, quiz, officers[1:], trainer, now, "later")
    paper.key_in(session, later, {"2": "b"}, trainer, now)
    lose(session, sheet, trainer, now)
    who = viewer(session, trainer)
    found = queries.sheets_of_cohort(session, who, cohort.id)
    assert numbers(found) == [sheet.row.id, later.row.id]
    assert [[one.answers for one in each.keyings] for each in found] == [[], [{"2": "b"}]]
    assert [[one.words for one in each.losses] for each in found] == [["Left on the bus."], []]
    assert [(one.first_by, one.state, one.loss is None) for one in found] == [
        (None, SheetState.PRINTED, False), (trainer.id, SheetState.KEYED, True)
    ]  # fmt: skip
    assert found[1].keyed(KeyingStep.FIRST).answers == {"2": "b"}
    assert numbers(queries.sheets_of_batch(session, who, cohort.id, "later")) == [later.row.id]
    assert numbers(queries.sheets_of_batch(session, who, cohort.id, "batch")) == [sheet.row.id]
    for batch in ("theirs", new_uuid()):
        with pytest.raises(NotFound):
            queries.sheets_of_batch(session, who, cohort.id, batch)
    assert queries.sheet_of_attempt(session, later.attempt.id).row.id == later.row.id


def test_a_sheet_that_was_given_up_is_printed_no_more(session, cohort, trainer, second, sheet, now):
    lose(session, sheet, trainer, now)
    decide(session, sheet, second, now)
    assert queries.sheets_of_batch(session, viewer(session, trainer), cohort.id, "batch") == []


def test_a_sheet_is_found_by_its_own_code_and_locked_with_its_attempt(session, trainer, sheet, elsewhere):
    who = viewer(session, trainer)
    with locks(session) as locked:
        assert [queries.sheet_by_code(session, who, one.row.code).row.id for one in (sheet, elsewhere)] == [
            sheet.row.id, elsewhere.row.id
        ]  # fmt: skip
    assert locked == []
    with locks(session) as locked:
        queries.sheet_by_code(session, who, sheet.row.code, lock=True)
    assert locked == [("changes", "attempt")]
    with pytest.raises(NotFound):
        queries.sheet_by_code(session, who, "22222222")


def test_codes_are_taken_by_the_sheets_that_bear_them(session, sheet, elsewhere):
    assert queries.codes_taken(session, [sheet.row.code, "22222222"]) == {sheet.row.code}


# What waits


def waits(session, who, *found):
    """In which of these cohorts how many sheets wait, and whether home leads there."""
    seen = viewer(session, who)
    first = [session.scalar(select(asked)) for asked in queries.sheets_first(seen, None)]
    return queries.sheets_waiting(session, seen, [one.id for one in found]), first


def test_a_sheet_waits_for_somebody_else_than_who_keyed_it_in_first(
    session, cohort, trainer, second, sheet, elsewhere, officers, now
):
    assert waits(session, second, cohort) == ([], [False])
    paper.key_in(session, sheet, {"1": "a"}, trainer, now)
    assert waits(session, second, cohort) == ([(cohort.id, 1)], [True])
    assert waits(session, trainer, cohort) == ([], [True])  # of the other cohort
    assert waits(session, officers[0], cohort) == ([], [])
    paper.key_in(session, sheet, {"1": "b"}, second, now)
    assert waits(session, second, cohort)[0] == [(cohort.id, 1)]  # they settle it
    assert waits(session, trainer, cohort)[0] == []
    paper.key_in(session, sheet, {"1": "b"}, second, now)
    assert waits(session, second, cohort) == ([], [False])


def test_ones_own_sheet_and_one_that_is_reported_wait_for_nobody(
    session, cohort, trainer, second, sheet, officers, now
):
    paper.key_in(session, sheet, {"1": "a"}, trainer, now)
    give_cohort(session, cohort.id, officers[0].id, by=None, now=now)
    assert waits(session, officers[0], cohort) == ([], [False])
    lose(session, sheet, trainer, now)
    assert waits(session, second, cohort) == ([], [False])
    decide(session, sheet, trainer, now, agreed=False)
    assert waits(session, second, cohort) == ([(cohort.id, 1)], [True])


def test_who_leads_no_cohort_is_not_asked_about_sheets(session, sheet):
    assert queries.sheets_first(viewer(session, person(session)), NOW) == []
    assert queries.sheets_first(viewer(session, cohorts.trainer(session)), NOW) == []


# Printing


def order(session, cohort, quiz, officers, many=1):
    runs = [paper.run_of(session, one, quiz.course_id) for one in officers] * many
    return printing.PrintOrder(cohort.id, quiz, runs, "en", new_uuid())


def printed(session, wanted, trainer, now, chance=None):
    return printing.print_quiz(session, wanted, chance or paper.chance(), actor_id=trainer.id, now=now)


def test_sixty_sheets_are_printed_in_one_step_and_no_more(session, cohort, quiz, officers, trainer, now):
    with pytest.raises(BadInput, match="at most 60"):
        printed(session, order(session, cohort, quiz, officers[:1], 61), trainer, now)
    with pytest.raises(BadInput, match="at least one"):
        printed(session, order(session, cohort, quiz, []), trainer, now)
    chance = printing.Chance(lambda: 5, choice)
    with pytest.raises(Conflict, match="started the quiz a moment ago"), session.begin_nested():  # all for one officer
        printed(session, order(session, cohort, quiz, officers[:1], 60), trainer, now, chance)


def test_printing_tells_how_many_and_each_sheet_has_a_code_of_its_own(
    session, cohort, quiz, officers, trainer, sheet, now
):
    signs = [*sheet.row.code[:-1] * 2, *"3456789"]
    chance = printing.Chance(lambda: 7, lambda _letters: signs.pop(0))
    assert printed(session, order(session, cohort, quiz, officers[1:]), trainer, now, chance) == 1
    row = session.scalars(select(PrintedSheet).where(PrintedSheet.id != sheet.row.id)).one()
    assert (row.code[:-1], row.cohort_id, row.language, row.printed_by_id) == ("3456789", cohort.id, "en", trainer.id)
    made = queries.sheet_of_attempt(session, row.attempt_id).attempt
    assert (made.no, made.seed, made.on_paper, made.person_id) == (1, 7, True, officers[1].id)


def test_only_who_may_not_begin_is_named(session, cohort, quiz, officers, trainer, sheet, now):
    with pytest.raises(BadInput) as refused:
        printed(session, order(session, cohort, quiz, officers), trainer, now)
    assert (refused.value.field, refused.value.message) == ("who", f"{officers[0].name}: has an attempt in progress.")


def test_neither_who_set_the_cut_nor_who_ended_the_course_gets_a_sheet(session, cohort, quiz, officers, trainer, now):
    ended = order(session, cohort, quiz, officers[1:])
    end_run(session, ended.runs[0].id, reason=EndReason.WITHDRAWN, by=None, now=now)
    with pytest.raises(RuleBroken, match="ended this course"):
        printed(session, order(session, cohort, quiz, officers[1:]), trainer, now)
    said = {
        "exam_id": quiz.exam_id, "percent": "50", "set_by": "A panel", "method": "Angoff, 9 judges",
        "provisional": False, "at": now,
    }  # fmt: skip
    own = CutProposal(**said, proposer_id=officers[0].id, state=ProposalState.AGREED, ended_at=now)
    session.add(own)
    session.flush()
    session.add(CutScore(**said, actor_id=officers[0].id, proposal_id=own.id))
    with pytest.raises(RuleBroken, match="set the pass mark"):
        printed(session, order(session, cohort, quiz, officers[:1]), trainer, now)
    assert session.scalars(select(PrintedSheet)).all() == []


def test_who_has_an_attempt_under_way_is_refused_and_others_are_not(session, cohort, quiz, officers, sheet, now):
    runs = order(session, cohort, quiz, officers).runs
    assert {run: one.reason for run, one in refusals(session, quiz, runs, now).items()} == {
        runs[0].id: RefusalReason.OPEN
    }


def test_a_quiz_with_a_sign_that_no_font_has_is_refused_by_its_question(
    session, cohort, officers, trainer, tmp_path, quick_reading, now
):
    root = make.write_exam_course(tmp_path, endings=paper.ENDINGS, version="1.1")
    file = root / "questions" / "checkpoint.yaml"
    lines = file.read_text().split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("  explain:")) + 2
    assert lines[place].strip(), lines
    stem = next(n for n, line in enumerate(lines) if line.startswith("  stem:"))
    lines[stem] = lines[stem].replace('?"', ' \U0001f9a9?"')
    file.write_text("\n".join(lines))
    quiz = make.exam_of(session, make.load_folder(session, root, now), make.QUIZ)
    with pytest.raises(RuleBroken, match="cannot be printed: \U0001f9a9"):
        printed(session, order(session, cohort, quiz, officers), trainer, now)


# Keying in


def test_each_keying_is_kept_and_what_counts_is_the_answer_of_the_second_person(
    session, sheet, trainer, second, officers, now
):
    states = []
    for who, answers in ((trainer, {"1": "a", "2": "b"}), (second, {"1": "a"}), (second, {"2": "c"})):
        current = paper.again(session, sheet)
        states.append(keying.key_in(session, current, answers, actor=viewer(session, who), now=now))
    assert states == [SheetState.KEYED, SheetState.DIFFERS, SheetState.HANDED_IN]
    rows = session.scalars(select(PrintedKeying).order_by(PrintedKeying.id)).all()
    assert [(one.step, one.person_id, one.answers, one.at) for one in rows] == [
        ("first", trainer.id, {"1": "a", "2": "b"}, now), ("second", second.id, {"1": "a"}, now),
        ("settled", second.id, {"1": "a", "2": "c"}, now),
    ]  # fmt: skip
    kept = session.scalars(select(AnswerRevision).order_by(AnswerRevision.attempt_item_id)).all()
    assert [(one.seq, one.kind, one.answer, one.received_at, one.actor_id) for one in kept] == [
        (1, "save", {"value": value}, now, second.id) for value in ("a", "c")
    ]
    assert paper.again(session, sheet).attempt.closed_at == now


def test_why_a_sheet_is_not_keyed_in_is_said_unless_it_is_reported(
    session, sheet, elsewhere, trainer, second, officers, now
):
    def words(who, which=sheet):
        return keying.refusal_words(session, paper.again(session, which), viewer(session, who))

    assert (words(trainer), words(second)) == ("", "")
    assert "your own sheet" in words(officers[0])
    paper.key_in(session, sheet, {}, trainer, now)
    assert ("You entered this sheet" in words(trainer), words(second)) == (True, "")
    lose(session, sheet, trainer, now)
    assert (words(trainer), words(second)) == ("", "")  # the page says what was reported
    assert "your own sheet" in words(officers[0])
    decide(session, sheet, second, now)
    assert all("This sheet is closed" in words(who) for who in (trainer, second))
    assert words(second, elsewhere) == ""


def read(session, sheet, **typed):
    """What is read of one question of each of these kinds."""
    asked, stored = keying.asked_of(session, sheet, "en")
    places = {kind: make.position_of(session, sheet.attempt, KindName(kind)) for kind in typed}
    forms = {places[kind]: form for kind, form in typed.items()}
    found = keying.read_answers(asked, stored, forms, ".")
    return [found.faults.get(place, found.answers.get(str(place))) for place in places.values()]


def test_what_cannot_be_taken_is_said_and_spoils_no_other_answer(session, sheet):
    place = make.position_of(session, sheet.attempt, KindName.NUMBER)
    right = paper.forms(session, sheet)[place]
    squares, number = read(session, sheet, spot={"squares": ["x" * 30]}, number=right)
    assert squares.startswith(f"“{'x' * 20}” is not a square of this picture.")
    assert number == paper.right_answers(session, sheet)[str(place)]
    assert read(session, sheet, spot={"squares": [" "]}) == [None]
    assert read(session, sheet, spot={"squares": ["P8", "C3"]}) == [[[50, 50], [310, 150]]]


@pytest.mark.parametrize(("more", "too_long"), [(0, False), (1, True)])
def test_an_answer_has_at_most_so_many_signs_with_all_its_fields(session, sheet, more, too_long):
    rest = keying.LONGEST - len(str({"answer": [""]})) + more
    said = "This answer is too long. Nothing of it was saved."
    (found,) = read(session, sheet, number={"answer": ["9" * rest]})
    assert (found == said) is too_long


# Giving up


def test_what_happened_is_said_in_five_signs_at_least(session, sheet, trainer, second, now):
    with pytest.raises(BadInput, match="few words") as refused:
        lose(session, sheet, trainer, now, "  four  ")
    assert refused.value.field == "words"
    lose(session, sheet, trainer, now, "  seven  ")
    row = session.scalars(select(PrintedLoss)).one()
    assert (row.words, row.reason, row.said_by_id, row.said_at, row.agreed) == ("seven", "lost", trainer.id, now, None)
    with pytest.raises(RuleBroken, match="said this about the sheet already"):
        lose(session, sheet, second, now)
    with pytest.raises(Conflict, match="a moment ago"):  # on a page of before
        giving_up.say_lost(session, sheet, LossReason.LOST, "Late.", actor=viewer(session, second), now=now)


def test_there_is_nothing_to_decide_before_it_is_said_and_after_it_was_decided(session, sheet, trainer, second, now):
    with pytest.raises(NotFound):
        decide(session, sheet, second, now)
    lose(session, sheet, trainer, now)
    decide(session, sheet, appointed(session, trainer.id), now, agreed=False)  # to say that it is there is no harm
    with pytest.raises(NotFound):
        decide(session, sheet, second, now)
    lose(session, sheet, trainer, now)
    later = now + timedelta(minutes=1)
    decide(session, sheet, second, later)
    with pytest.raises(NotFound):
        decide(session, sheet, second, now)
    with pytest.raises(RuleBroken, match="closed"):
        lose(session, sheet, trainer, now)
    rows = session.scalars(select(PrintedLoss).order_by(PrintedLoss.id)).all()
    assert [one.agreed for one in rows] == [False, True]
    assert (rows[1].decided_by_id, rows[1].decided_at) == (second.id, later)
    wanted = select(AuditEntry.name).where(AuditEntry.name.like("attempt.sheet-loss%")).order_by(AuditEntry.id)
    said = ["attempt.sheet-loss-said", "attempt.sheet-loss-decided"]
    assert session.scalars(wanted).all() == said * 2


def test_who_began_on_a_phone_meanwhile_gets_no_sheet(session, cohort, quiz, officers, trainer, now):
    wanted = order(session, cohort, quiz, officers[:1])
    start_attempt(session, quiz, wanted.runs[0], seed=1, now=now)
    with pytest.raises(BadInput, match="has an attempt in progress"):
        printed(session, wanted, trainer, now)
