"""Settings: what makes no sense is refused in words, before anything starts."""

import os
import stat
import threading

import pytest
from click.testing import CliRunner

import config
from config import Production, Settings, SettingsFault, from_environment
from lms import cli
from lms.db import Database
from lms.errors import RuleBroken

NAMES = [*config.TEXTS, "PORT", "TRUSTED_PROXIES", "SPOOR_ENV"]
SECRETS = {"SECRET_KEY": "s" * 32, "KEYS_SECRET": "k" * 32}


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """An environment that holds nothing but what a test sets, in a folder without a `.env`."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path / "instance"))

    def set_all(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_all


def test_the_embedded_default_needs_no_setting(environment, tmp_path):
    found = from_environment()
    assert found.DATABASE_URL.endswith(f"{tmp_path / 'instance' / 'spoor.db'}")
    assert found.DATABASE_URL.startswith("sqlite:///")
    assert (found.SITE_URL, found.SITE_NAME, found.PORT, found.DEMO) == ("http://127.0.0.1:8000", "Spoor", 8000, False)
    assert len({found.SECRET_KEY, found.KEYS_SECRET}) == 2
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700


def test_secrets_are_made_once_and_for_their_owner_alone(environment, tmp_path):
    first, second = from_environment(), from_environment()
    assert (first.SECRET_KEY, first.KEYS_SECRET) == (second.SECRET_KEY, second.KEYS_SECRET)
    for name in ("secret.key", "keys.secret"):
        assert stat.S_IMODE((tmp_path / "instance" / name).stat().st_mode) == 0o600
    assert sorted(p.name for p in (tmp_path / "instance").iterdir()) == ["keys.secret", "secret.key"]


def test_processes_that_start_at_once_keep_one_secret(tmp_path):
    found, start = [], threading.Barrier(8)

    def make():
        start.wait()
        found.append(config.kept_secret(tmp_path, "secret.key"))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_disk_without_hard_links_keeps_secrets_too(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    secret = config.kept_secret(tmp_path, "secret.key")
    assert secret == config.kept_secret(tmp_path, "secret.key")
    assert [(p.name, stat.S_IMODE(p.stat().st_mode)) for p in tmp_path.iterdir()] == [("secret.key", 0o600)]


def test_an_emptied_secret_is_not_replaced_by_a_new_one(environment, tmp_path):
    from_environment()
    (tmp_path / "instance" / "keys.secret").write_text("")
    with pytest.raises(SettingsFault, match="holds no secret"):
        from_environment()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"SPOOR_ENV": "staging"}, "SPOOR_ENV is “staging”; it can be embedded, production, testing."),
        ({"PORT": "eighty"}, "PORT is “eighty”; it must be a whole number."),
        ({"PORT": "²"}, "PORT is “²”; it must be a whole number."),
        ({"PORT": "0"}, "PORT is 0; it must be between 1 and 65535."),
        ({"PORT": "70000"}, "PORT is 70000; it must be between 1 and 65535."),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is “-1”; it must be a whole number."),
        ({"SITE_URL": "academy.example"}, "SITE_URL must be an address such as https://example.org."),
        ({"SITE_URL": "ftp://academy.example"}, "SITE_URL must be an address"),
        ({"SITE_URL": "https://academy.example:99999"}, "SITE_URL must be an address"),
        ({"SITE_URL": "https://academy.example/lms"}, "it ends after the host"),
        ({"DATABASE_URL": "mysql://host/name"}, "DATABASE_URL must begin with sqlite:/// or postgresql://."),
        ({"MAIL_URL": "mail.example"}, "MAIL_URL must be an address such as smtps://example.org."),
        ({"MAIL_URL": "https://mail.example"}, "MAIL_URL must be an address"),
        ({"ISSUER": "https://academy.example"}, "ISSUER is “https://academy.example”; it must be did:web:"),
        ({"ISSUER": "did:key:z6Mk"}, "it must be did:web: and a host"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(environment, values, words):
    environment(**values)
    with pytest.raises(SettingsFault) as fault:
        from_environment()
    assert words in str(fault.value)


def test_a_password_in_a_wrong_address_is_not_repeated(environment):
    environment(MAIL_URL="mailto://user:hunter2@mail.example")
    with pytest.raises(SettingsFault) as fault:
        from_environment()
    assert "hunter2" not in str(fault.value)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "KEYS_SECRET", "SITE_URL"])
def test_production_makes_no_secret_of_its_own(environment, tmp_path, missing):
    values = {"SPOOR_ENV": "production", "SITE_URL": "https://academy.example", **SECRETS}
    del values[missing]
    environment(**values)
    with pytest.raises(SettingsFault, match=f"{missing} is not set. In production"):
        from_environment()
    assert list((tmp_path / "instance").iterdir()) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [({"SECRET_KEY": "short"}, "at least 32 characters"), ({"KEYS_SECRET": "s" * 32}, "must differ")],
)
def test_production_takes_no_weak_secrets(environment, values, words):
    environment(**{"SPOOR_ENV": "production", "SITE_URL": "https://academy.example", **SECRETS, **values})
    with pytest.raises(SettingsFault, match=words):
        from_environment()


@pytest.mark.parametrize("address", ["http://academy.example", "http://10.0.0.1", "http://127.0.0.1.evil.example"])
def test_production_shows_no_password_to_those_between(environment, address):
    environment(SPOOR_ENV="production", SITE_URL=address, **SECRETS)
    with pytest.raises(SettingsFault, match="must begin with https://"):
        from_environment()


def test_production_may_be_tried_on_this_computer(environment):
    environment(SPOOR_ENV="production", SITE_URL="http://127.0.0.1:8000", **SECRETS)
    assert from_environment().SITE_URL == "http://127.0.0.1:8000"


@pytest.mark.parametrize("name", ["SECRET_KEY", "KEYS_SECRET"])
def test_a_secret_of_one_sign_is_taken_nowhere(environment, name):
    environment(**{name: "x"})
    with pytest.raises(SettingsFault, match=f"{name} needs at least 32 characters"):
        from_environment()


def test_production_with_all_that_it_needs(environment):
    environment(SPOOR_ENV="production", SITE_URL="https://academy.example/", **SECRETS)
    found = from_environment()
    assert isinstance(found, Production)
    assert found.SITE_URL == "https://academy.example"


def test_the_file_of_the_demonstration_counts_for_nothing_in_production(environment, tmp_path):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "demonstration.json").write_text("{}")
    environment(SPOOR_ENV="production", SITE_URL="https://academy.example", **SECRETS)
    assert (from_environment().DEMO, from_environment().ISSUER) == (False, "")


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("http://127.0.0.1:8000", True), ("http://localhost", True), ("http://[::1]:8000", True),
        ("http://127.0.0.1.evil.example", False), ("http://localhost.example", False), ("http://10.0.0.1", False),
        ("http://127.0.0.1@evil.example", False), ("https://academy.example", False),
    ],
)  # fmt: skip
def test_which_addresses_are_of_this_computer(tmp_path, address, near):
    assert Settings(INSTANCE_PATH=str(tmp_path), SITE_URL=address).is_loopback is near


def test_a_file_beside_the_program_is_read_and_the_environment_counts_more(environment, tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("SITE_NAME=From the file\nPORT=8111\n")
    environment(PORT="8222")
    monkeypatch.setenv("SITE_NAME", "x")
    monkeypatch.delenv("SITE_NAME")
    found = from_environment()
    os.environ.pop("SITE_NAME")
    assert (found.SITE_NAME, found.PORT) == ("From the file", 8222)


def test_a_folder_that_cannot_be_made_is_told(environment, tmp_path):
    (tmp_path / "file").write_text("")
    environment(INSTANCE_PATH=str(tmp_path / "file" / "instance"))
    with pytest.raises(SettingsFault, match=r"INSTANCE_PATH is .* cannot be made"):
        from_environment()


def test_a_refused_setting_is_one_line_and_exit_code_one(environment):
    environment(SPOOR_ENV="staging")
    done = CliRunner().invoke(cli.main, ["doctor"])
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert done.output.startswith("lms: SPOOR_ENV is")


def test_an_address_of_a_database_that_cannot_be_read_is_told_without_its_password():
    with pytest.raises(RuleBroken) as fault:
        Database("postgresql://user:p@ss@host:port/name")
    assert "DATABASE_URL cannot be read" in str(fault.value)
    assert "p@ss" not in str(fault.value)


def test_a_driver_that_is_not_installed_is_named(monkeypatch):
    def missing(*_args, **_names):
        raise ModuleNotFoundError("no", name="psycopg")

    monkeypatch.setattr("lms.db.create_engine", missing)
    with pytest.raises(RuleBroken, match="needs the package psycopg"):
        Database("postgresql://host/name")
