"""Ways in and out: sign-in, sign-out, letters, codes, and everything typed wrongly."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select

from lms import ids
from lms.access import Role
from lms.people.models import OneTimeSecret, Person, UserSession
from lms.people.rules import SESSION_IDLE, SESSION_LIFE
from lms.people.services import password_hashing, secrets
from lms.queue import jobs
from tests.builders import people as make
from tests.builders.people import NOW, PASSWORD, browser, forms_protected, sign_in

NEW = "river stone lantern"
TWICE = {"password": NEW, "again": NEW}


@pytest.fixture
def ana(session):
    row = make.person(session, "Ana Silva", Role.OFFICER, username="ana.silva", email="ana@example.org")
    session.commit()
    return row


def enter(client, login="ana.silva", password=PASSWORD, **more):
    return client.post("/sign-in", data={"login": login, "password": password, **more})


def is_in(client):
    return client.get("/account").status_code == 200


@pytest.fixture(autouse=True)
def no_letters_of_others(app):
    """The folder belongs to the application of the whole run: what other files sent into it is none of ours."""
    for path in (Path(app.config["INSTANCE_PATH"]) / "letters").glob("*.eml"):
        path.unlink()


def letters(now):
    """The letters that were sent until now, oldest first; the folder is emptied."""
    make.forget_request()
    jobs.run_due(now)
    folder = Path(current_app.config["INSTANCE_PATH"]) / "letters"
    found = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]
    for path in found:
        path.unlink()
    return read


def path_in(letter):
    return re.search(r"http://127\.0\.0\.1:8000(/link/\S+)", letter.get_content()).group(1)


@pytest.mark.parametrize("login", ["ana.silva", "  Ana.Silva ", "ana@example.org", "ANA@EXAMPLE.ORG"])
def test_one_signs_in_by_user_name_or_address_in_any_letters(client, ana, login):
    answer = enter(client, login)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)


@pytest.mark.parametrize(
    ("login", "password"),
    [("ana.silva", "wrong"), ("ana.silva", PASSWORD.upper()), ("nobody", PASSWORD), ("ana.silva", PASSWORD + " "),
     ("%", PASSWORD), ("' OR 1=1 --", PASSWORD)],
)  # fmt: skip
def test_what_does_not_fit_is_told_alike_and_nobody_is_let_in(client, ana, login, password):
    answer = enter(client, login, password)
    assert answer.status_code == 422
    assert "Wrong user name or password" in answer.text
    assert not is_in(client)


@pytest.mark.parametrize(
    ("login", "password"), [("", PASSWORD), ("ana.silva", ""), ("x" * 300, PASSWORD), ("ana.silva", "x" * 2000)]
)
def test_an_empty_or_endless_field_is_told_beside_it(client, ana, login, password):
    answer = enter(client, login, password)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_the_password_is_never_shown_again(client, ana):
    assert "my secret attempt" not in enter(client, password="my secret attempt").text


def test_a_closed_account_and_one_without_a_password_answer_like_none(client, session, ana):
    make.person(session, username="no.password", password=None)
    ana.closed_at = NOW
    session.commit()
    for login in ("ana.silva", "no.password"):
        assert "Wrong user name or password" in enter(client, login).text


def test_the_slow_comparison_is_made_whether_the_account_exists_or_not(client, ana, session, monkeypatch):
    make.person(session, username="no.password", password=None)
    session.commit()
    compared = []

    class Watching:
        """Counts the comparisons that a hasher would make."""

        def verify(self, kept, _password):
            compared.append(kept.split("$")[1:4])
            raise password_hashing.VerificationError

    monkeypatch.setattr(password_hashing, "HASHER", Watching())
    for login in ("ana.silva", "nobody", "no.password"):
        enter(client, login, "wrong")
    assert compared == [["argon2id", "v=19", "m=19456,t=2,p=1"]] * 3


def test_a_hash_of_another_cost_is_renewed_at_sign_in(client, ana, session):
    ana.password_hash = password_hashing.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    session.commit()
    enter(client)
    session.expire_all()
    kept = session.scalars(select(Person.password_hash).where(Person.id == ana.id)).one()
    assert "m=19456,t=2,p=1" in kept
    assert password_hashing.fits(kept, PASSWORD)


@pytest.mark.parametrize(
    ("wish", "target"),
    [
        ("/account/sessions", "/account/sessions"),
        ("/people?page=2", "/people?page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_goes_on_to_where_one_wanted_to_be_but_never_to_another_site(client, ana, wish, target):
    assert enter(client, next=wish).location == target


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(client, ana):
    first = client.get("/account/sessions")
    assert (first.status_code, first.location) == (303, "/sign-in?next=/account/sessions")
    page = client.get(first.location)
    wish = re.search(r'name="next"[^>]*value="([^"]*)"', page.text).group(1)
    assert enter(client, next=wish).location == "/account/sessions"


@pytest.mark.parametrize("passed", [SESSION_IDLE, SESSION_LIFE])
def test_a_sign_in_that_is_too_old_or_idle_ends_and_one_comes_back(client, ana, time, passed):
    enter(client)
    time.now += passed
    assert client.get("/account").location == "/sign-in?next=/account"
    enter(client)
    assert is_in(client)


def test_who_uses_the_site_does_not_grow_idle_but_ends_at_the_absolute_limit(client, ana, time):
    enter(client)
    while time.now + timedelta(days=10) < NOW + SESSION_LIFE:
        time.go_on(days=10)
        assert is_in(client)
    time.now = NOW + SESSION_LIFE
    assert not is_in(client)


def test_each_sign_in_has_a_new_token_and_the_one_before_on_this_device_ends(client, ana, session):
    enter(client)
    first = client.get_cookie("spoor").value
    enter(client)
    second = client.get_cookie("spoor").value
    assert first != second
    kept = {row.token_hash: row.ended_at for row in session.scalars(select(UserSession))}
    assert kept == {ids.digest(first): NOW, ids.digest(second): None}


def test_a_token_planted_before_the_sign_in_opens_nothing_after_it(app, client, ana):
    client.set_cookie("spoor", "planted")
    enter(client)
    other = browser(app)
    other.set_cookie("spoor", "planted")
    assert not is_in(other)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, ana):
    answer = enter(client)
    given = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("spoor")]
    assert {line.split("=")[0] for line in given if "Expires=Thu, 01 Jan 1970" not in line} == {"spoor", "spoor-device"}
    assert all("HttpOnly" in line and "SameSite=Lax" in line and "Path=/" in line for line in given)


def test_over_https_the_cookies_are_bound_to_the_host(app, client, ana, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_URL", "https://learn.example.org")
    given = [line for line in enter(client).headers.getlist("Set-Cookie") if line.startswith("__Host-")]
    assert {line.split("=")[0] for line in given} == {"__Host-spoor", "__Host-spoor-device"}
    assert all("Secure" in line and "Domain" not in line for line in given)


def test_signing_out_ends_the_session_even_for_who_kept_the_token(app, client, ana):
    enter(client)
    token = client.get_cookie("spoor").value
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 303
    other = browser(app)
    other.set_cookie("spoor", token)
    assert not is_in(client)
    assert not is_in(other)


def test_who_is_signed_in_already_needs_no_form(client, ana):
    enter(client)
    assert client.get("/sign-in?next=/account").location == "/account"


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/sign-in", {"login": "ana.silva", "password": PASSWORD}),
        ("/forgot", {"login": "ana.silva"}),
        ("/code", {}),
        ("/sign-out", {}),
    ],
)
def test_a_forged_form_is_refused_in_words_and_changes_nothing(app, client, ana, address, data, session):
    sign_in(client, session, ana)
    session.commit()
    with forms_protected(app):
        answer = client.post(address, data=data)
    assert answer.status_code == 400
    assert "no longer valid" in answer.text
    assert len(session.scalars(select(UserSession).where(UserSession.ended_at.is_(None))).all()) == 1


def test_a_form_with_its_own_token_is_taken_and_that_token_ends_with_the_sign_in(app, client, ana):
    with forms_protected(app):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text).group(1)
        assert enter(client, csrf_token=token).status_code == 303
        assert client.post("/sign-out", data={"csrf_token": token}).status_code == 400
        assert is_in(client)


def test_a_lost_password_is_set_anew_with_the_link_of_a_letter(client, ana, time, session):
    answer = client.post("/forgot", data={"login": "Ana@Example.org"})
    assert (answer.status_code, answer.location) == (303, "/forgot/sent")
    [letter] = letters(time.now)
    assert letter["To"] == "ana@example.org"
    path = path_in(letter)
    assert client.get(path).status_code == 200
    assert client.post(path, data=TWICE).status_code == 303
    assert is_in(client)
    client.post("/sign-out")
    assert enter(client, password=PASSWORD).status_code == 422
    assert enter(client, password=NEW).status_code == 303


def test_the_answer_is_the_same_whoever_asks_for_a_letter(client, ana, session, time):
    make.person(session, username="no.address")
    make.person(session, username="closed", email="closed@example.org", closed_at=NOW)
    session.commit()
    answers = set()
    for login in ("ana.silva", "nobody@example.org", "no.address", "closed"):
        answer = client.post("/forgot", data={"login": login})
        answers.add((answer.status_code, answer.location, answer.text))
    assert len(answers) == 1
    assert [letter["To"] for letter in letters(time.now)] == ["ana@example.org"]


def test_more_than_three_letters_in_a_quarter_of_an_hour_are_not_sent_and_nobody_can_tell(client, ana, time):
    answers = {client.post("/forgot", data={"login": "ana.silva"}).status_code for _ in range(6)}
    assert answers == {303}
    assert len(letters(time.now)) == 3


def test_no_table_ever_holds_the_link_of_a_letter(client, ana, time, session):
    client.post("/forgot", data={"login": "ana.silva"})
    token = path_in(letters(time.now)[0]).removeprefix("/link/")
    assert all(token not in str(row.payload) for row in session.scalars(select(jobs.Job)))


def test_looking_at_a_link_does_not_use_it_up(client, ana, session):
    token, _until = secrets.make_link(session, ana, secrets.SecretPurpose.RESET, actor_id=None, now=NOW)
    session.commit()
    for _ in range(3):
        page = client.get(f"/link/{token}")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        assert (
            page.headers["Referrer-Policy"] == "same-origin"
        )  # with none at all, older browsers say nothing of themselves
    assert client.head(f"/link/{token}").status_code == 200
    assert client.post(f"/link/{token}", data=TWICE).status_code == 303


def test_a_link_used_again_says_so_and_changes_nothing(app, client, ana, session):
    token, _until = secrets.make_link(session, ana, secrets.SecretPurpose.RESET, actor_id=None, now=NOW)
    session.commit()
    client.post(f"/link/{token}", data=TWICE)
    other = browser(app)
    for answer in (
        other.get(f"/link/{token}"),
        other.post(f"/link/{token}", data={"password": "x" * 12, "again": "x" * 12}),
    ):
        assert answer.status_code == 410
        assert "was already used" in answer.text
        assert 'href="/forgot"' in answer.text
    assert not is_in(other)
    assert enter(other, password=NEW).status_code == 303


def test_an_expired_link_says_so(client, ana, session, time):
    token, until = secrets.make_link(session, ana, secrets.SecretPurpose.RESET, actor_id=None, now=NOW)
    session.commit()
    time.now = until
    answer = client.get(f"/link/{token}")
    assert answer.status_code == 410
    assert "expired" in answer.text


def test_a_link_cut_short_is_unknown(client):
    answer = client.get("/link/abc")
    assert answer.status_code == 404
    assert "copy the whole link" in answer.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"password": "short", "again": "short"}, "at least 12"),
        ({"password": NEW, "again": NEW + "x"}, "not the same"),
        ({"password": "", "again": ""}, "Type a new password"),
        ({"password": "my ana.silva 1", "again": "my ana.silva 1"}, "own name"),
        ({"password": "Princess2026!", "again": "Princess2026!"}, "too easy to guess"),
        ({"password": "seven spoor oaks", "again": "seven spoor oaks"}, "name of your administration"),
    ],
)
def test_a_poor_password_leaves_the_link_open(client, ana, session, typed, words):
    token, _until = secrets.make_link(session, ana, secrets.SecretPurpose.INVITE, actor_id=None, now=NOW)
    session.commit()
    answer = client.post(f"/link/{token}", data=typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(OneTimeSecret.used_at)).one() is None
    assert client.post(f"/link/{token}", data=TWICE).status_code == 303


def test_the_names_of_the_administration_and_of_the_site_make_no_password(client, session, app, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_NAME", "Ranger Academy")
    row = make.person(session, place=make.administration(session, "Lakeland Customs"), username="bo.berg")
    for password in ("seven lakeland oaks", "an academy of oaks"):
        code, _until = secrets.make_code(session, row, actor_id=None, now=NOW)
        session.commit()
        asked = {"login": "bo.berg", "code": code, "password": password, "again": password}
        answer = client.post("/code", data=asked)
        assert answer.status_code == 422
        assert "name of your administration or of this site" in answer.text
    assert client.post("/code", data=asked | TWICE).status_code == 303


def test_a_slip_lets_a_person_in_who_has_no_address(client, session):
    row = make.person(session, username="bo.berg", password=None)
    code, _until = secrets.make_code(session, row, actor_id=None, now=NOW)
    session.commit()
    typed = " ".join([code[:4], code[4:8], code[8:]]).lower()
    answer = client.post("/code", data={"login": "Bo.Berg", "code": typed, **TWICE})
    assert answer.status_code == 303
    assert is_in(client)


def test_a_wrong_code_keeps_what_was_typed_and_says_what_to_do(client, ana):
    answer = client.post("/code", data={"login": "ana.silva", "code": "WRONG-CODE", **TWICE})
    assert answer.status_code == 422
    assert "Compare both with your slip" in answer.text
    assert 'value="WRONG-CODE"' in answer.text
    assert 'value="ana.silva"' in answer.text


def test_a_used_code_says_so(app, client, ana, session):
    code, _until = secrets.make_code(session, ana, actor_id=None, now=NOW)
    session.commit()
    form = {"login": "ana.silva", "code": code, **TWICE}
    client.post("/code", data=form)
    other = browser(app)
    answer = other.post("/code", data=form)
    assert answer.status_code == 422
    assert "was already used" in answer.text
    assert not is_in(other)


def test_a_form_of_three_megabytes_is_not_read(client, ana):
    answer = enter(client, password="x" * 3_000_000)
    assert answer.status_code == 413
