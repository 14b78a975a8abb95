"""The holder's pages: from what was earned to the files, and who sees what."""

import pytest
from sqlalchemy import select

from certificates.credentials.models import Credential


def held_now(session):
    session.expire_all()
    return session.scalars(select(Credential)).one()


def test_nobody_is_sent_to_sign_in(client):
    answer = client.get("/certificates")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/certificates")


@pytest.mark.parametrize(
    ("kind", "mimetype"),
    [
        ("pdf", "application/pdf"),
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("json", "application/vc+ld+json"),
        ("jwt", "text/plain"),
    ],
)
def test_each_file_is_downloaded(at_home, held, kind, mimetype):
    answer = at_home.get(f"/certificates/{held.credential.uuid}/file.{kind}")
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert f"certificate-{held.credential.number}.{kind}" in answer.headers["Content-Disposition"]


def test_the_holder_chooses_who_sees_what(session, at_home, held):
    address = f"/certificates/{held.credential.uuid}"
    answer = at_home.post(f"{address}/visibility", data={"visibility": "private"})
    assert (answer.status_code, answer.location) == (303, address)
    assert held_now(session).visibility == "private"
    wrong = at_home.post(f"{address}/visibility", data={"visibility": "everybody"})
    assert wrong.status_code == 422
    assert "Choose from the list" in wrong.text
    assert held_now(session).visibility == "private"


def test_the_holder_of_a_private_certificate_still_has_the_files(session, at_home, held):
    at_home.post(f"/certificates/{held.credential.uuid}/visibility", data={"visibility": "private"})
    assert at_home.get(f"/certificates/{held.credential.uuid}/file.pdf").status_code == 200
