"""Confirmations of attendance: one's own, all of a cohort, and the page on which anybody checks one."""

import io
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day

import pytest
from pypdf import PdfReader

from certificates.credentials.issuing.issuing_config import issuing
from certificates.documents.attendance.links import attendance_token, participant_of
from certificates.documents.attendance.paper_pdf import Confirmation, ConfirmationSheet, attendance_pdf
from courses.api import Attended, CohortFacts
from courses.cohorts.queries.meetings import FoundMeeting
from courses.cohorts.rules.meetings import MeetingStep
from courses.cohorts.services.rolls import keep_lines
from lms import clock, ids
from lms.people.api import PersonInfo
from tests.builders import certificates as build
from tests.builders import cohorts, meetings
from tests.builders.people import NOW, browser, sign_in, viewer

LATER = NOW + timedelta(days=30)
LINK = "https://academy.example/attendance/WKFF61JpQqqjMpltWg1F4ZL_8dZ1rQm3sVxJqA"


@pytest.fixture(autouse=True)
def time(monkeypatch, shared_app):
    monkeypatch.setattr(clock, "now", lambda: LATER)
    shared_app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def leader(session):
    row = cohorts.trainer(session, "Amina Odhiambo")
    row.name_checked_at = NOW
    return row


@pytest.fixture
def cohort(session, leader):
    return cohorts.cohort(session, build.course_version(session), NOW, leader=leader)


@pytest.fixture
def officers(session, cohort, leader):
    """Three, of whom the last came to no meeting; nobody has checked the name of the second."""
    rows = cohorts.officers(session, cohort, 3, NOW)
    for row, name in zip(rows, ("Ngozi Okafor", "Malee Srisuk", "Suda Phrom"), strict=True):
        row.name = name
    rows[0].name_checked_at = rows[2].name_checked_at = NOW
    session.flush()
    for meeting in meetings.planned(session, cohort, [(NOW + timedelta(days=5 + no)).date() for no in range(2)], NOW):
        lines = [meetings.line(row, leader, seq, NOW) for seq, row in enumerate(rows[:2])]
        keep_lines(session, meeting, lines, by=viewer(session, leader), now=LATER)
    session.commit()
    return rows


@pytest.fixture
def ask(app, session):
    """What somebody is answered at an address."""

    def asked(row, path, language="en"):
        client = browser(app)
        if row is not None:
            sign_in(client, session, row)
        client.set_cookie("language", language)
        session.commit()
        return client.get(path)

    return asked


def own(cohort):
    return f"/my-cohorts/{cohort.row.uuid}/attendance.pdf"


def text_of(answer):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)


def token_of(app, session, cohort, row):
    with app.app_context():
        return attendance_token(cohorts.participant(session, cohort, row).uuid)


def test_an_officer_gets_their_own_in_the_language_of_the_page(ask, cohort, officers):
    answer = ask(officers[0], own(cohort))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = text_of(answer)
    for words in (
        "Confirmation of attendance", "Ngozi Okafor", "2 of 2 meetings", "3 hours in all", "Cohort 2026-2",
        "Training room 2", "Amina Odhiambo", "Nothing was examined", "30 Nov 2026 · Opening", "/attendance/",
    ):  # fmt: skip
        assert words in text, words
    assert "Attestation de présence" in text_of(ask(officers[0], own(cohort), "fr"))


def test_who_does_not_get_one_is_told_why(ask, cohort, officers):
    for row in officers[1:]:
        answer = ask(row, own(cohort))
        assert (answer.status_code, "a name that was compared" in answer.text) == (409, True)


def test_nobody_gets_one_before_the_last_meeting(monkeypatch, ask, cohort, officers):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=5, hours=12))
    assert "after the last meeting" in ask(officers[0], own(cohort)).text


def test_the_trainer_gets_all_in_one_file(ask, cohort, leader, officers):
    officers[1].name_checked_at = NOW
    answer = ask(leader, f"/cohorts/{cohort.row.uuid}/attendance.pdf")
    reader = PdfReader(io.BytesIO(answer.data))
    assert [("Ngozi" in page.extract_text(), "Malee" in page.extract_text()) for page in reader.pages] == [
        (False, True),
        (True, False),
    ]


def test_officers_and_other_trainers_get_no_file_of_all(session, ask, cohort, officers):
    for row in (officers[0], cohorts.trainer(session)):
        assert ask(row, f"/cohorts/{cohort.row.uuid}/attendance.pdf").status_code == 404


def test_whoever_has_the_paper_checks_it(app, session, ask, cohort, officers):
    page = ask(None, f"/attendance/{token_of(app, session, cohort, officers[0])}")
    assert page.status_code == 200
    for words in ("is genuine", "Ngozi Okafor", "2 of 2", "Cohort 2026-2", "Amina Odhiambo", "no exam was taken"):
        assert words in page.text, words
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"


def test_a_paper_that_no_roll_confirms_is_not_found(app, session, ask, cohort, officers):
    for row in officers[1:]:
        page = ask(None, f"/attendance/{token_of(app, session, cohort, row)}")
        assert (page.status_code, row.name in page.text) == (404, False)


@pytest.mark.parametrize("token", ["x", "A" * 38, "é" * 38, "=" * 38, "A" * 400])
def test_an_address_that_was_not_made_here_is_nobodys(app, ask, token):
    with app.app_context():
        assert participant_of(token) is None
    assert ask(None, f"/attendance/{token}").status_code == 404


def test_a_link_is_of_one_officer_and_of_this_site(app):
    one, other = ids.new_uuid(), ids.new_uuid()
    with app.app_context():
        token = attendance_token(one)
        assert participant_of(token) == one
        assert participant_of(attendance_token(other)[:22] + token[22:]) is None
        app.config["SECRET_KEY"], before = "another", app.config["SECRET_KEY"]
        try:
            assert participant_of(token) is None
        finally:
            app.config["SECRET_KEY"] = before


def test_the_page_of_a_cohort_says_who_gets_one(ask, cohort, leader, officers):
    page = ask(leader, f"/cohorts/{cohort.row.uuid}/confirmations").text
    assert "Download 1 confirmation" in page
    assert all(words in page for words in ("gets it", "name not checked", "too few meetings"))


def test_an_officer_reads_on_the_page_of_their_cohort_how_it_stands(ask, cohort, officers):
    said = [ask(row, f"/my-cohorts/{cohort.row.uuid}").text for row in officers]
    assert "You were at 2 of 2 meetings." in said[0]
    assert own(cohort) in said[0]
    assert "Your confirmation waits" in said[1]
    assert "A confirmation needs 80 % of the meetings." in said[2]
    assert not any(own(cohort) in page for page in said[1:])


def long(no: int) -> FoundMeeting:
    day = date(2026, 9, 1) + timedelta(days=no)
    starts = datetime.combine(day, time_of_day(9))
    return FoundMeeting(
        no, str(no), 1, None, day, 0, MeetingStep.SCHEDULED, "M" * 120, starts, timedelta(minutes=90), "Asia/Bangkok",
        "Room", "", None, NOW,
    )  # fmt: skip


def test_the_longest_words_stay_on_one_page_each():
    info = PersonInfo(
        1, "u", "x", "W" * 60 + " " + "M" * 59, None, None, None, None, None, None, None, False, False,
        local_name="ກ" * 120, name_checked=True,
    )  # fmt: skip
    attended = Attended("u", info, tuple(long(no) for no in range(20)), 20, True)
    sheet = ConfirmationSheet(
        facts=CohortFacts("M" * 120, "V " * 100, date(2026, 9, 1), date(2026, 10, 30), ("Amina " + "O" * 60,) * 4),
        course="Identifying wildlife products " * 3,
        confirmations=[Confirmation(attended, LINK)] * 2,
        issuer="Regional Training Programme",
        demonstration=True,
        language="fr",
        made_at=datetime(2026, 11, 27, tzinfo=UTC),
    )
    pdf = attendance_pdf(sheet)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert pdf == attendance_pdf(sheet)


def test_a_paper_is_not_confirmed_while_meetings_are_still_to_come(app, session, monkeypatch, ask, cohort, officers):
    token = token_of(app, session, cohort, officers[0])
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=5, hours=12))
    page = ask(None, f"/attendance/{token}")
    assert (page.status_code, "Ngozi Okafor" in page.text) == (404, False)


def test_the_page_of_a_paper_says_how_long_of_which_course_and_who_issued_it(app, session, ask, cohort, officers):
    page = ask(None, f"/attendance/{token_of(app, session, cohort, officers[0])}").text
    with app.test_request_context():
        issuer = issuing().name
    for words in ("<dt>Hours</dt><dd>3</dd>", "Identifying wildlife products", issuer):
        assert words in page, words


def test_a_paper_is_a_file_to_keep_and_nobody_else_keeps_it(ask, cohort, officers):
    answer = ask(officers[0], own(cohort))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="attendance.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("issuer", "says"), [("did:web:demo.spoor.example", True), ("did:web:academy.example", False), ("", False)]
)
def test_the_paper_of_the_demonstration_says_that_it_certifies_nothing(
    app, monkeypatch, ask, cohort, officers, issuer, says
):
    monkeypatch.setitem(app.config, "ISSUER", issuer)
    answer = ask(officers[0], own(cohort))
    assert answer.status_code == 200
    assert ("emonstration" in text_of(answer)) is says
