"""Signing out on a device that others use too."""

from lms.access import Role
from tests.builders import people


def test_signing_out_has_the_browser_forget_the_pages_but_not_the_answers_kept_on_the_device(app, session, client):
    people.sign_in(client, session, people.person(session, "Ngozi Okafor", Role.OFFICER))
    session.commit()
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache"')
    assert client.get("/account").headers["Location"].startswith("/sign-in")
