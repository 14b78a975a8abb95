"""The commands that others rely on: each explains itself, and its exit code says how it went."""

import json

import pytest
from click.testing import CliRunner

import config
from certificates.credentials.commands import verify
from courses.catalogue.register_commands import sources_command
from courses.impact.commands.appendices import appendices
from courses.impact.commands.impact import impact
from courses.preview.commands import preview
from lms import cli, schema

COMMANDS = [
    "demo", "demo load", "serve", "work", "db upgrade", "courses check", "courses preview", "courses load",
    "courses export", "verify", "keys", "credentials export", "audit verify", "mail retry", "people add-admin",
    "doctor", "backup", "restore",
]  # fmt: skip
NEED_AN_ARGUMENT = [
    "courses check", "courses preview", "courses load", "courses export", "verify", "credentials export", "backup",
    "restore",
]  # fmt: skip
NEED_A_DATABASE = [
    ("serve",), ("work",), ("audit", "verify"), ("mail", "retry"), ("backup", "b"), ("credentials", "export", "out"),
    ("courses", "load", "."), ("courses", "export", "no-such-course", "out"),
]  # fmt: skip


@pytest.fixture
def lms(new_database, tmp_path, monkeypatch):
    """The command upon an installation whose database is empty."""
    settings = config.Testing(
        INSTANCE_PATH=str(tmp_path / "instance"),
        DATABASE_URL=new_database("contract"),
        SITE_URL="http://127.0.0.1:8000",
    )
    monkeypatch.setattr(config, "from_environment", lambda: settings)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli.main, [str(word) for word in words])


@pytest.fixture
def made_ready(lms, upgrade_from_nothing, monkeypatch):
    """The same with the tables that `lms db upgrade` makes."""
    with monkeypatch.context() as patch:
        patch.setattr(schema, "upgrade", upgrade_from_nothing)
        assert lms("db", "upgrade").exit_code == 0
    return lms


def every_command(group, path=()):
    for name, command in group.commands.items():
        yield (*path, name)
        if hasattr(command, "commands"):
            yield from every_command(command, (*path, name))


def test_the_commands_of_the_contract_are_there():
    there = {" ".join(path) for path in every_command(cli.main)}
    assert set(COMMANDS) <= there


@pytest.mark.parametrize("path", list(every_command(cli.main)), ids=" ".join)
def test_every_command_explains_itself_without_a_database_or_settings(path, monkeypatch):
    monkeypatch.setattr(config, "from_environment", None)
    for asking in ("--help", "-h"):
        done = CliRunner().invoke(cli.main, [*path, asking])
        assert done.exit_code == 0, done.output
        assert f"Usage: main {' '.join(path)}" in done.output
        assert len(done.output.splitlines()[2].strip()) > 10


@pytest.mark.parametrize("path", COMMANDS)
def test_wrong_usage_is_exit_code_two(lms, path):
    done = lms(*path.split(), "--no-such-option")
    assert done.exit_code == 2
    assert "No such option" in done.output


@pytest.mark.parametrize("path", NEED_AN_ARGUMENT)
def test_a_missing_argument_is_exit_code_two(lms, path):
    done = lms(*path.split())
    assert done.exit_code == 2
    assert "Missing argument" in done.output


@pytest.mark.parametrize("words", NEED_A_DATABASE, ids=" ".join)
def test_an_empty_database_is_exit_code_one_in_one_sentence(lms, words):
    done = lms(*words)
    assert done.exit_code == 1, done.output
    assert done.output == "lms: The database is empty. Run “lms db upgrade” first.\n"


def test_a_command_that_nobody_knows_is_exit_code_two(lms):
    assert lms("fly").exit_code == 2


def test_a_new_installation_goes_from_nothing_to_sound(lms):
    assert lms("db", "upgrade").exit_code == 0
    assert lms("db", "upgrade").exit_code == 0
    assert lms("people", "add-admin", "--name", "Ana Silva").exit_code == 0
    done = lms("audit", "verify", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["broken"] is None
    assert lms("doctor").exit_code == 1  # no worker yet
    assert lms("backup", "b").exit_code == 0
    assert lms("restore", "b").exit_code == 1  # not empty


def test_a_place_that_this_user_may_not_read_is_told_in_one_line(made_ready, monkeypatch, tmp_path):
    def closed(*_args, **_names):
        raise PermissionError(13, "Permission denied", str(tmp_path / "b"))

    monkeypatch.setattr("lms.operating.backup.make", closed)
    done = made_ready("backup", "b")
    assert (done.exit_code, done.output) == (
        1,
        f"lms: {tmp_path / 'b'}: Permission denied. Nothing was changed there.\n",
    )


@pytest.mark.parametrize("content", ["{}", "not a certificate", ""])
def test_a_file_that_is_no_certificate_is_exit_code_one(made_ready, tmp_path, content):
    (tmp_path / "file.json").write_text(content)
    done = made_ready("verify", "file.json")
    assert done.exit_code == 1, done.output


def test_a_folder_that_is_no_course_is_exit_code_one(lms, tmp_path):
    (tmp_path / "course").mkdir()
    done = lms("courses", "check", "course", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["ok"] is False


@pytest.mark.parametrize("path", ["doctor", "audit verify", "keys"])
def test_json_is_the_only_thing_on_standard_output(made_ready, path):
    json.loads(made_ready(*path.split(), "--json").stdout)


def test_the_version_is_told():
    done = CliRunner().invoke(cli.main, ["--version"])
    assert (done.exit_code, done.output) == (0, "lms, version 0.2.0\n")


@pytest.mark.parametrize("command", [impact, appendices, preview, sources_command, verify], ids=lambda one: one.name)
def test_a_command_that_was_run_apart_explains_itself_by_both_words(command):
    """Click remembers the words of the first time, also for the next time that it is reached by `lms`."""
    for asking in ("-h", "--help"):
        assert CliRunner().invoke(command, [asking]).exit_code == 0
