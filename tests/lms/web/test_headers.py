"""Every answer carries the content policy and its companions; a page that repeats what was sent is not compressed."""

import brotli
import pytest
from flask import request

from config import Testing as Settings
from lms.app import create_app
from lms.db import Database
from lms.operating import serving
from lms.web.security.headers import HEADERS, HEADERS_OF_PARTS, POLICY

pytestmark = pytest.mark.once  # headers of answers

ANSWERS = [
    ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/healthz", 200), ("GET", "/sign-in", 200), ("GET", "/nowhere", 404),
    ("POST", "/healthz", 405), ("OPTIONS", "/healthz", 200), ("GET", "/account", 303), ("GET", "/language/en", 303),
    ("POST", "/sign-in", 400),
]  # fmt: skip


def asset(app):
    return f"/static/{app.extensions['spoor-assets']['app.css']}"


@pytest.fixture
def visitor(app):
    """Somebody whose forms need their tokens."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_them(visitor, method, path, status):
    answer = visitor.open(path, method=method)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_fault_of_ours_carries_them_too(app, monkeypatch):
    def broken():
        raise ZeroDivisionError

    monkeypatch.setitem(app.view_functions, "web.healthz", broken)
    broken.access = None
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = app.test_client().get("/healthz")
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "Nothing was changed" in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("encoding", ["identity", "br", "gzip"])
def test_the_files_of_the_design_may_do_nothing_by_themselves_and_are_kept_for_a_year(app, encoding):
    answer = app.test_client().get(asset(app), headers={"Accept-Encoding": encoding})
    answer.close()
    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in HEADERS} == dict.fromkeys(HEADERS) | HEADERS_OF_PARTS
    assert "immutable" in answer.headers["Cache-Control"]


def test_nothing_outside_is_allowed_and_nothing_inline():
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_pages_are_not_kept_by_others_nor_found_by_search_engines(client):
    answer = client.get("/nowhere")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "X-Robots-Tag" not in client.get("/").headers


def test_browsers_stay_on_https_once_they_were_there(client):
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "max-age" in client.get("/", base_url="https://127.0.0.1").headers["Strict-Transport-Security"]


def test_a_page_of_some_size_is_compressed(client):
    plain = client.get("/sign-in")
    packed = client.get("/sign-in", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in packed.vary
    assert len(brotli.decompress(packed.data)) == len(plain.data)
    assert len(packed.data) < len(plain.data) / 2


@pytest.mark.parametrize(
    ("path", "method", "accepted"),
    [
        ("/sign-in", "GET", "gzip"),
        ("/sign-in", "GET", "br;q=0"),
        ("/sign-in?next=/account", "GET", "br"),
        ("/sign-in", "POST", "br"),
        ("/nowhere", "GET", "br"),
        ("/healthz", "GET", "br"),
    ],
)
def test_what_repeats_the_question_or_is_small_is_not(client, path, method, accepted):
    assert "Content-Encoding" not in client.open(path, method=method, headers={"Accept-Encoding": accepted}).headers


@pytest.fixture
def apart(tmp_path, shared_database):
    """An application with settings of its own, on the shared database."""
    made = []

    def make(**settings):
        given = {"INSTANCE_PATH": str(tmp_path), "DATABASE_URL": shared_database.url} | settings
        database = Database(shared_database.url)
        made.append(database)
        return create_app(Settings(**given), database=database)

    yield make
    for database in made:
        database.close()


def test_over_https_cookies_are_bound_to_this_host(apart):
    app = apart(SITE_URL="https://academy.example")
    answer = app.test_client().get("/sign-in", base_url="https://academy.example")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all(cookie.startswith("__Host-") and "Secure" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_the_figures_are_for_this_computer_or_who_brings_the_token(apart):
    app = apart(METRICS_TOKEN="open-sesame", SITE_URL="http://127.0.0.1:8000")
    ask = app.test_client().get
    assert "spoor_jobs_waiting" in ask("/metrics").text
    assert ask("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 404
    assert ask("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 404
    for token, status in [("open-sesame", 200), ("open", 404), ("", 404)]:
        headers = {"Authorization": f"Bearer {token}"}
        assert ask("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.9"}, headers=headers).status_code == status


def test_the_server_does_not_hide_a_proxy_from_the_figures(apart):
    """Waitress takes unknown proxy headers away by itself; then everybody would seem to come from this computer."""
    server = serving.bind(apart(SITE_URL="http://127.0.0.1:8000"), "127.0.0.1", 0)
    hides = server.adj.clear_untrusted_proxy_headers
    server.close()
    assert hides is False


@pytest.mark.parametrize(("hops", "seen"), [(0, "10.0.0.1"), (1, "10.0.0.3"), (2, "10.0.0.2")])
def test_the_address_of_a_person_is_read_behind_as_many_proxies_as_were_told(apart, hops, seen):
    app = apart(TRUSTED_PROXIES=hops, SITE_URL="http://127.0.0.1:8000")
    found = []
    app.before_request(lambda: found.append(request.remote_addr))
    app.test_client().get(
        "/healthz", environ_base={"REMOTE_ADDR": "10.0.0.1"}, headers={"X-Forwarded-For": "1.1.1.1, 10.0.0.2, 10.0.0.3"}
    )
    assert found == [seen]


def test_a_sign_that_no_text_holds_is_refused_in_words(client):
    assert client.get("/courses/a%00b").status_code == 404
    assert client.get("/people?words=%00").status_code == 404
    answer = client.post("/sign-in", data={"login": "a\0b", "password": "x"})
    assert answer.status_code == 400
    assert "cannot be used" in answer.text
    in_parts = {"data": {"login": "a\0b"}, "content_type": "multipart/form-data"}
    assert client.post("/sign-in", **in_parts).status_code == 400


def test_what_scripts_read_may_do_nothing_at_all_and_carries_no_more(client):
    answer = client.get("/offline/token", headers={"Accept": "application/json"})
    assert answer.mimetype == "application/json"
    assert {name: answer.headers.get(name) for name in HEADERS} == dict.fromkeys(HEADERS) | HEADERS_OF_PARTS


def test_the_service_worker_may_fetch_from_here_and_from_nowhere_else(client):
    assert client.get("/sw.js").headers["Content-Security-Policy"] == POLICY


def test_what_is_sent_by_post_needs_no_word_to_search_engines(client):
    assert "X-Robots-Tag" not in client.post("/sign-in").headers
