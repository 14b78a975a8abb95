"""Where one goes on to, which language one reads, and what a monitor is told."""

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.exc import OperationalError

from lms import schema
from lms.web.shell import here
from lms.web.views import safe_next
from tests.full_disk import no_room

OUTSIDE = [
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example",
    "/\t\\evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b", "\t//evil.example", " //evil.example",
    "javascript:alert(1)", "evil.example", "evil.example/path", "http:evil.example", "http:/evil.example",
    "/good\\..\\\\evil.example", "/\x00/evil.example", "@evil.example", "", None,
]  # fmt: skip


@pytest.mark.parametrize("target", OUTSIDE)
def test_nobody_is_led_outside(app, target):
    with app.test_request_context():
        assert safe_next(target) == "/"


@pytest.mark.parametrize("target", ["/", "/account", "/courses/a?page=2#part", "/a//b", "/%2F/evil", "/%E0%B8%81"])
def test_addresses_of_this_site_are_followed(app, target):
    with app.test_request_context():
        assert safe_next(target) == target


def test_a_chosen_language_is_kept_on_the_device_and_comes_back(client):
    answer = client.get("/language/en?next=/sign-in")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    cookie = answer.headers["Set-Cookie"]
    assert all(part in cookie for part in ("language=en", "Max-Age=31536000", "HttpOnly", "SameSite=Lax"))
    assert client.get("/language/en?next=//evil.example").headers["Location"] == "/"


def test_a_language_that_nobody_translated_is_not_found(client):
    answer = client.get("/language/xx")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (404, False)


def test_it_is_alive_and_ready(client):
    assert client.get("/healthz").text == "alive\n"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "database": "current"})


def test_a_database_of_another_version_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(schema, "state", lambda *_: schema.SchemaState.BEHIND)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "database": "behind"})


def test_a_database_out_of_reach_is_not_ready(client, monkeypatch):
    def away(*_):
        raise OperationalError("SELECT", {}, Exception("no route"))

    monkeypatch.setattr(schema, "state", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "database": "unreachable"})


def test_where_nothing_can_be_written_it_is_not_ready_and_says_why(client):
    with no_room():
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": "current", "nothing_can_be_written": "File too large"}
    assert client.get("/readyz").status_code == 200


def test_a_database_that_takes_no_writes_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(schema, "is_read_only", lambda _engine: True)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["nothing_can_be_written"]) == (503, "the database takes no writes")


def test_a_postgresql_that_was_told_to_take_no_writes_says_so(shared_database):
    engine = create_engine(shared_database.url)
    if engine.dialect.name == "postgresql":

        @event.listens_for(engine, "connect")
        def only_read(connection, _record):
            connection.execute("SET default_transaction_read_only = on")
            connection.commit()

    try:
        assert schema.is_read_only(engine) is (engine.dialect.name == "postgresql")
    finally:
        engine.dispose()


def test_the_way_to_another_language_leads_back_to_the_page_with_what_was_asked(app):
    with app.test_request_context("/search?q=ivory&page=2"):
        assert here() == "/search?q=ivory&page=2"
    with app.test_request_context("/sign-in", method="POST"):
        assert here() == "/sign-in"


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/courses/a/lessons/b", "/courses/a/lessons/b"),
        ("http://elsewhere.example/courses/a/lessons/b", "/"),
        ("", "/"),
    ],
)
def test_from_a_page_that_only_answers_a_form_it_leads_to_the_form(app, referrer, back):
    sent = app.test_request_context("/courses/a/lessons/b/checks/c", method="POST", headers={"Referer": referrer})
    with sent:
        assert here() == back
