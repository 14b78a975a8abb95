"""What people choose: by kind, quiet hours, and the link in a letter that needs no sign-in."""

import re

import pytest
from sqlalchemy import func, select

from lms.db import end_read_session
from lms.messages.models import Message, MessageChoice, QuietHours
from lms.messages.rules.delivery import Channel
from lms.messages.rules.unsubscribe_links import DIGEST, UnsubscribeWish, unsubscribe_token
from lms.messages.services.choosing import choose_one
from lms.messages.tasks import gather_digests
from lms.queue import jobs
from tests.builders.messages import FORMAL, NOTE, choose, send
from tests.builders.people import browser, forms_protected, sign_in


@pytest.fixture
def form(app, client, session, ana, time):
    """Sends the form of Ana's choices, with the fields that are not named as the page fills them."""
    seen = browser(app)
    sign_in(seen, session, ana)
    session.commit()

    def send_form(**changes):
        page = seen.get("/account/messages").text
        fields = dict(re.findall(r'<select[^>]* name="([^"]+)".*?<option selected value="([^"]+)"', page, re.S))
        fields |= {"quiet": "y"} | changes
        return seen.post("/account/messages", data={name: value for name, value in fields.items() if value})

    return send_form


def chosen(session):
    session.expire_all()
    return {row.kind: row.channel for row in session.scalars(select(MessageChoice))}


def token(app, person, kind):
    return unsubscribe_token(UnsubscribeWish(person.uuid, kind), app.config["SECRET_KEY"])


def test_the_page_offers_every_kind_with_what_holds(app, client, session, ana, time):
    seen = browser(app)
    sign_in(seen, session, ana)
    choose(session, ana.id, Channel.WEEKLY)
    session.commit()
    page = seen.get("/account/messages").text
    assert re.search(r'name="test\.note".*?<option selected value="weekly"', page, re.S)
    assert "You cannot stop these e-mails." in page
    assert "UTC" in page


def test_a_choice_is_kept_and_one_that_was_not_changed_leaves_no_row(form, session):
    answer = form(**{NOTE.name: "daily"})
    assert (answer.status_code, answer.location) == (303, "/account/messages")
    assert chosen(session) == {NOTE.name: "daily"}
    assert session.scalar(select(func.count()).select_from(QuietHours)) == 0


@pytest.mark.parametrize(
    ("quiet", "begins", "ends", "kept"),
    [("y", "22", "6", (22, 6)), ("", "20", "7", (0, 0)), ("y", "9", "17", (9, 17))],
)
def test_quiet_hours_are_kept(form, session, quiet, begins, ends, kept):
    assert form(quiet=quiet, quiet_begins=begins, quiet_ends=ends).status_code == 303
    row = session.scalars(select(QuietHours)).one()
    assert (row.begins, row.ends) == kept


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({NOTE.name: "never"}, "Choose from the list."),
        ({FORMAL.name: "inbox"}, "Choose from the list."),
        ({"quiet_begins": "25"}, "Choose from the list."),
        ({"quiet_begins": "7", "quiet_ends": "7"}, "The end of quiet hours must be different"),
    ],
)
def test_what_is_not_offered_is_refused_beside_its_field_and_nothing_is_kept(form, session, changes, words):
    answer = form(**changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert chosen(session) == {}


def test_what_waits_for_a_digest_follows_the_new_choice(session, ana, time):
    choose(session, ana.id, Channel.WEEKLY)
    send(session, [ana.id], time.now)
    choose_one(session, ana.id, NOTE, Channel.DAILY, now=time.now)
    due = select(Message.due_at)
    assert session.scalars(due).one().isoformat() == "2026-11-26T07:00:00+00:00"
    choose_one(session, ana.id, NOTE, Channel.INBOX, now=time.now)
    assert session.scalars(due).one() is None


def test_the_link_of_a_letter_shows_a_page_and_changes_nothing_before_its_button(app, client, session, ana, time):
    address = f"/unsubscribe/{token(app, ana, NOTE.name)}"
    stranger = browser(app)
    page = stranger.get(address)
    assert page.status_code == 200
    assert "Notes of meetings" in page.text
    assert ana.name not in page.text
    assert chosen(session) == {}
    assert "These e-mails are stopped" in stranger.post(address).text
    assert chosen(session) == {NOTE.name: "inbox"}
    assert stranger.post(address).status_code == 200  # pressed twice


def test_a_mail_program_presses_it_over_https_without_a_token_and_from_anywhere(app, session, ana, time):
    address = f"https://spoor.example/unsubscribe/{token(app, ana, NOTE.name)}"
    program = browser(app)
    with forms_protected(app):
        answer = program.post(address, data={"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
    assert chosen(session) == {NOTE.name: "inbox"}


def test_the_link_of_a_digest_stops_every_kind_that_comes_with_one(app, client, session, ana, time):
    choose(session, ana.id, Channel.WEEKLY)
    choose(session, ana.id, Channel.DAILY, FORMAL)
    session.commit()
    assert browser(app).post(f"/unsubscribe/{token(app, ana, DIGEST)}").status_code == 200
    others = ("certificate.earned", "observation.released", "mistakes.judged")
    stopped = dict.fromkeys((NOTE.name, *others), "inbox")
    assert chosen(session) == stopped | {FORMAL.name: "daily"}


def forged(app, ana):
    return token(app, ana, NOTE.name)[:-3] + "abc"


def of_another_secret(app, ana):
    return unsubscribe_token(UnsubscribeWish(ana.uuid, NOTE.name), "another secret")


def of_nobody(app, ana):
    return unsubscribe_token(
        UnsubscribeWish("00000000-0000-0000-0000-000000000000", NOTE.name), app.config["SECRET_KEY"]
    )


def not_to_be_stopped(app, ana):
    return token(app, ana, FORMAL.name)


def of_no_kind(app, ana):
    return token(app, ana, "no.kind")


@pytest.mark.parametrize("link", [forged, of_another_secret, of_nobody, not_to_be_stopped, of_no_kind])
def test_other_links_are_not_found_and_change_nothing(app, client, session, ana, time, link):
    address = f"/unsubscribe/{link(app, ana)}"
    assert [browser(app).get(address).status_code, browser(app).post(address).status_code] == [404, 404]
    assert chosen(session) == {}


def test_the_link_in_a_letter_that_was_sent_works(app, client, session, server, ana, time):
    choose(session, ana.id, Channel.DAILY)
    send(session, [ana.id], time.now)
    time.go_on(days=1)
    session.commit()
    end_read_session()
    gather_digests(time.now)
    jobs.run_due(time.now)
    end_read_session()
    [letter] = server.letters
    address = letter["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert browser(app).post(address).status_code == 200
    assert chosen(session)[NOTE.name] == "inbox"
