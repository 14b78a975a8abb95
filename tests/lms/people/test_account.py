"""One's own account: name, language, password, and where one is signed in."""

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.people.models import Person, UserSession
from tests.builders import people as make
from tests.builders.people import PASSWORD, browser, browser_of, sign_in

NEW = "river stone lantern"


@pytest.fixture
def ana(session):
    place = make.administration(session, "Harbour Customs")
    return make.person(
        session, "Ana Silva", (Role.OFFICER, place), place=place, unit_id=make.unit(session, place, "East Port").id
    )


@pytest.fixture
def here(client, session, ana):
    """A browser in which Ana is signed in."""
    sign_in(client, session, ana)
    session.commit()
    return client


@pytest.fixture
def there(app, session, ana):
    """Another device of Ana's."""
    return browser_of(app, session, ana)


def test_the_page_shows_who_one_is_here(here, ana):
    page = here.get("/account").text
    for words in ("Ana Silva", ana.username, "Harbour Customs", "East Port", "Officer"):
        assert words in page


def test_the_language_is_kept_with_the_person(here, ana, session):
    assert here.post("/account", data={"language": "en"}).status_code == 303
    session.expire_all()
    assert session.get(Person, ana.id).language == "en"
    here.post("/account", data={"language": "device"})
    session.expire_all()
    assert session.get(Person, ana.id).language is None


def test_a_language_that_is_not_spoken_here_is_refused(here, ana, session):
    answer = here.post("/account", data={"language": "xx"})
    assert answer.status_code == 422
    assert "Choose from the list." in answer.text
    session.expire_all()
    assert session.get(Person, ana.id).language is None


def change(client, **typed):
    return client.post("/account/password", data={"current": PASSWORD, "password": NEW, "again": NEW, **typed})


def test_a_changed_password_ends_every_other_sign_in_and_gives_this_one_a_new_token(here, there):
    before = here.get_cookie("spoor").value
    assert change(here).status_code == 303
    assert here.get_cookie("spoor").value != before
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert here.get("/account/sessions").text.count("Signed in on") == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"current": "wrong"}, "not your current password"),
        ({"password": "short", "again": "short"}, "at least 12"),
        ({"again": "another"}, "not the same"),
        ({"current": ""}, "Type your current password"),
    ],
)
def test_what_does_not_fit_changes_nothing(here, there, typed, words):
    answer = change(here, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert there.get("/account").status_code == 200


def test_the_list_names_each_device_and_this_one(here, there):
    page = here.get("/account/sessions").text
    assert page.count("Firefox on Linux") >= 2
    assert page.count('class="chip ok">this device') == 1


def test_a_lost_phone_is_signed_out_from_the_other_device(here, there, ana, session):
    lost = session.scalars(select(UserSession.uuid).order_by(UserSession.id.desc()).limit(1)).one()
    assert here.post(f"/account/sessions/{lost}/end").status_code == 303
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_every_other_device_is_signed_out_at_once(here, there):
    here.post("/account/sessions/end-others")
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_nobody_ends_the_sign_in_of_somebody_else(app, here, session):
    stranger = make.person(session)
    other = browser(app)
    sign_in(other, session, stranger)
    session.commit()
    uuid = session.scalars(select(UserSession.uuid).where(UserSession.person_id == stranger.id)).one()
    assert here.post(f"/account/sessions/{uuid}/end").status_code == 404
    assert other.get("/account").status_code == 200


@pytest.mark.parametrize("address", ["/account", "/account/password", "/account/sessions"])
def test_an_account_is_for_who_signed_in(client, address):
    assert client.get(address).location == f"/sign-in?next={address}"
