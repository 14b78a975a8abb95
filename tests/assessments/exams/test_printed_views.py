"""The pages of printed quizzes, as trainers and officers use them."""

import re

import pytest

from assessments.exams.printed.queries import sheet_of_attempt
from assessments.exams.printed.rules.codes import is_sheet_code, normal_sheet_code
from assessments.exams.printed.rules.sheets import SheetState
from courses.cohorts.services.trainers import give_cohort
from lms.access import Role
from lms.ids import new_uuid
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import printed as paper
from tests.builders.kind_names import KindName
from tests.builders.people import person

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture(scope="module")
def loaded(printable):
    return printable


@pytest.fixture
def desk(signed_in, trainer, sheet):
    """The trainer's browser."""
    return signed_in(trainer)


def typed(session, sheet, **changed):
    """Right answers to the whole sheet as its form sends them."""
    fields = {
        f"q{place}-{name}": list(values)
        for place, form in paper.forms(session, sheet).items()
        for name, values in form.items()
    }
    return fields | changed


def field(session, sheet, kind, name="answer"):
    """The name of a field of the question of this kind."""
    return f"q{make.position_of(session, sheet.attempt, kind)}-{name}"


def test_what_cannot_be_read_is_shown_beside_its_question_and_nothing_is_lost_or_kept(session, desk, sheet):
    number, squares = field(session, sheet, KindName.NUMBER), field(session, sheet, KindName.SPOT, "squares")
    answer = desk.post(
        f"/printed-quizzes/{sheet.row.code}", data=typed(session, sheet, **{number: ["many"], squares: ["ZZ99"]})
    )
    assert answer.status_code == 422
    assert "“ZZ99” is not a square of this picture." in answer.text
    assert 'value="many"' in answer.text
    assert 'value="ZZ99"' in answer.text
    short = field(session, sheet, KindName.SHORT_TEXT)
    assert re.search(rf'name="{short}"[^>]*value="PRISTIS"', answer.text)
    assert paper.again(session, sheet).state is SheetState.PRINTED


def test_a_batch_that_nobody_printed_is_not_found(desk, cohort):
    for end in ("", ".pdf"):
        assert desk.get(f"/cohorts/{cohort.row.uuid}/printed-quizzes/{new_uuid()}{end}").status_code == 404


def test_a_sheet_without_any_answer_can_be_keyed_in(session, desk, sheet):
    assert desk.post(f"/printed-quizzes/{sheet.row.code}", data={}).status_code == 303
    assert paper.again(session, sheet).state is SheetState.KEYED


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "Type the code"),
        ("K7MX-42PA", "No sheet has this code"),
        ("22222222", "None of your cohorts"),
    ],
)
def test_a_code_that_leads_nowhere_is_said(desk, code, words):
    answer = desk.post("/printed-quizzes", data={"code": code})
    assert answer.status_code == 422
    assert words in answer.text


def test_the_code_that_is_shown_as_an_example_is_written_as_codes_are(desk):
    (example,) = re.findall(r"\s([A-Z0-9]{4}-[A-Z0-9]{4})[\s.]", desk.get("/printed-quizzes").text)
    assert is_sheet_code(normal_sheet_code(example))


def test_a_code_leads_on_however_it_is_written(desk, sheet):
    code = f" {sheet.row.code[:4].lower()} {sheet.row.code[4:]}"
    answer = desk.post("/printed-quizzes", data={"code": code})
    assert (answer.status_code, answer.location) == (303, f"/printed-quizzes/{sheet.row.code}")


def test_who_was_added_by_the_first_is_told_before_they_type_anything(
    session, signed_in, desk, sheet, cohort, trainer, now
):
    second = person(session, "Trainer Two", Role.TRAINER)
    give_cohort(session, cohort.id, second.id, by=trainer.id, now=now)
    assert desk.post(f"/printed-quizzes/{sheet.row.code}", data=typed(session, sheet)).status_code == 303
    theirs = signed_in(second)
    page = theirs.get(f"/printed-quizzes/{sheet.row.code}").text
    assert "Your rights come from this person." in page
    assert "the one who was added enters the sheet first" in page
    assert "Compare with the first time" not in page
    assert theirs.post(f"/printed-quizzes/{sheet.row.code}", data=typed(session, sheet)).status_code == 409


def test_an_officer_reads_where_the_sheet_is_and_answers_nothing_on_a_screen(session, signed_in, officers, sheet):
    phone, address = signed_in(officers[0]), f"/attempts/{sheet.attempt.uuid}"
    assert "This attempt is on paper" in phone.get(address).text
    assert phone.post(f"{address}/submit", data={"key": "k"}).status_code == 409
    assert phone.post(f"{address}/questions/1", data={"answer": "b"}).status_code == 409
    assert phone.get(f"/printed-quizzes/{sheet.row.code}").status_code == 404
    assert phone.post(f"/courses/{make.SLUG}/exams/{make.QUIZ}/start").location == address
    assert "/attempts/" not in phone.get("/").text
    assert sheet_of_attempt(session, sheet.attempt.id).state is SheetState.PRINTED


def test_a_sheet_is_reported_with_a_reason_and_another_trainer_gives_it_up(
    session, signed_in, desk, sheet, cohort, officers, now
):
    second = person(session, "Trainer Two", Role.TRAINER)
    give_cohort(session, cohort.id, second.id, by=None, now=now)
    address = f"/printed-quizzes/{sheet.row.code}"
    assert desk.post(f"{address}/lost", data={"loss-reason": "lost", "loss-words": " "}).status_code == 422
    assert desk.post(f"{address}/lost", data={"loss-reason": "lost", "loss-words": "On the bus."}).status_code == 303
    assert "Agree: cancel the sheet" not in desk.get(address).text
    theirs = signed_in(second)
    assert "On the bus." in theirs.get(address).text
    assert theirs.post(f"{address}/lost/decide", data={"decision": "perhaps"}).status_code == 404
    assert theirs.post(f"{address}/lost/decide", data={"decision": "agree"}).status_code == 303
    page = signed_in(officers[0]).get(f"/attempts/{sheet.attempt.uuid}").text
    assert "does not count" in page
    assert "On the bus." in page


def test_nobody_is_printed_a_second_sheet_and_the_page_says_why(desk, cohort, officers, sheet):
    address = f"/cohorts/{cohort.row.uuid}/printed-quizzes/new/{make.QUIZ}"
    page = desk.get(address).text
    assert f"{officers[0].name}: has an attempt in progress" in page
    assert desk.post(address, data={"who": officers[0].uuid}).status_code == 422
    assert desk.post(address, data={}).status_code == 422
    assert desk.post(address, data={"who": officers[1].uuid}).status_code == 303


def test_lists_need_as_many_queries_for_many_sheets(session, desk, cohort, quiz, officers, trainer, counting, now):
    paths = [
        f"/cohorts/{cohort.row.uuid}/printed-quizzes",
        f"/cohorts/{cohort.row.uuid}/printed-quizzes/new/{make.QUIZ}",
    ]

    def asked(path):
        desk.get(path)
        with counting() as seen:
            assert desk.get(path).status_code == 200
        return len(seen)

    before = [asked(path) for path in paths]
    others = cohorts.officers(session, cohort, 8, now)
    paper.printed(session, cohort, quiz, others[:6], trainer, now, "more")
    session.commit()
    assert [asked(path) for path in paths] == before


def test_the_second_person_finds_what_waits_on_their_start_page(session, signed_in, desk, sheet, cohort, now):
    second = person(session, "Trainer Two", Role.TRAINER)
    give_cohort(session, cohort.id, second.id, by=None, now=now)
    waits = "1 sheet waits for a second person."
    theirs = signed_in(second)
    assert waits not in theirs.get("/").text
    desk.post(f"/printed-quizzes/{sheet.row.code}", data=typed(session, sheet))
    assert waits in theirs.get("/").text
    assert waits not in desk.get("/").text
