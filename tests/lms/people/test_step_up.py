"""The password once more before something grave, and short sign-ins of those who decide about others."""

import re
from datetime import timedelta

import pytest

from lms.access import Role
from lms.people.models import UserSession
from lms.people.queries import people as queries
from lms.people.rules import FRESH_FOR, GUARDED_SESSION_LIFE, GUESSES_ACCOUNT
from tests.builders import people as make
from tests.builders.people import PASSWORD, browser, forms_protected, sign_in

GUARDED = {
    "people.new", "people.edit", "people.give_role", "people.end_role", "people.send_letter", "people.reopen",
    "people.make_slip", "people.slip", "exams.set_cut", "exams.agree_cut", "credentials.revoke", "credentials.suspend",
    "credentials.lift", "credentials.reissue", "credentials.propose_revocation",
    "credentials.judge_name", "people.check_name", "people.check_names",
    "people.uncheck_name", "exams.refuse_cut", "exams.give_time", "exams.late",
}  # fmt: skip
ROLE = {"role": "trainer", "scope": "everywhere"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]*)"')


@pytest.fixture
def ana(session):
    return make.person(session, "Ana Silva", Role.OFFICER)


@pytest.fixture
def chief(session):
    return make.person(session, "Chief", Role.ADMINISTRATOR)


@pytest.fixture
def tired(app, session, chief, ana, time):
    """The browser of an administrator who typed the password a quarter of an hour ago."""
    client = browser(app)
    sign_in(client, session, chief)
    session.commit()
    time.now += FRESH_FOR
    return client


def kept_in(page):
    """What the page that asks carries, but for its own form token."""
    return {name: value for name, value in HIDDEN.findall(page.text) if name != "csrf_token"}


def roles(session, row):
    session.expire_all()
    return {held.role for held in queries.roles_held(session, row.id)}


def test_whatever_decides_about_others_asks_for_the_password_again(app):
    found = {name for name, view in app.view_functions.items() if getattr(view, "step_up", False)}
    assert found >= GUARDED


def test_a_password_typed_a_short_while_ago_is_enough(app, session, chief, ana, time):
    client = browser(app)
    sign_in(client, session, chief)
    session.commit()
    time.now += FRESH_FOR - timedelta(seconds=1)
    assert client.post(f"/people/{ana.uuid}/roles/new", data=ROLE).location == f"/people/{ana.uuid}"
    assert roles(session, ana) == {"officer", "trainer"}


def test_a_form_waits_for_the_password_and_goes_on_with_all_that_was_typed(app, tired, session, ana):
    address = f"/people/{ana.uuid}/roles/new"
    page = tired.post(address, data=ROLE)
    assert "Your password again" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert roles(session, ana) == {"officer"}
    waiting = kept_in(page)
    assert waiting == ROLE
    wrong = tired.post(address, data=waiting | {"step_up_password": "wrong"})
    assert (wrong.status_code, "not your current password" in wrong.text) == (422, True)
    assert roles(session, ana) == {"officer"}
    assert kept_in(wrong) == ROLE
    assert tired.post(address, data=waiting | {"step_up_password": PASSWORD}).location == f"/people/{ana.uuid}"
    assert roles(session, ana) == {"officer", "trainer"}
    assert tired.get(f"/people/{ana.uuid}/roles/new").status_code == 200


def test_a_page_waits_for_the_password_too(tired, ana):
    asked = tired.get(f"/people/{ana.uuid}/roles/new?x=1")
    assert asked.location == f"/account/step-up?next=/people/{ana.uuid}/roles/new?x%3D1"
    page = tired.get(asked.location)
    assert "Your password again" in page.text
    assert tired.post(asked.location, data={"step_up_password": "wrong"}).status_code == 422
    done = tired.post(asked.location, data={"step_up_password": PASSWORD})
    assert done.location == f"/people/{ana.uuid}/roles/new?x=1"
    assert tired.get(done.location).status_code == 200


def test_the_page_that_asks_leads_to_this_site_alone(tired):
    done = tired.post("/account/step-up?next=https://evil.example/", data={"step_up_password": PASSWORD})
    assert done.location == "/"


def test_wrong_passwords_are_counted_as_those_of_signing_in_are(tired, ana):
    address = f"/people/{ana.uuid}/roles/new"
    tries = [tired.post(address, data={"step_up_password": f"wrong {n}"}) for n in range(GUESSES_ACCOUNT + 1)]
    assert [answer.status_code for answer in tries[-2:]] == [422, 429]


def test_the_page_that_asks_carries_no_form_of_another_site(app, tired, session, ana):
    with forms_protected(app):
        forged = tired.post(f"/people/{ana.uuid}/roles/new", data=ROLE)
        assert (forged.status_code, "Your password" in forged.text) == (400, False)
        token = TOKEN.search(tired.get("/account/step-up").text)[1]
        page = tired.post(f"/people/{ana.uuid}/roles/new", data=ROLE | {"csrf_token": token})
        whole = {"csrf_token": TOKEN.search(page.text)[1], "step_up_password": PASSWORD} | dict(
            HIDDEN.findall(page.text)
        )
        assert tired.post(f"/people/{ana.uuid}/roles/new", data=whole).status_code == 303
    assert roles(session, ana) == {"officer", "trainer"}


def test_who_has_no_right_finds_nothing_and_is_not_asked(app, session, ana, chief, time):
    client = browser(app)
    sign_in(client, session, ana)
    session.commit()
    time.now += FRESH_FOR
    assert client.get(f"/people/{chief.uuid}/roles/new").status_code == 404


def test_a_session_of_before_asks_at_once(app, session, chief, ana):
    client = browser(app)
    sign_in(client, session, chief)
    session.query(UserSession).update({"authenticated_at": None})
    session.commit()
    assert client.get(f"/people/{ana.uuid}/roles/new").status_code == 303


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER])
def test_who_decides_about_others_is_signed_in_for_twelve_hours(app, session, time, role):
    client, row = browser(app), make.person(session, "Chief", role)
    sign_in(client, session, row)
    session.commit()
    time.now += GUARDED_SESSION_LIFE - timedelta(seconds=1)
    assert client.get("/account").status_code == 200
    assert len(queries.sessions_open(session, row.id, time.now)) == 1
    time.now += timedelta(seconds=1)
    assert client.get("/account").location.startswith("/sign-in")
    assert queries.sessions_open(session, row.id, time.now) == []


def test_who_decides_about_nobody_stays_signed_in(app, session, time):
    client = browser(app)
    sign_in(client, session, make.person(session, "Ana", Role.OFFICER))
    session.commit()
    time.now += GUARDED_SESSION_LIFE
    assert client.get("/account").status_code == 200


def test_a_right_that_is_given_later_shortens_a_session_that_is_there(app, session, ana, time):
    client = browser(app)
    sign_in(client, session, ana)
    make.give(session, ana, Role.ADMINISTRATOR)
    session.commit()
    time.now += GUARDED_SESSION_LIFE
    assert client.get("/account").status_code == 303
