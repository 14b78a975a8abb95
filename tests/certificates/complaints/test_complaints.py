"""Complaints, from the form of a stranger to the answer; who reads them, and what nobody else learns."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import func, select

from certificates.complaints import queries, services
from certificates.complaints.links import complaint_token
from certificates.complaints.models import Complaint, ComplaintStep
from certificates.complaints.pages import check_complaints
from certificates.complaints.rules import CONTACT_KEPT, ComplaintFinding
from certificates.complaints.services import COMPLAINTS_NETWORK, ComplaintAnswer
from certificates.permissions import SchemeRole
from lms.access import Grant, Role
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.mail.folder import letters_folder
from lms.queue import jobs
from tests.builders import people as make
from tests.builders.audit import records_apart
from tests.builders.clocks import standing_clock
from tests.builders.complaints import WORDS, complaint
from tests.builders.people import NOW, PASSWORD, browser

FORM = {"topic": "training", "words": WORDS, "reference": "Class of port officers", "name": "", "email": ""}
ANSWER = ComplaintAnswer(ComplaintFinding.UPHELD, "The class sits another exam.")


@pytest.fixture(autouse=True)
def time(monkeypatch):
    return standing_clock(monkeypatch, NOW)


def quality_officer(session, name="Quality Officer"):
    row = make.person(session, name)
    make.give_anywhere(session, row, Grant(SchemeRole.QUALITY_OFFICER))
    return row


def entered(app, session, row):
    client = browser(app)
    session.commit()
    assert client.post("/sign-in", data={"login": row.username, "password": PASSWORD}).status_code == 303
    return client


def letters_sent(time):
    jobs.run_due(time.now)
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(letters_folder().glob("*.eml"))]
    for path in letters_folder().glob("*.eml"):
        path.unlink()
    return [(one["To"], one.get_content()) for one in read]


def test_a_stranger_complains_follows_it_by_a_link_and_is_answered(app, client, session, time):
    desk = entered(app, session, quality_officer(session))
    letters_sent(time)
    sent = client.post("/complaints", data=FORM | {"key": "k1", "name": "Tomas", "email": "tomas@example.org"})
    assert sent.status_code == 303
    path = sent.location
    assert WORDS in client.get(path).text
    [(to, text)] = letters_sent(time)
    assert to == "tomas@example.org"
    assert path.rpartition("/")[2] in text
    assert "exam aloud" not in text  # nothing that a stranger typed
    listed = desk.get("/manage/complaints").text
    uuid = re.search(r"/manage/complaints/([0-9a-f-]{36})", listed)[1]
    one = f"/manage/complaints/{uuid}"
    assert "Tomas, tomas@example.org" in desk.get(one).text
    assert desk.post(one, data={"words": "We read it.", "acknowledge": "1"}).status_code == 303
    assert desk.post(one, data={"words": "Ask the second trainer.", "note": "1"}).status_code == 303
    missing = desk.post(one, data={"words": "You are right.", "close": "1", "action": "A new exam."})
    assert missing.status_code == 422
    assert "You are right." in missing.text
    answer = {"words": "You are right.", "close": "1", "finding": "upheld", "action": "The class sits a new exam."}
    assert desk.post(one, data=answer).status_code == 303
    told = client.get(path).text
    assert "The class sits a new exam." in told
    assert "Ask the second trainer." not in told
    assert "Quality Officer" not in told  # who answered stays without a name
    assert [to for to, _text in letters_sent(time)] == ["tomas@example.org"] * 2
    assert client.post(path, data={"words": "There was no new exam."}).status_code == 303
    assert "There was no new exam." in desk.get(one).text
    assert records_apart(session) == []


def test_what_is_wrong_with_a_complaint_is_said_and_nothing_typed_is_lost(client, session):
    answer = client.post("/complaints", data=FORM | {"topic": "", "words": "Bad.", "email": "nobody"})
    assert answer.status_code == 422
    for words in (
        "Choose what it is about.",
        "Use between 20 and 4,000 characters.",
        "This is not an e-mail address.",
        "Bad.",
    ):
        assert words in answer.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_a_form_sent_twice_is_one_complaint_and_a_flood_is_stopped(client, session):
    for _time in range(2):
        assert client.post("/complaints", data=FORM | {"key": "same"}).status_code == 303
    assert session.scalar(select(func.count()).select_from(Complaint)) == 1
    for number in range(COMPLAINTS_NETWORK - 2):
        assert client.post("/complaints", data=FORM | {"key": f"k{number}"}).status_code == 303
    assert client.post("/complaints", data=FORM | {"key": "one more"}).status_code == 429


def test_a_link_that_was_not_made_here_leads_nowhere(client, session):
    complaint(session)
    session.commit()
    assert client.get("/complaints/abc").status_code == 404
    assert client.post("/complaints/abc", data={"words": "More of it."}).status_code == 404


def test_with_an_account_one_chooses_whether_it_is_known(app, session):
    officer = make.person(session, "Ama Boateng", Role.OFFICER)
    client = entered(app, session, officer)
    client.post("/complaints", data=FORM | {"key": "known", "under_account": "y"})
    client.post("/complaints", data=FORM | {"key": "unknown"})
    rows = {row.key: row.person_id for row in session.scalars(select(Complaint))}
    assert rows == {"known": officer.id, "unknown": None}
    assert client.get("/complaints").text.count("/complaints/") == 1


def test_whom_it_is_about_and_who_made_it_see_nothing_of_it(session, in_request):
    first, second = quality_officer(session, "First"), quality_officer(session, "Second")
    one, other = make.viewer(session, first), make.viewer(session, second)
    own = complaint(session, person=one)
    with pytest.raises(NotFound):
        queries.complaint_handled(session, one, own.uuid)
    assert queries.complaint_handled(session, other, own.uuid).row is own
    about = complaint(session)
    services.name_concern(session, about, first.id, by=other, now=NOW)
    services.name_concern(session, about, first.id, by=other, now=NOW)
    with pytest.raises(NotFound):
        queries.complaint_handled(session, one, about.uuid)
    with pytest.raises(RuleBroken, match="about you"):
        services.acknowledge(session, about, "I read it.", by=one, now=NOW)
    assert queries.complaints_listed(session, one, closed=False) == ([], 0)
    with pytest.raises(BadInput, match="made the complaint"):
        services.name_concern(session, own, first.id, by=other, now=NOW)
    assert records_apart(session) == []


def test_whose_rights_come_from_whom_it_is_about_does_not_handle_it(session, in_request):
    chief = make.person(session, "Chief", Role.ADMINISTRATOR)
    row = make.person(session, "Appointed")
    make.give_anywhere(session, row, Grant(SchemeRole.QUALITY_OFFICER)).granted_by_id = chief.id
    about, by = complaint(session), make.viewer(session, row)
    other = make.viewer(session, quality_officer(session))
    services.name_concern(session, about, chief.id, by=other, now=NOW)
    with pytest.raises(RuleBroken, match="rights come from"):
        services.acknowledge(session, about, "I read it.", by=by, now=NOW)


def test_no_step_is_skipped_and_of_two_at_once_one_succeeds(session, in_request):
    by, row = make.viewer(session, quality_officer(session)), complaint(session)
    with pytest.raises(Conflict):
        services.close(session, row, "You are right.", ANSWER, by=by, now=NOW)
    services.acknowledge(session, row, "I read it.", by=by, now=NOW)
    row.steps = 0  # as somebody sees it who loaded it before
    session.flush()
    with pytest.raises(Conflict, match="same moment"):
        services.close(session, row, "You are right.", ANSWER, by=by, now=NOW)
    assert session.scalar(select(func.count()).select_from(ComplaintStep)) == 1


def test_a_year_after_the_end_name_and_address_are_gone_and_the_words_stay(session, in_request):
    by, row = make.viewer(session, quality_officer(session)), complaint(session, email="tomas@example.org")
    services.acknowledge(session, row, "I read it.", by=by, now=NOW)
    services.close(session, row, "You are right.", ANSWER, by=by, now=NOW)
    assert services.forget_contacts(session, now=NOW + CONTACT_KEPT) == 0
    assert services.forget_contacts(session, now=NOW + CONTACT_KEPT + timedelta(days=1)) == 1
    assert (row.email, row.words) == ("", WORDS)


def test_the_doctor_says_that_nobody_reads_complaints_and_which_are_overdue(session):
    assert "Nobody reads complaints" in check_complaints(session, NOW)[0].detail
    quality_officer(session)
    complaint(session)
    assert check_complaints(session, NOW)[0].detail == "none is overdue"
    assert check_complaints(session, NOW + timedelta(days=8))[0].detail.startswith("1 overdue")


def test_the_list_is_a_file_without_what_was_said_and_by_whom(app, session):
    complaint(session, email="tomas@example.org")
    desk = entered(app, session, quality_officer(session))
    text = desk.get("/manage/complaints/export.csv").text
    assert "Class of port officers" in text
    assert "exam aloud" not in text
    assert "tomas" not in text


def test_a_token_names_one_complaint_and_no_number(app, session, in_request):
    first, second = complaint(session), complaint(session)
    assert complaint_token(first.uuid) != complaint_token(second.uuid)


def test_a_quality_officer_names_whom_it_is_about_and_nobody_unknown(app, session):
    desk = entered(app, session, quality_officer(session))
    about = make.person(session, "Tina Trainer")
    row, other = complaint(session), complaint(session)
    session.commit()
    address = f"/manage/complaints/{row.uuid}"
    for typed, status, words in (("nobody-here", 422, "There is no account"), ("", 422, "Type a user name")):
        answer = desk.post(f"{address}/concerned", data={"person": typed})
        assert (answer.status_code, words in answer.text) == (status, True)
        assert answer.headers["Cache-Control"] == "no-store"
    assert desk.post(f"{address}/concerned", data={"person": about.username}).status_code == 303
    page = desk.get(address)
    assert ("Tina Trainer" in page.text, page.headers["Cache-Control"]) == (True, "no-store")
    assert "Tina Trainer" not in desk.get(f"/manage/complaints/{other.uuid}").text


def test_the_tabs_of_the_list_and_their_files_hold_what_is_open_or_closed(app, session, in_request):
    by = quality_officer(session)
    row, ended = complaint(session), complaint(session)
    ended.reference = "Course of last year"
    services.acknowledge(session, ended, "I read it.", by=make.viewer(session, by), now=NOW)
    services.close(session, ended, "You are right.", ANSWER, by=make.viewer(session, by), now=NOW)
    desk = entered(app, session, by)
    for address, here, there in (
        ("/manage/complaints", "Class of port officers", "Course of last year"),
        ("/manage/complaints?tab=closed", "Course of last year", "Class of port officers"),
        ("/manage/complaints/export.csv", "Class of port officers", "Course of last year"),
        ("/manage/complaints/export.csv?tab=closed", "Course of last year", "Class of port officers"),
    ):
        text = desk.get(address).text
        assert (here in text, there in text) == (True, False), address
    assert row.uuid in desk.get("/manage/complaints").text


def test_an_answer_without_a_text_or_a_finding_is_asked_for_again_and_a_note_needs_neither_letter_nor_finding(
    app, session, time
):
    desk = entered(app, session, quality_officer(session))
    row = complaint(session, email="tomas@example.org")
    session.commit()
    address = f"/manage/complaints/{row.uuid}"
    letters_sent(time)
    assert desk.post(address, data={"words": "Ask them all.", "note": "1"}).status_code == 303
    assert letters_sent(time) == []
    assert desk.post(address, data={"words": "", "acknowledge": "1"}).status_code == 422
    assert desk.post(address, data={"words": "We read it.", "acknowledge": "1"}).status_code == 303
    for finding in ("", "another"):
        sent = {"words": "You are right.", "close": "1", "action": "A new exam.", "finding": finding}
        answer = desk.post(address, data=sent)
        assert (answer.status_code, "Choose what was found." in answer.text) == (422, True)
    (letter,) = letters_sent(time)
    assert "We read it." in letter[1]
    session.expire_all()
    assert session.scalars(select(ComplaintStep.act).order_by(ComplaintStep.no)).all() == ["noted", "acknowledged"]


def test_more_is_added_under_the_account_of_who_complained_and_under_no_other(app, client, session, in_request):
    ama = make.person(session, "Ama Boateng", Role.OFFICER)
    row = complaint(session, person=make.viewer(session, ama))
    path = f"/complaints/{complaint_token(row.uuid)}"
    stranger = entered(app, session, make.person(session, "Stranger", Role.OFFICER))
    for who in (entered(app, session, ama), stranger, client):
        assert who.post(path, data={"words": "There is a film."}).status_code == 303
    short = client.post(path, data={"words": "No."})
    assert (short.status_code, "Use between 5" in short.text) == (422, True)
    assert client.get(path).headers["Cache-Control"] == "no-store"
    session.expire_all()
    steps = session.scalars(select(ComplaintStep).order_by(ComplaintStep.no))
    assert [one.by_id for one in steps] == [ama.id, None, None]


def test_a_letter_goes_to_the_account_or_the_typed_address_and_to_one_address_a_few_times(app, client, session, time):
    ama = make.person(session, "Ama Boateng", Role.OFFICER, email="ama@example.org")
    signed_in = entered(app, session, ama)
    letters_sent(time)
    signed_in.post("/complaints", data=FORM | {"key": "known", "under_account": "y", "email": "other@example.org"})
    client.post("/complaints", data=FORM | {"key": "nameless"})
    assert [to for to, _text in letters_sent(time)] == ["ama@example.org"]
    for number in range(services.LETTERS_ADDRESS + 2):
        client.post("/complaints", data=FORM | {"key": f"k{number}", "email": "tomas@example.org"})
    assert [to for to, _text in letters_sent(time)] == ["tomas@example.org"] * services.LETTERS_ADDRESS
