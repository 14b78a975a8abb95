"""`lms people add-admin`: the first administrator of an empty database, and the way back in."""

import json
import re

import pytest
from click.testing import CliRunner
from sqlalchemy import select

import config
from lms import cli, schema
from lms.access import Grant, Role
from lms.app import create_app
from lms.db import Database
from lms.people.models import Person
from lms.people.queries import people as queries
from tests.builders.people import browser, forget_request


@pytest.fixture
def url(new_database, request):
    return new_database(f"people_{abs(hash(request.node.name)) % 10**6}")


@pytest.fixture
def settings(url, tmp_path, monkeypatch):
    made = config.Testing(INSTANCE_PATH=str(tmp_path), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
    monkeypatch.setattr(config, "from_environment", lambda: made)
    return made


@pytest.fixture
def lms(settings, upgrade_from_nothing, monkeypatch):
    """The `lms` command of this database."""
    monkeypatch.setattr(schema, "upgrade", upgrade_from_nothing)

    def run(*words):
        return CliRunner().invoke(cli.main, ["people", "add-admin", *words])

    return run


@pytest.fixture
def look(url):
    """Who is in the database, with their roles."""

    def people():
        found = Database(url)
        with found.session(write=False) as session:
            rows = session.scalars(select(Person).order_by(Person.id)).all()
            answer = {
                row.username: [queries.grant_of(one) for one in queries.roles_held(session, row.id)] for row in rows
            }
        found.close()
        return answer

    return people


def test_the_first_administrator_of_an_empty_database_signs_in_with_the_printed_code(lms, look, settings):
    done = lms("--name", "Ana Silva")
    assert done.exit_code == 0, done.output
    code = re.search(r"Code +([2-9A-Z-]+)", done.output).group(1)
    assert "http://127.0.0.1:8000/code" in done.output
    assert look() == {"ana.silva": [Grant(Role.ADMINISTRATOR)]}
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        client = browser(app)
        new = {"password": "river stone lantern", "again": "river stone lantern"}
        assert client.post("/code", data={"login": "ana.silva", "code": code, **new}).status_code == 303
        assert client.get("/administrations/new").status_code == 200
        forget_request()
    app.extensions["spoor-database"].close()


def test_asked_again_it_gives_a_new_code_to_the_same_person(lms, look):
    first = json.loads(lms("--name", "Ana Silva", "--user-name", "ana", "--json").output)
    second = json.loads(lms("--user-name", "ana", "--json").output)
    assert first["user_name"] == second["user_name"] == "ana"
    assert first["code"] != second["code"]
    assert look() == {"ana": [Grant(Role.ADMINISTRATOR)]}


def test_an_account_is_found_by_its_address_too(lms, look):
    lms("--name", "Ana Silva", "--email", "Ana@Example.org")
    assert lms("--email", "ana@example.org").exit_code == 0
    assert list(look()) == ["ana.silva"]


@pytest.mark.parametrize("words", [[], ["--user-name", "ana"], ["--name", "Ana", "--email", "nobody"]])
def test_wrong_usage_is_told_with_exit_code_two_and_makes_nobody(lms, look, words):
    assert lms("--name", "First").exit_code == 0
    done = lms(*words)
    assert done.exit_code == 2
    assert list(look()) == ["first"]


def test_what_breaks_a_rule_is_told_in_words_with_exit_code_one(lms, look):
    done = lms("--name", "Ana", "--user-name", "two words")
    assert done.exit_code == 1
    assert "3 to 40 letters" in done.output
    assert look() == {}


def test_a_user_name_and_an_address_of_two_people_are_refused(lms):
    lms("--name", "Ana", "--user-name", "ana")
    lms("--name", "Bo", "--email", "bo@example.org")
    done = lms("--user-name", "ana", "--email", "bo@example.org")
    assert done.exit_code == 1
    assert "two different people" in done.output


@pytest.mark.parametrize("name", ["Ａｄｍｉｎ", "Ana\u202eavliS", "A\u200bna"])
def test_a_name_with_hidden_or_full_width_signs_is_refused_in_a_sentence(lms, look, name):
    refused = lms("--name", name)
    assert refused.exit_code == 1
    assert "This name has" in refused.output
    assert look() == {}
