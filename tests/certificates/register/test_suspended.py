"""A suspended certificate, and one that is in force again, as managers, the holder and strangers see them."""

import json
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from certificates.credentials.models import CredentialVersion
from certificates.credentials.rules.lifecycle import Standing
from lms import storage
from lms.access import Role
from lms.mail.folder import letters_folder
from tests.builders import certificates as build
from tests.builders.people import administration, browser, person, sign_in
from tests.certificates.register.acts import drop, link, make_private, number, revoke

WORDS = {"words": "The result is looked at again."}
LIFTED = {"words": "The result was confirmed."}


def address(held):
    return f"/manage/credentials/{held.credential.uuid}"


@pytest.fixture
def suspended(session, held, now):
    return build.suspended(session, held, at=now + timedelta(days=1))


@pytest.fixture
def again(session, suspended, now):
    """In force again."""
    return build.lifted(session, suspended, at=now + timedelta(days=2))


def test_it_is_suspended_with_a_reason(session, client, at_desk, held, worker):
    assert f"{address(held)}/suspend" in at_desk.get(address(held)).text
    assert "says that it is suspended" in at_desk.get(f"{address(held)}/suspend").text
    sent = at_desk.post(f"{address(held)}/suspend", data=WORDS)
    assert (sent.status_code, sent.location) == (303, address(held))
    page = at_desk.get(address(held)).text
    assert "Suspended since 25 November 2026" in page
    assert "It is being reviewed. The result is looked at again." in page
    assert "been suspended since 25 November 2026" in client.get(link(held)).text
    assert worker() == 1  # the list
    assert ">suspended<" in at_desk.get("/manage/credentials").text


@pytest.mark.parametrize("words", ["", "no", "w" * 501])
@pytest.mark.parametrize("act", ["suspend", "lift"])
def test_without_a_reason_nothing_is_done(session, at_desk, held, words, act, now):
    page = at_desk.post(f"{address(held)}/{act}", data={"words": words})
    assert page.status_code == 422
    assert 'id="words-error"' in page.text
    assert build.again(session, held.credential.id).standing(now) is Standing.IN_FORCE


def test_it_is_lifted_and_made_anew(session, at_desk, manager, suspended, worker, time):
    time.go_on(days=2)
    sign_in(at_desk, session, manager)
    session.commit()
    assert f"{address(suspended)}/lift" in at_desk.get(address(suspended)).text
    sent = at_desk.post(f"{address(suspended)}/lift", data=LIFTED)
    assert (sent.status_code, sent.location) == (303, address(suspended))
    page = at_desk.get(address(suspended)).text
    assert "Suspended since 26 November 2026" in page
    assert "being reissued" in page
    assert "/lift" not in page
    assert worker() == 1
    page = at_desk.get(address(suspended)).text
    assert ">valid<" in page
    assert "A suspension was lifted." in page
    assert build.again(session, suspended.credential.id).version.no == 2


def test_suspending_twice_and_lifting_what_is_in_force_are_told(at_desk, held):
    assert at_desk.post(f"{address(held)}/lift", data=LIFTED).status_code == 409
    at_desk.post(f"{address(held)}/suspend", data=WORDS)
    assert at_desk.post(f"{address(held)}/suspend", data=WORDS).status_code == 409


def test_one_whose_time_is_over_is_lifted_without_new_files(app, session, manager, suspended, worker, time):
    time.go_on(days=1200)
    desk = browser(app)
    sign_in(desk, session, manager)
    session.commit()
    assert desk.post(f"{address(suspended)}/lift", data=LIFTED).status_code == 303
    assert ">expired<" in desk.get(address(suspended)).text
    assert worker() == 0


def test_who_does_not_manage_it_does_neither(session, app, at_home, held, course):
    elsewhere = administration(session, "Highland Wildlife Authority")
    stranger = person(session, "Paul Otieno", (Role.ADMINISTRATOR, elsewhere), place=elsewhere)
    desk = browser(app)
    sign_in(desk, session, stranger)
    session.commit()
    for who in (at_home, desk):
        for act in ("suspend", "lift"):
            assert who.get(f"{address(held)}/{act}").status_code == 404
            assert who.post(f"{address(held)}/{act}", data=WORDS).status_code == 404


def test_managers_do_not_suspend_or_lift_their_own(app, session, manager, course, now):
    own = build.issued(session, manager, course, name="Rosa Almeida")
    desk = browser(app)
    sign_in(desk, session, manager)
    session.commit()
    assert "/suspend" not in desk.get(address(own)).text
    assert desk.post(f"{address(own)}/suspend", data=WORDS).status_code == 409
    build.suspended(session, own, at=now)
    assert "/lift" not in desk.get(address(own)).text
    assert desk.post(f"{address(own)}/lift", data=LIFTED).status_code == 409


def test_the_link_says_since_when_and_why_and_never_revoked(client, suspended):
    page = client.get(link(suspended)).text
    assert "This certificate has been suspended since 26 November 2026" in page
    assert "Reason: It is being reviewed. The result is looked at again." in page
    assert ">suspended<" in page
    assert "evoked" not in page


def test_a_private_one_says_so_without_the_words(session, client, suspended):
    make_private(session, suspended)
    page = client.get(link(suspended)).text
    assert "has been suspended since 26 November 2026" in page
    for kept in ("looked at again", "Okafor", "Final exam"):
        assert kept not in page


def test_every_file_says_so(client, suspended):
    version = suspended.version
    pictures = [storage.get(key) for key in (version.pdf_key, version.png_key, version.svg_key)]
    for content in (version.record.encode(), version.token.encode(), *pictures):
        page = drop(client, content).text
        assert "This certificate has been suspended since 26 November 2026" in page
        assert "The result is looked at again." in page
        assert "evoked" not in page


def test_the_number_says_so(client, suspended):
    assert "has been suspended since" in number(client, suspended.credential.number, "Okafor").text


def test_a_suspended_one_that_was_revoked_is_revoked(session, client, suspended, now):
    revoke(session, suspended, now)
    page = client.get(link(suspended)).text
    assert "was revoked on 26 November 2026" in page
    assert "suspended" not in page


def test_the_code_on_the_old_paper_leads_to_the_version_in_force(client, again):
    page = client.get(link(again)).text
    assert "genuine and valid" in page
    assert "An older version, valid from 25 November 2026, was replaced: A suspension was lifted." in page
    assert json.loads(client.get(f"{link(again)}.json").text) == json.loads(again.version.record)


def test_the_old_file_is_replaced_and_leads_there_too(session, client, again, time):
    time.go_on(days=3)
    old = session.scalars(select(CredentialVersion).where(CredentialVersion.no == 1)).one()
    page = drop(client, old.record.encode()).text
    assert "This certificate was replaced on 27 November 2026" in page
    assert "A suspension was lifted." in page
    assert link(again) in page
    assert "genuine and valid" in drop(client, again.version.record.encode()).text


def test_the_holder_reads_that_it_is_suspended(at_home, suspended):
    page = at_home.get(f"/certificates/{suspended.credential.uuid}").text
    assert "Suspended since 26 November 2026" in page
    assert "The result is looked at again." in page
    assert "you get an e-mail" in page
    assert "No longer valid" not in page
    assert ">suspended<" in at_home.get("/certificates").text


def test_the_holder_is_told_to_fetch_the_new_files(at_home, again):
    page = at_home.get(f"/certificates/{again.credential.uuid}").text
    assert "Valid again since 27 November 2026" in page
    assert "Download the new files" in page
    kept = at_home.get(f"/certificates/{again.credential.uuid}/file.json")
    assert kept.text == again.version.record


def letters(uuid):
    """The letters that name this certificate."""
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in letters_folder().glob("*.eml")]
    return [one for one in found if uuid in one.get_content()]


def test_the_holder_gets_a_letter_when_it_is_lifted_and_none_before(
    session, officer, at_desk, manager, suspended, worker, time
):
    officer.email = "ngozi@example.org"
    session.commit()
    time.go_on(days=2)
    sign_in(at_desk, session, manager)
    session.commit()
    at_desk.post(f"{address(suspended)}/lift", data=LIFTED)
    assert letters(suspended.credential.uuid) == []
    worker()
    (letter,) = letters(suspended.credential.uuid)
    assert (letter["To"], letter["Subject"]) == ("ngozi@example.org", "Your certificate is valid again")
    assert "download the new files" in " ".join(letter.get_content().split())
