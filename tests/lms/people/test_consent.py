"""What is kept about people: read and answered at the first sign-in, before any other page."""

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.people.consents.gate import leads_away
from lms.people.consents.models import ProcessingConsent
from lms.people.consents.services import ask_consent
from tests.builders import people as make
from tests.builders.people import NOW, browser_of

NOTICE = "/account/notice"


@pytest.fixture
def asked(session, place):
    row = make.person(session, "Ana Silva", (Role.OFFICER, place), place=place)
    ask_consent(session, [row], now=NOW)
    return row


@pytest.fixture
def own(app, session, asked):
    """Their browser."""
    return browser_of(app, session, asked)


@pytest.mark.parametrize("path", ["/", "/learn", "/account", "/account/password", "/certificates"])
def test_until_the_answer_every_page_leads_to_the_notice(own, path):
    answer = own.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith(NOTICE)


def test_of_all_addresses_only_public_ones_signing_out_and_the_notice_stay_open(app):
    with app.app_context():
        access = {name: vars(view).get("access") for name, view in app.view_functions.items()}
    stays = {name for name, permission in access.items() if permission is not None and not leads_away(name, permission)}
    assert stays == {"account.consent", "account.say", "people.sign_out", "people.change_user"}
    assert leads_away("web.start", None)


@pytest.mark.parametrize("path", ["/verify", "/offline", "/healthz"])
def test_public_pages_stay_open(own, path):
    assert own.get(path).status_code == 200


def test_what_one_may_not_see_is_still_not_found(own):
    assert own.get("/people").status_code == 404


def test_language_and_signing_out_work(own):
    assert own.get("/language/fr?next=/account/notice").location == NOTICE
    assert own.post("/sign-out").location == "/"
    assert own.get("/").status_code == 200


def test_a_yes_opens_the_account_and_goes_on_to_where_one_wanted_to_be(own, session, asked):
    answer = own.post(NOTICE, data={"answer": "yes", "next": "/account"})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert own.get("/account").status_code == 200
    session.expire_all()
    row = session.scalars(select(ProcessingConsent)).one()
    assert (row.answer, row.asked_at, row.answered_at, row.version) == ("yes", NOW, NOW, 1)
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "people.consent-answered")).one()
    assert (told.actor_id, told.data) == (asked.id, {"version": 1, "answer": "yes"})
    assert "You said yes on" in own.get(NOTICE).text


def test_a_no_keeps_the_account_shut_and_tells_who_manages_it(own, session, asked, time, letters):
    keeper = make.person(session, "Kanya Ratana", email="kanya@example.org")
    make.give_anywhere(session, keeper, Grant(Role.COORDINATOR, "country", "TH"))
    session.commit()
    assert own.post(NOTICE, data={"answer": "no"}).location == NOTICE
    assert own.get("/account").status_code == 303
    assert "You said no on" in own.get(NOTICE).text
    [(to, _subject, text)] = letters(time)
    assert to == "kanya@example.org"
    assert "Ana Silva read which data is saved and said no." in text


def test_after_a_no_one_can_still_say_yes_and_both_are_kept(own, session, asked):
    own.post(NOTICE, data={"answer": "no"})
    own.post(NOTICE, data={"answer": "yes"})
    session.expire_all()
    answers = session.scalars(select(ProcessingConsent.answer).order_by(ProcessingConsent.id)).all()
    assert answers == ["no", "yes"]
    assert own.get("/account").status_code == 200


def test_who_agreed_or_was_never_asked_answers_nothing(app, own, session, place):
    own.post(NOTICE, data={"answer": "yes"})
    assert own.post(NOTICE, data={"answer": "no"}).status_code == 409
    other = browser_of(app, session, make.person(session, "Bo Berg", (Role.OFFICER, place), place=place))
    assert other.get("/account").status_code == 200
    assert other.post(NOTICE, data={"answer": "no"}).status_code == 409


def test_something_else_than_yes_or_no_is_no_answer(own, session):
    assert own.post(NOTICE, data={"answer": "perhaps"}).status_code == 409
    session.expire_all()
    assert session.scalars(select(ProcessingConsent)).one().answer is None


def test_the_notice_names_whom_to_write_to_the_nearest_first(own, session, place):
    make.person(session, "Chief", Role.ADMINISTRATOR)
    session.commit()
    assert "Chief" in own.get(NOTICE).text
    near = make.person(session, "Kanya Ratana", email="kanya@example.org")
    make.give_anywhere(session, near, Grant(Role.COORDINATOR, "administration", str(place.id)))
    session.commit()
    page = own.get(NOTICE).text
    assert "mailto:kanya@example.org" in page
    assert "Chief" not in page


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/learn", {"Keep": "refresh"}), ("/offline/token", {}), ("/account", {"Accept": "application/json"})],
)
def test_a_script_is_told_and_not_led_elsewhere_so_that_nothing_kept_is_taken_for_a_stranger_s(own, path, headers):
    answer = own.get(path, headers=headers)
    assert answer.status_code == 409
    assert "Location" not in answer.headers


def test_what_the_outbox_sends_waits(own):
    assert own.post("/offline/sync", json={"entries": []}).status_code == 409


def test_the_person_s_page_says_how_it_stands(app, own, session, asked):
    chief = browser_of(app, session, make.person(session, "Chief", Role.ADMINISTRATOR))
    assert "not answered yet" in chief.get(f"/people/{asked.uuid}").text


def test_a_yes_is_told_to_nobody(own, session, place, time, letters):
    keeper = make.person(session, "Kanya Ratana", email="kanya@example.org")
    make.give_anywhere(session, keeper, Grant(Role.COORDINATOR, "country", "TH"))
    session.commit()
    done = own.post(NOTICE, data={"answer": "yes", "next": "https://elsewhere.example/"})
    assert (done.status_code, done.location) == (303, "/")
    assert "Thank you." in own.get("/account").text
    assert letters(time) == []
    assert own.get(NOTICE).headers["Cache-Control"] == "no-store"
