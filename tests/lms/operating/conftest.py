"""Whole installations of their own: an instance folder, a database, and the `lms` command upon them."""

import itertools
import json
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import config
from certificates.credentials.signing import keys
from lms import cli, schema, storage
from lms.access import Grant, Role
from lms.app import create_app
from lms.db import Database, transaction
from lms.people import api
from tests.builders.people import NOW

ISSUER = "did:web:demo.spoor.example"
ADDRESS = "http://127.0.0.1:8000"


class House:
    """One installation."""

    def __init__(self, settings, upgrade, copy_newest=None):
        self.settings = settings
        self.upgrading = upgrade  # what commands do for `schema.upgrade`
        self.copy_newest = copy_newest  # puts a copy of the newest database in the place of the empty one
        self.folder = Path(settings.INSTANCE_PATH)

    def lms(self, *words, **settings):
        """Run the command here, with other settings if need be."""
        used = replace(self.settings, **settings)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(config, "from_environment", lambda: used)
            patched.setattr(schema, "upgrade", self.upgrading)
            return CliRunner().invoke(cli.main, [str(word) for word in words])

    @contextmanager
    def kept_open(self):
        """Inside, commands that only look share one application: each would make another like it."""
        with self.open() as app, pytest.MonkeyPatch.context() as patched:
            patched.setattr(cli, "create_app", lambda _settings: app)
            yield

    def report(self, *words, **settings):
        """The one JSON document that a command printed, and its exit code."""
        done = self.lms(*words, "--json", **settings)
        return done.exit_code, json.loads(done.stdout)

    @contextmanager
    def open(self, **settings):
        """The application, inside its context."""
        app = create_app(replace(self.settings, **settings))
        try:
            with app.app_context():
                yield app
        finally:
            app.extensions["spoor-database"].close()

    @contextmanager
    def database(self):
        """The database alone."""
        found = Database(self.settings.DATABASE_URL)
        try:
            yield found
        finally:
            found.close()

    def upgrade(self, to="head"):
        if to == "head" and self.copy_newest:
            self.copy_newest()
        else:
            with self.database() as found:
                schema.upgrade(found.engine, found.url, to=to)
        self.copy_newest = None
        return self

    def fill(self):
        """An administrator, whose making is in the record, and an uploaded file; answers the file's key."""
        self.upgrade()
        with self.open():
            with transaction() as session:
                draft = api.PersonDraft(name="Ana Silva", username="ana")
                api.make_person(session, draft, [Grant(Role.ADMINISTRATOR)], now=NOW)
            return storage.put(b"<svg/>", ".svg")


_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def build(new_database, migrated_database, upgrade_from_nothing, tmp_path_factory):
    """Makes an installation with a folder and an empty database of its own; its commands run the scripts if told so."""

    def make(kind=config.Testing, *, scripts=False, **settings):
        upgrade = schema.upgrade if scripts else upgrade_from_nothing
        number = next(_numbers)
        given = {"SITE_URL": ADDRESS, "ISSUER": ISSUER} | settings
        given.setdefault("INSTANCE_PATH", str(tmp_path_factory.mktemp("house")))
        if "DATABASE_URL" in given:
            return House(kind(**given), upgrade)
        given["DATABASE_URL"] = new_database(f"house_{number}")
        return House(kind(**given), upgrade, lambda: new_database(f"house_{number}", migrated_database))

    return make


@pytest.fixture(scope="session")
def copy_of(new_database, tmp_path_factory):
    """Makes an installation that holds what another holds, to be changed by one test."""

    def copy(house):
        folder = shutil.copytree(house.folder, tmp_path_factory.mktemp("copy"), dirs_exist_ok=True)
        url = new_database(f"house_{next(_numbers)}", house.settings.DATABASE_URL)
        return House(replace(house.settings, INSTANCE_PATH=str(folder), DATABASE_URL=url), house.upgrading)

    return copy


@pytest.fixture
def house(build):
    return build()


@pytest.fixture(scope="module")
def source(build):
    """An installation with a person, a file and a signing key; nobody changes it."""
    made = build()
    made.file = made.fill()
    made.key = keys.keep(made.folder / "keys", keys.new_pair(keys.KeyKind.ED25519), made.settings.KEYS_SECRET)
    return made


@pytest.fixture(scope="module")
def untouched_backup(source, tmp_path_factory):
    file = tmp_path_factory.mktemp("backup") / "spoor.backup"
    done = source.lms("backup", file)
    assert done.exit_code == 0, done.output
    return file


@pytest.fixture
def backup(untouched_backup, tmp_path):
    """A backup that a test may spoil."""
    return Path(shutil.copy(untouched_backup, tmp_path / "spoor.backup"))


@pytest.fixture
def target(build):
    return build()
