"""`lms demo load` and what `lms demo` does before it serves."""

import json
import socket
import stat

import pytest
from sqlalchemy import inspect, text

from config import Production, Settings
from lms import clock, schema
from lms.db import transaction
from lms.manifest import Package
from lms.operating import commands, demonstration
from lms.people import api
from lms.people import demo as people_demo

PEOPLE = 50


@pytest.fixture
def house(build):
    return build(kind=Settings, ISSUER="")


class Parts:
    """The parts of the demonstration: the people, and one that counts and can be cut off."""

    def __init__(self):
        self.loaded, self.cut = 0, False

    def more(self, world, _now):
        if self.cut:
            raise KeyboardInterrupt
        self.loaded += 1
        assert len(world["people"]) == PEOPLE

    def all(self):
        return people_demo.load, self.more


@pytest.fixture(autouse=True)
def parts(monkeypatch):
    made = Parts()
    monkeypatch.setattr(demonstration, "composition", lambda: Package(demo=made.all()))
    return made


@pytest.fixture(scope="module")
def loaded(build):
    """An installation with the demonstration in it; nobody changes it."""
    made = build(kind=Settings, ISSUER="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demonstration, "composition", lambda: Package(demo=Parts().all()))
        done = made.lms("demo", "load")
    assert done.exit_code == 0, done.output
    return made


@pytest.fixture
def own(loaded, copy_of):
    """A copy of it for a test that changes it."""
    return copy_of(loaded)


def names(house):
    with house.database() as found, found.engine.connect() as connection:
        return set(connection.execute(text("SELECT name FROM person")).scalars())


def demo_file(house):
    return json.loads((house.folder / "demonstration.json").read_text())


def add(house, name, *, demonstration=False):
    with house.open(), transaction() as session:
        api.make_person(session, api.PersonDraft(name=name), now=clock.now(), demonstration=demonstration)


def test_it_is_loaded_once_and_says_who_can_sign_in(build, parts):
    house = build(kind=Settings, ISSUER="", scripts=True)
    done = house.lms("demo", "load")
    assert done.exit_code == 0, done.output
    assert "10 people can sign in" in done.output
    before = demo_file(house)
    assert house.lms("demo", "load").exit_code == 0
    assert (demo_file(house), parts.loaded, len(names(house))) == (before, 1, PEOPLE)


def test_it_is_sealed_when_it_is_loaded(loaded):
    told = json.loads(loaded.lms("audit", "verify", "--json").stdout)
    assert (told["broken"], told["waiting"], told["entries"] > 18) == (None, 0, True)


def test_the_passwords_are_for_its_owner_alone(loaded):
    assert stat.S_IMODE((loaded.folder / "demonstration.json").stat().st_mode) == 0o600


def test_everybody_who_can_sign_in_is_printed_with_a_password(loaded):
    with loaded.open():
        lines = demonstration.who_can_sign_in(demo_file(loaded), "http://127.0.0.1:8000")
    assert "http://127.0.0.1:8000" in lines[0]
    for role, key, password in demo_file(loaded)["people"]:
        assert any(role in line and key in line and password in line for line in lines)


def test_what_somebody_made_inside_stays_at_the_next_start(own, parts):
    add(own, "Somebody New")
    done = own.lms("demo", "load")
    assert done.exit_code == 0, done.output
    assert "Somebody New" in names(own)
    assert parts.loaded == 0


def test_an_interrupted_loading_starts_over(house, parts):
    parts.cut = True
    assert house.lms("demo", "load").exit_code == 1
    assert (demo_file(house), len(names(house))) == ({"state": "loading"}, PEOPLE)
    parts.cut = False
    done = house.lms("demo", "load")
    assert done.exit_code == 0, done.output
    assert (demo_file(house)["state"], len(names(house)), parts.loaded) == ("loaded", PEOPLE, 1)


def test_it_is_not_loaded_beside_real_people(house, parts):
    house.upgrade()
    add(house, "Real Person")
    done = house.lms("demo", "load")
    assert done.exit_code == 1
    assert "holds 1 real people" in done.output
    assert (names(house), parts.loaded) == ({"Real Person"}, 0)
    assert not (house.folder / "demonstration.json").exists()


def test_an_older_database_with_real_people_is_not_even_upgraded(house):
    house.upgrade(to="lms_0001")
    with house.database() as found, found.transaction() as session:
        session.execute(
            text(
                "INSERT INTO person (uuid, username, name, demonstration, created_at)"
                " VALUES ('u', 'real', 'Real Person', false, '2026-01-01 00:00:00')"
            )
        )
    assert house.lms("demo", "load").exit_code == 1
    with house.database() as found, found.engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "lms_0001"


def test_a_demonstration_of_another_folder_is_left_alone(own, build):
    other = build(kind=Settings, ISSUER="", DATABASE_URL=own.settings.DATABASE_URL)
    done = other.lms("demo", "load")
    assert done.exit_code == 1
    assert "was loaded elsewhere" in done.output
    assert len(names(own)) == PEOPLE


@pytest.mark.parametrize("address", ["https://academy.example", "http://192.168.1.5:8000", "http://127.0.0.1.example"])
@pytest.mark.parametrize("words", [["demo"], ["demo", "load"]])
def test_it_is_for_this_computer_alone(house, parts, address, words):
    done = house.lms(*words, SITE_URL=address)
    assert done.exit_code == 1
    assert f"SITE_URL is {address}" in done.output
    assert "Nothing was changed" in done.output
    with house.database() as found:
        made = inspect(found.engine).get_table_names()
    assert made == []


def test_it_does_not_run_in_production(build, monkeypatch):
    for name in ("SECRET_KEY", "KEYS_SECRET", "SITE_URL"):
        monkeypatch.setenv(name, "x")
    house = build(kind=Production, SECRET_KEY="s" * 32, KEYS_SECRET="k" * 32)
    done = house.lms("demo", "load")
    assert done.exit_code == 1
    assert "production" in done.output


def test_a_port_in_use_is_told_before_anything_is_loaded(house, parts):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = house.lms("demo", PORT=port)
    assert done.exit_code == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.output
    assert "PORT=" in done.output
    assert parts.loaded == 0


def test_a_demonstration_is_made_ready_with_its_worker_seen_and_no_job_waiting(
    house, upgrade_from_nothing, monkeypatch
):
    monkeypatch.setattr(schema, "upgrade", upgrade_from_nothing)
    with house.open() as app:
        app.config["SETTINGS"].become_demonstration()
        lines = commands.ready_demonstration(app)
    assert lines[-1] == "Stop with Ctrl+C; the data stays."
    assert house.report("doctor")[0] == 0


def test_a_folder_with_the_file_is_a_demonstration_for_every_command(loaded, build):
    again = build(kind=Settings, ISSUER="", INSTANCE_PATH=str(loaded.folder), DATABASE_URL=loaded.settings.DATABASE_URL)
    assert (again.settings.DEMO, again.settings.ISSUER) == (True, "did:web:demo.spoor.example")


@pytest.mark.parametrize("address", ["/", "/sign-in"])
def test_whoever_opens_a_demonstration_reads_who_can_sign_in_and_where_the_passwords_are(loaded, build, address):
    again = build(kind=Settings, ISSUER="", INSTANCE_PATH=str(loaded.folder), DATABASE_URL=loaded.settings.DATABASE_URL)
    with again.open() as app:
        page = app.test_client().get(address).text
    assert "Malee Srisuk" in page
    assert "demonstration.json" in page
    for role, key, password in demo_file(loaded)["people"]:
        assert f"<code>{key}</code>" in page
        assert role in page
        assert password not in page


def test_a_name_on_that_page_fills_in_the_user_name(loaded, build):
    again = build(kind=Settings, ISSUER="", INSTANCE_PATH=str(loaded.folder), DATABASE_URL=loaded.settings.DATABASE_URL)
    with again.open() as app:
        page = app.test_client().get("/sign-in?who=rosa.almeida").text
    assert 'value="rosa.almeida"' in page


@pytest.mark.parametrize("address", ["/", "/sign-in"])
def test_a_real_site_names_nobody_even_beside_the_file_of_a_demonstration(loaded, address):
    with loaded.open(DEMO=False) as app:
        app.config["DEMO"] = False
        page = app.test_client().get(address).text
    assert "Malee Srisuk" not in page
    assert "demonstration.json" not in page


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5"])
def test_its_letters_are_never_served_to_other_computers(loaded, build, host):
    given = {"INSTANCE_PATH": str(loaded.folder), "DATABASE_URL": loaded.settings.DATABASE_URL}
    done = build(kind=Settings, ISSUER="", **given).lms("serve", "--host", host)
    assert (done.exit_code, "for this computer alone" in done.output) == (1, True)
    outside = build(kind=Settings, ISSUER="", SITE_URL="http://academy.example", **given)
    assert "for this computer alone" in outside.lms("serve").output
