"""A device that several people use in turn."""

import re

import pytest

from lms.access import Role
from tests.builders.people import browser, person, sign_in

DROPPED = ("language", "kept-12345678", "spoor", "spoor-device")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def here(app, session):
    """The browser of somebody, on a device that is shared."""
    made = browser(app)
    sign_in(made, session, person(session, "Ana Silva", Role.OFFICER))
    session.commit()
    made.get("/shared-device/on")
    return made


def test_change_user_stands_on_every_page_of_a_shared_device_alone(here):
    assert "Change user" in here.get("/account").text
    here.get("/shared-device/off")
    assert "Change user" not in here.get("/account").text
    assert here.get("/shared-device/perhaps").status_code == 404


@pytest.mark.parametrize(
    ("cleared", "header", "words"),
    [
        ("all", '"cache", "storage"', "All data of the last user is removed"),
        ("own", '"cache"', "All data of the last user is removed"),
        ("", '"cache"', "Scripts do not run here"),
    ],
)
def test_changing_the_user_ends_the_session_and_clears_as_much_as_the_page_says(here, cleared, header, words):
    here.set_cookie("language", "fr")
    here.set_cookie("kept-12345678", "1")
    here.get("/language/en")
    token = TOKEN.search(here.get("/account").text).group(1)
    answer = here.post("/change-user", data={"cleared": cleared, "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == header
    assert {name for name in DROPPED if here.get_cookie(name)} == set()
    assert here.get_cookie("shared-device")
    page = here.get("/sign-in").text
    assert words in page
    assert "Ana Silva" not in page
    assert here.get("/account").status_code == 303
