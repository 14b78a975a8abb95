"""The pages of imports, as trainers and coordinators use them."""

import io
import re

import pytest

from courses.cohorts.queries.imports import people_of, proposals_of
from courses.cohorts.rules.imports import ImportState
from lms import clock
from lms.access import Role
from lms.people.models import Person
from lms.people.ports import SLIP_SHEETS
from lms.queue import jobs
from tests.builders import cohorts, composition, imports
from tests.builders.people import administration, person


@pytest.fixture
def place(session):
    return administration(session, "Vientiane Customs", country="LA")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, "Trainer One", place)


@pytest.fixture
def cohort(session, version, place, leader, now):
    return cohorts.cohort(session, version, now, place=place, leader=leader)


@pytest.fixture
def coordinator(session, place):
    return person(session, "Coordinator", (Role.COORDINATOR, place))


@pytest.fixture
def sheets(shared_app, monkeypatch):
    """Sheets of slips as they would be printed."""
    printed = []
    composition.fill(shared_app, monkeypatch, SLIP_SHEETS, lambda sheet: printed.append(sheet) or b"%PDF-")
    return printed


CLASS = imports.text_file(("Bintou Traoré", "bintou@customs.go.la"), ("Chan Mony", "chan@gmial.com"))


def send(browser, cohort, content=CLASS):
    """The address to which a file that was sent leads."""
    data = {"file": (io.BytesIO(content), "class.csv")}
    answer = browser.post(f"/cohorts/{cohort.row.uuid}/import", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_a_file_is_checked_answered_applied_and_undone(session, signed_in, cohort, leader, coordinator):
    mine = signed_in(leader)
    address = send(mine, cohort)
    page = mine.get(address).text
    assert "Do you mean chan@gmail.com?" in page
    assert mine.post(f"{address}/answers", data={"row-3": "corrected"}).status_code == 303
    assert "2 new accounts are proposed" in mine.get(address).text
    assert mine.post(f"{address}/apply").status_code == 303
    assert "in progress" in mine.get(address).text
    jobs.run_due(clock.now())
    assert "waits for a decision" in mine.get(address).text
    theirs = signed_in(coordinator)
    assert "2 accounts for" in theirs.get("/applications").text
    accounts = re.search(r"/cohorts/accounts/[\w-]+", theirs.get("/applications").text)[0]
    assert "chan@gmail.com" in theirs.get(accounts).text
    assert theirs.post(f"{accounts}/make").status_code == 303
    assert "2 officers came" in mine.get(address).text
    assert mine.post(f"{address}/undo").status_code == 303
    page = mine.get(address).text
    assert "The import is reversed" in page
    assert "You may not close this account" in page


def test_an_answer_that_no_page_offered_is_refused_in_words(signed_in, cohort, leader):
    mine = signed_in(leader)
    address = send(mine, cohort)
    answer = mine.post(f"{address}/answers", data={"row-2": "same:1"})
    assert (answer.status_code, "Choose one of the answers of row 2" in answer.text) == (422, True)


@pytest.mark.parametrize("content", [b"", b"Unit;Post\na;b\n", b"\x00\x01\x02"])
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(signed_in, cohort, leader, content):
    data = {"file": (io.BytesIO(content), "class.csv")}
    address = f"/cohorts/{cohort.row.uuid}/import"
    answer = signed_in(leader).post(address, data=data, content_type="multipart/form-data")
    assert (answer.status_code, 'id="file-error"' in answer.text) == (422, True)


def test_no_file_is_said_beside_the_field(signed_in, cohort, leader):
    assert signed_in(leader).post(f"/cohorts/{cohort.row.uuid}/import").status_code == 422


def test_the_report_is_exported_with_the_rows_of_the_file(signed_in, cohort, leader):
    mine = signed_in(leader)
    report = mine.get(send(mine, cohort) + "/export.csv")
    assert "address typed wrong?" in report.text
    assert report.status_code == 200


def test_a_file_is_forgotten_when_its_trainer_says_so(signed_in, cohort, leader):
    mine = signed_in(leader)
    address = send(mine, cohort)
    assert mine.post(f"{address}/discard").status_code == 303
    assert mine.get(address).status_code == 404


def test_a_trainer_makes_accounts_and_slips_once_the_coordinator_allows_it(
    session, signed_in, cohort, leader, coordinator, sheets, now
):
    row = imports.applied(session, cohort, CLASS, leader, now)
    (proposal,) = proposals_of(session, row.id)
    mine, theirs = signed_in(leader), signed_in(coordinator)
    own = f"/cohorts/{cohort.row.uuid}/accounts/{proposal.uuid}"
    assert mine.post(f"{own}/make").status_code == 404
    assert theirs.post(f"/cohorts/{cohort.row.uuid}/account-permit/give").status_code == 303
    assert "Coordinator allowed it" in mine.get(f"/cohorts/{cohort.row.uuid}").text
    assert mine.post(f"{own}/make").status_code == 303
    assert mine.post(f"{own}/slips").mimetype == "application/pdf"
    assert [one.name for one in sheets[0].slips] == ["Bintou Traoré"]
    made = session.get(Person, people_of(session, row.id)[0].person_id)
    made.has_signed_in = True
    session.commit()
    assert mine.post(f"{own}/slips").status_code == 422
    assert theirs.post(f"/cohorts/{cohort.row.uuid}/account-permit/end").status_code == 303
    assert mine.post(f"{own}/slips").status_code == 404


def test_slips_of_accounts_that_a_coordinator_made_are_not_the_trainers_to_print(
    session, signed_in, cohort, leader, coordinator, sheets, now
):
    row = imports.applied(session, cohort, CLASS, leader, now)
    (proposal,) = proposals_of(session, row.id)
    mine, theirs = signed_in(leader), signed_in(coordinator)
    theirs.post(f"/cohorts/accounts/{proposal.uuid}/make")
    theirs.post(f"/cohorts/{cohort.row.uuid}/account-permit/give")
    assert mine.post(f"/cohorts/{cohort.row.uuid}/accounts/{proposal.uuid}/slips").status_code == 404
    assert theirs.post(f"/cohorts/accounts/{proposal.uuid}/slips").mimetype == "application/pdf"
    assert len(sheets) == 1


def test_another_trainer_finds_nothing_of_it(session, signed_in, cohort, leader, place, now):
    row = imports.sent(session, cohort, CLASS, leader, now)
    session.commit()
    other = signed_in(cohorts.trainer(session, place=place))
    for address in ("import", f"imports/{row.uuid}", f"imports/{row.uuid}/export.csv"):
        assert other.get(f"/cohorts/{cohort.row.uuid}/{address}").status_code == 404
    assert row.state == ImportState.CHECKED
