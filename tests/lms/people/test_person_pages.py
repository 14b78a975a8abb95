"""Pages about one person, one administration and one's own account: what a press says, and where it leads."""

import math
import re

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.audit.models import AuditEntry
from lms.people.models import OneTimeSecret, Person, UserSession
from lms.people.queries import people as queries
from lms.people.rules import GUESSES_ACCOUNT, SecretPurpose
from lms.people.services import password_choice, password_hashing, provisioning, secrets
from lms.people.services.easy_passwords import new_password
from tests.builders import people as make
from tests.builders.people import NOW, PASSWORD, browser, browser_of
from tests.lms.people.test_pages import PERSON, SLIP_CODE

NEW = "river stone lantern"


@pytest.fixture
def other(session):
    return make.administration(session, "Mountain Police", kind="police", country="KE")


@pytest.fixture
def local_row(session, place):
    return make.person(session, "Local", (Role.ADMINISTRATOR, place), place=place)


@pytest.fixture
def local(app, session, local_row):
    return browser_of(app, session, local_row)


@pytest.fixture
def chief(app, session):
    return browser_of(app, session, make.person(session, "Chief", Role.ADMINISTRATOR))


@pytest.fixture
def ana(session, place):
    return make.person(session, "Ana Silva", (Role.OFFICER, place), place=place, email="ana@example.org")


@pytest.mark.parametrize(
    ("password", "subject", "purpose"),
    [(PASSWORD, "A new password", SecretPurpose.RESET), (None, "Your account at", SecretPurpose.INVITE)],
)
def test_a_letter_is_an_invitation_until_there_is_a_password(
    local, local_row, session, place, letters, time, password, subject, purpose
):
    row = make.person(session, "Bo", place=place, password=password, email="bo@example.org")
    session.commit()
    done = local.post(f"/people/{row.uuid}/letter")
    assert (done.status_code, done.location) == (303, f"/people/{row.uuid}")
    assert "We send an e-mail to bo@example.org." in local.get(done.location).text
    [(to, said, _text)] = letters(time)
    assert (to, said.startswith(subject)) == ("bo@example.org", True)
    made = session.scalars(select(OneTimeSecret)).one()
    assert (made.person_id, made.purpose, made.made_by_id) == (row.id, purpose, local_row.id)


def test_closing_opening_and_signing_out_lead_back_to_the_person_with_word_of_it(local, local_row, session, ana, app):
    browser_of(app, session, ana)
    for deed, words in (
        ("sessions/end", "signed out on every device"), ("close", "The account is closed."),
        ("reopen", "The account is open again."),
    ):  # fmt: skip
        done = local.post(f"/people/{ana.uuid}/{deed}")
        assert (done.status_code, done.location) == (303, f"/people/{ana.uuid}")
        assert words in local.get(done.location).text
    names = ("people.sessions-ended", "people.person-closed", "people.person-reopened")
    told = session.scalars(select(AuditEntry).where(AuditEntry.name.in_(names)).order_by(AuditEntry.id)).all()
    assert [(one.name, one.subject, one.actor_id) for one in told] == [
        (name, f"person:{ana.id}", local_row.id) for name in names
    ]


def test_a_slip_is_shown_on_the_page_of_its_own_person_alone(chief, local, session, place, ana):
    bo = make.person(session, "Bo", place=place)
    session.commit()
    page = local.get(local.post(f"/people/{ana.uuid}/slip").location).text
    [code] = SLIP_CODE.findall(page)
    assert "/code" in page
    of_bo = local.get(f"/people/{bo.uuid}/slip").text
    assert (code in of_bo, "Create a new slip" in of_bo) == (False, True)
    assert code in local.get(f"/people/{ana.uuid}/slip").text
    chief.post(f"/people/{ana.uuid}/slip")
    over = local.get(f"/people/{ana.uuid}/slip").text
    assert (code in over, "Somebody has set a password" in over) == (False, False)


def test_a_slip_is_shown_until_before_a_quarter_of_an_hour_has_gone(local, session, ana, time):
    session.commit()
    address = local.post(f"/people/{ana.uuid}/slip").location
    time.go_on(minutes=14, seconds=59)
    assert SLIP_CODE.search(local.get(address).text)


def test_a_new_person_is_brought_in_with_word_of_the_way_in(chief, local, session, place, letters, time):
    form = PERSON | {"administration": place.uuid, "email": "bo@example.org", "way": "letter"}
    done = local.post("/people/new", data=form)
    assert "The account is created, and we send an e-mail to bo@example.org." in local.get(done.location).text
    assert [to for to, _subject, _text in letters(time)] == ["bo@example.org"]
    refused = chief.post("/people/new", data=PERSON | {"administration": place.uuid, "way": "letter", "email": "  "})
    assert (refused.status_code, 'id="email-error"' in refused.text) == (422, True)
    twice = {"administration": place.uuid, "roles": ["officer", "officer"], "name": "Cy Ng"}
    refused = chief.post("/people/new", data=PERSON | twice)
    assert (refused.status_code, 'id="roles-error"' in refused.text) == (422, True)
    assert session.scalars(select(Person).where(Person.name == "Cy Ng")).all() == []


def test_the_page_of_a_person_offers_what_the_viewer_may_do(chief, local, session, place, ana, local_row):
    unmade = secrets.make_link
    unmade(session, ana, SecretPurpose.INVITE, actor_id=local_row.id, now=NOW)
    make.give(session, ana, Role.TRAINER)
    session.commit()
    page = local.get(f"/people/{ana.uuid}").text
    assert ("outside the area of your role" in page, "Change details" in page) == (True, False)
    page = chief.get(f"/people/{ana.uuid}").text
    assert ("outside the area of your role" in page, "Change details" in page) == (False, True)
    assert "Link of an invitation" in page
    own = local.get(f"/people/{local_row.uuid}").text
    assert ("This is your own account" in own, "Change details" in own) == (True, False)


def test_a_list_is_asked_for_a_hundred_signs_at_most(chief, session):
    make.person(session, "x" * 100)
    session.commit()
    assert "x" * 100 in chief.get(f"/people?words={'x' * 101}").text.partition("<main")[2].partition("<table")[2]


def test_checked_names_lead_back_to_the_same_list(local, session, place, ana):
    session.commit()
    sent = {"seen": [f"{ana.uuid} Ana Silva"], "words": "ana", "administration": place.uuid}
    done = local.post("/people/names/check", data=sent)
    assert done.location == f"/people?words=ana&administration={place.uuid}"
    assert "1 name is checked." in local.get(done.location).text
    done = local.post(f"/people/{ana.uuid}/name/uncheck")
    assert (done.status_code, done.location) == (303, f"/people/{ana.uuid}")
    assert "no longer counts as checked" in local.get(done.location).text
    done = local.post(f"/people/{ana.uuid}/name/check", data={"seen": "Ana Silva"})
    assert (done.status_code, done.location) == (303, f"/people/{ana.uuid}")
    assert "The name is checked." in local.get(done.location).text


def test_administrations_and_units_are_kept_and_refused_beside_their_fields(local, chief, session, place, other):
    make.administration(session, "Taken", country="TH")
    east, west = make.unit(session, place, "East"), make.unit(session, place, "West")
    session.commit()
    at = f"/administrations/{place.uuid}"
    page = local.get(f"{at}/edit").text
    assert re.findall(r'<option[^>]* value="([A-Z]{2})"|<option value="([A-Z]{2})"', page) != []
    assert "Kenya" not in page
    form = {"name": "Taken", "kind": "customs", "country": "TH"}
    refused = local.post(f"{at}/edit", data=form)
    assert (refused.status_code, 'id="name-error"' in refused.text) == (422, True)
    done = local.post(f"{at}/edit", data=form | {"name": "Renamed"})
    assert (done.status_code, done.location, "The change is saved." in local.get(at).text) == (303, at, True)
    assert chief.post("/administrations/new", data=form).status_code == 422
    done = chief.post("/administrations/new", data=form | {"name": "A New One"})
    assert "The administration is added." in chief.get(done.location).text
    for path in ("units/new", f"units/{east.uuid}"):
        refused = local.post(f"{at}/{path}", data={"name": "WEST", "kind": "port"})
        assert (refused.status_code, 'id="name-error"' in refused.text) == (422, True)
        refused = local.post(f"{at}/{path}", data={"name": "North", "kind": "port", "time_zone": "Nowhere"})
        assert (refused.status_code, 'id="time_zone-error"' in refused.text) == (422, True)
    done = local.post(f"{at}/units/{east.uuid}", data={"name": "Far East", "kind": "office"})
    assert (done.status_code, done.location, "The change is saved." in local.get(at).text) == (303, at, True)
    done = local.post(f"{at}/units/new", data={"name": "North", "kind": "port"})
    assert (done.status_code, done.location) == (303, at)
    session.expire_all()
    assert (east.name, west.name) == ("Far East", "West")
    people = chief.get("/administrations").text
    assert "Add an administration" in people


def test_the_counts_of_an_administration_are_of_its_open_accounts(chief, session, place, ana):
    make.person(session, place=place)
    session.commit()
    assert re.search(r"People</dt>\s*<dd>[^<]*(<a[^>]*>)?2\b", chief.get(f"/administrations/{place.uuid}").text)


def test_contacts_are_saved_with_word_of_it(local, session, place):
    session.commit()
    at = f"/administrations/{place.uuid}"
    done = local.post(f"{at}/contacts", data={"police_name": "Desk", "police_telephone": "191"})
    assert (done.status_code, done.location) == (303, at)
    assert "The contacts are saved." in local.get(at).text
    assert 'value="Desk"' in local.get(f"{at}/contacts").text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "people.contacts-changed")).one()
    assert entry.actor_id is not None


def test_the_files_of_people_and_units_hold_what_is_asked_for(local, session, place, ana):
    make.unit(session, place, "East")
    make.person(session, "Checked", place=place, name_checked_at=NOW)
    session.commit()
    lines = local.get(f"/people/export.csv?unchecked=1&administration={place.uuid}").get_data(as_text=True)
    assert ("Ana Silva" in lines, "Checked" in lines.split("\n", 1)[1]) == (True, False)
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported"))
    assert entry.data["filter"] == {"administration": place.uuid, "unchecked": True}
    lines = local.get(f"/administrations/{place.uuid}/units/export.csv").get_data(as_text=True)
    assert lines.lstrip("\ufeff").splitlines() == ["Name,Kind", "East,Port"]
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported")).all()) == 1


def test_ones_own_account_says_what_was_saved_and_comes_back(app, session, ana):
    own, phone = browser_of(app, session, ana), browser_of(app, session, ana)
    for path, data, words in (
        ("/account", {"language": "en"}, "Your language is saved."),
        ("/account/time-zone", {"time_zone": "Makassar"}, "Your time zone is saved."),
        ("/account/sex", {"sex": "other"}, "Your answer is saved."),
        ("/account/sex", {"sex": "nothing"}, "Nothing is saved about your sex."),
        ("/account/password", {"current": PASSWORD, "password": NEW, "again": NEW}, "Your password is changed."),
    ):
        done = own.post(path, data=data)
        assert (done.status_code, done.location) == (303, "/account")
        assert words in own.get("/account").text
    assert phone.get("/account").status_code == 303
    for path, words in (("end-others", "Every other device is signed out."), (None, "That device is signed out.")):
        last = browser_of(app, session, ana)
        uuid = session.scalars(select(UserSession.uuid).order_by(UserSession.id.desc())).first()
        done = own.post(f"/account/sessions/{path or f'{uuid}/end'}")
        assert (done.status_code, done.location) == (303, "/account/sessions")
        assert words in own.get(done.location).text
        assert last.get("/account").status_code == 303
    refused = own.post("/account/sex", data={})
    assert refused.status_code == 422


def test_a_way_in_says_that_one_is_in(app, session, ana):
    token, _until = secrets.make_link(session, ana, SecretPurpose.RESET, actor_id=None, now=NOW)
    session.commit()
    mine = browser(app)
    done = mine.post(f"/link/{token}", data={"password": NEW, "again": NEW})
    assert (done.status_code, done.location) == (303, "/")
    assert "Your password is set, and you are signed in." in mine.get("/account").text
    code, _until = secrets.make_code(session, ana, actor_id=None, now=NOW)
    session.commit()
    mine = browser(app)
    done = mine.post("/code", data={"login": ana.username, "code": code, "password": NEW, "again": NEW})
    assert (done.status_code, done.location) == (303, "/")
    assert "Your password is set, and you are signed in." in mine.get("/account").text
    done = mine.post("/sign-out")
    assert (done.status_code, done.location, done.headers["Clear-Site-Data"]) == (303, "/", '"cache"')
    assert "You are signed out." in mine.get("/").text
    assert "Sign in" in mine.get("/sign-in?who=ana").text
    assert 'value="ana"' in mine.get("/sign-in?who=ana").text


@pytest.mark.parametrize("left", [61, 60, 121])
def test_minutes_to_wait_are_whole_and_never_too_few(client, session, time, left):
    make.person(session, username="ana.silva")
    session.commit()

    def enter():
        return client.post("/sign-in", data={"login": "ana.silva", "password": "wrong"})

    assert {enter().status_code for _each in range(GUESSES_ACCOUNT)} == {422}
    wait = int(enter().headers["Retry-After"])
    time.go_on(seconds=wait - left)
    answer = enter()
    seconds = int(answer.headers["Retry-After"])
    assert (answer.status_code, abs(seconds - left) <= 1) == (429, True)
    minutes = math.ceil(seconds / 60)
    assert f"Wait {minutes} minute{'s' if minutes > 1 else ''}, then try again." in answer.text


def test_where_there_is_no_password_the_one_that_is_compared_with_does_not_fit_either(monkeypatch):
    monkeypatch.setattr(password_hashing, "NOBODY", password_hashing.hashed(NEW))
    assert password_hashing.fits(password_hashing.NOBODY, NEW) is True
    assert password_hashing.fits(None, NEW) is False


def test_an_easy_password_is_three_words_and_two_digits():
    made = [new_password() for _each in range(2000)]
    assert all(re.fullmatch(r"[a-z]+-[a-z]+-[a-z]+-\d\d", one) for one in made)
    assert {min(one[-2:] for one in made), max(one[-2:] for one in made)} == {"10", "99"}


@pytest.mark.parametrize("found", [None, type("Spec", (), {"origin": None})()])
def test_without_the_lists_of_passwords_nothing_is_judged(monkeypatch, found):
    monkeypatch.setattr(password_choice, "find_spec", lambda _name: found)
    password_choice.common_words.cache_clear()
    with pytest.raises(ModuleNotFoundError, match="zxcvbn is missing"):
        password_choice.common_words()
    monkeypatch.undo()
    password_choice.common_words.cache_clear()
    assert "password" in password_choice.common_words()


def test_a_password_that_a_command_gives_opens_the_account(client, session):
    row = make.person(session, "Invented", demonstration=True, password=None)
    password = provisioning.give_password(session, row.id)
    session.commit()
    assert client.post("/sign-in", data={"login": row.username, "password": password}).status_code == 303
    assert queries.person_by_login(session, row.username) == row
