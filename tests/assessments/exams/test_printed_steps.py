"""What the forms of printed quizzes do, where they lead, and what is said then; who leads no open cohort finds none."""

import pytest
from sqlalchemy import select

from assessments.exams.printed.models import PrintedSheet
from assessments.exams.printed.rules.sheets import SheetState
from courses.cohorts.services.leaving import end_cohort
from courses.cohorts.services.opening import refuse_cohort
from courses.cohorts.services.trainers import give_cohort
from lms.access import Role
from lms.audit.models import AuditEntry
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import printed as paper
from tests.builders.people import NOW, administration, person, viewer

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture(scope="module")
def loaded(printable):
    return printable


@pytest.fixture
def address(cohort):
    return f"/cohorts/{cohort.row.uuid}/printed-quizzes"


@pytest.fixture
def desk(signed_in, trainer, officers):
    """The trainer's browser."""
    return signed_in(trainer)


@pytest.fixture
def other_desk(session, signed_in, cohort, now):
    """The browser of another trainer of the cohort."""
    second = person(session, "Trainer Two", Role.TRAINER)
    give_cohort(session, cohort.id, second.id, by=None, now=now)
    return signed_in(second)


def done(here, where, data, leads_to):
    """What is said on the page that follows, once the form was done."""
    answer = here.post(where, data=data, follow_redirects=True)
    assert ([one.status_code for one in answer.history], answer.status_code) == ([303], 200)
    assert answer.request.path == leads_to
    return answer.text


def test_sheets_are_made_for_those_who_were_ticked_and_their_file_is_offered(
    session, desk, address, cohort, quiz, officers
):
    nobody = desk.post(f"{address}/new/{make.QUIZ}", data={})
    assert (nobody.status_code, "Tick at least one officer." in nobody.text) == (422, True)
    page = desk.post(f"{address}/new/{make.QUIZ}", data={"who": [officers[1].uuid]}, follow_redirects=True)
    row = session.scalars(select(PrintedSheet)).one()
    assert page.request.path == f"{address}/{row.batch}"
    assert "1 sheet is ready to print." in page.text
    assert (officers[1].name in page.text, officers[0].name in page.text) == (True, False)
    file = desk.get(f"{page.request.path}.pdf")
    assert (file.data[:4], file.mimetype) == (b"%PDF", "application/pdf")
    assert file.headers["Content-Disposition"] == 'inline; filename="printed-quiz.pdf"'
    (other,) = cohorts.officers(session, cohort, 1, NOW)
    session.commit()
    both = {"who": [officers[0].uuid, other.uuid]}
    second = desk.post(f"{address}/new/{make.QUIZ}", data=both, follow_redirects=True)
    assert "2 sheets are ready to print." in second.text
    assert [one.name in second.text for one in (*officers, other)] == [True, False, True]


def test_two_who_differ_are_led_to_the_paper_and_each_step_says_what_comes_next(
    session, desk, other_desk, address, sheet
):
    where, right = f"/printed-quizzes/{sheet.row.code}", fields(session, sheet)
    assert desk.get(where).status_code == 200
    said = done(desk, where, {}, address)
    assert "The answers are saved. Somebody else enters the sheet a second time." in said
    said = done(other_desk, where, right, where)
    assert "Your entry is different from the first one. Look at the paper, and decide each question." in said
    said = done(other_desk, where, right, address)
    assert "The answers are checked and submitted. The officer sees the result." in said
    again = paper.again(session, sheet)
    assert (again.state, make.result_of(session, again.attempt).percent) == (SheetState.HANDED_IN, "100")
    assert desk.post(where, data={}).status_code == 409


def fields(session, sheet):
    """Right answers to the whole sheet as its form sends them."""
    forms = paper.forms(session, sheet).items()
    return {f"q{place}-{name}": list(values) for place, form in forms for name, values in form.items()}


def test_a_sheet_is_reported_and_is_there_or_is_given_up(session, desk, other_desk, address, sheet):
    where = f"/printed-quizzes/{sheet.row.code}"
    lost = {"loss-reason": "lost", "loss-words": "On the bus."}
    for change, field in (
        ({"loss-words": "four"}, "words"),
        ({"loss-words": ""}, "words"),
        ({"loss-reason": ""}, "reason"),
    ):
        refused = desk.post(f"{where}/lost", data=lost | change)
        assert (refused.status_code, f'id="loss-{field}-error"' in refused.text) == (422, True)
    assert "It is saved. Somebody else must agree or disagree." in done(desk, f"{where}/lost", lost, address)
    said = done(desk, f"{where}/lost/decide", {"decision": "refuse"}, address)
    assert "The sheet is there. Enter it." in said
    assert paper.again(session, sheet).state is SheetState.PRINTED
    desk.post(f"{where}/lost", data=lost)
    said = done(other_desk, f"{where}/lost/decide", {"decision": "agree"}, address)
    assert "The sheet is cancelled. The attempt does not count, and the officer may start another." in said
    assert paper.again(session, sheet).state is SheetState.GIVEN_UP


def test_the_file_of_sheets_is_in_the_record(session, desk, address, sheet, officers):
    rows = desk.get(f"{address}/export.csv").text.splitlines()
    assert (len(rows), officers[0].name in rows[1]) == (2, True)
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported")).one()
    assert (told.subject, told.data["count"]) == ("list:printed-sheets", 1)


def test_a_cohort_that_was_not_opened_has_no_printed_quizzes(session, version, signed_in, now):
    place = administration(session)
    leader = cohorts.trainer(session)
    waiting = cohorts.proposed(session, version, leader, place, now)
    give_cohort(session, waiting.id, leader.id, by=None, now=now)
    session.commit()
    address = f"/cohorts/{waiting.row.uuid}/printed-quizzes"
    assert signed_in(leader).get(address).status_code == 404
    manager = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    refuse_cohort(session, cohorts.found(session, waiting.id), "No room.", actor=manager, now=now)
    session.commit()
    assert signed_in(leader).get(address).status_code == 404


def test_nothing_is_printed_for_a_cohort_that_ended_and_what_was_is_still_keyed_in(
    session, desk, address, cohort, trainer, sheet, now
):
    new = f"{address}/new/{make.QUIZ}"
    assert new in desk.get(address).text
    end_cohort(session, cohorts.found(session, cohort.id), "All meetings were held.", by=trainer.id, now=now)
    session.commit()
    page = desk.get(address)
    assert (page.status_code, new in page.text) == (200, False)
    assert (desk.get(new).status_code, desk.post(new, data={}).status_code) == (404, 404)
    assert desk.get(f"/printed-quizzes/{sheet.row.code}").status_code == 200
    assert desk.get(f"{address}/new/{make.EXAM}").status_code == 404
