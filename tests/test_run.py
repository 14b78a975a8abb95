"""The commands that run the tests, where what others published is not beside the clone."""

import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import run
from tests.suite.collecting import found_once_a_file, left_out_by, pytest_ignore_collect
from tests.suite.processor import Spent
from tests.suite.selecting import Together, pytest_collection_modifyitems

NEEDED = ("make", "git", "chromium-headless-shell", "pdftoppm", "node", "npm", "useradd", "apt-get", "fc-list")


def test_without_the_published_data_the_run_of_it_is_one_sentence(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(run, "PUBLISHED", tmp_path / "nowhere")
    assert run.main(["--reference"]) == 1
    told = capfd.readouterr()
    assert told.out == f"The published data is not in {tmp_path / 'nowhere'}: nothing was tested.\n"
    assert told.err == ""


def test_a_run_goes_on_after_a_part_that_failed_and_says_what_it_cost_and_left_out(capfd, monkeypatch):
    def spend(command, cwd, env):
        Path(env["SUITE_TOLD"], "left-out").write_text("431 tests in Chromium\n")
        if "first" in command:
            Path(env["SUITE_TOLD"], "failed").write_text("tests/test_it.py::test_that\ntests/lms took 9 s")
        return Spent(int("first" in command), wall=60, processor=90)

    monkeypatch.setattr(run, "spend", spend)
    outcome = run.run([run.Part("One", ("first",)), run.Part("Other", ("second",))])
    assert (outcome.failed, list(outcome.spent)) == (True, ["One", "Other"])
    run.tell(outcome, "`make test-all` runs everything.")
    told = capfd.readouterr().out
    assert "== One: FAILED in 60 s, 90 processor seconds" in told
    assert "== Other: passed in 60 s, 90 processor seconds" in told
    assert "Altogether 2.0 minutes, 180 processor seconds of a machine" in told
    assert "Left out: 431 tests in Chromium; 431 tests in Chromium. `make test-all` runs everything." in told
    assert told.endswith("FAILED One: tests/test_it.py::test_that\nFAILED One: tests/lms took 9 s\n")


@pytest.fixture
def clone(tmp_path):
    """The script of CI in a clone, with programs that only write down how they were called."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in NEEDED:
        file = programs / name
        file.write_text(f'#!/bin/sh\necho "{name} $*" >> {tmp_path}/called\necho any\n')
        file.chmod(0o755)
    (tmp_path / "clone" / "tests" / "independent").mkdir(parents=True)
    (tmp_path / "clone" / ".ci").mkdir()
    shutil.copy(run.ROOT / ".ci" / "run", tmp_path / "clone" / ".ci" / "run")

    def ci():
        path = f"{programs}:/usr/local/bin:/usr/bin:/bin"
        done = subprocess.run(
            [tmp_path / "clone" / ".ci" / "run"], env={"PATH": path}, capture_output=True, text=True, check=False
        )
        return done, (tmp_path / "called").read_text().splitlines()

    return ci


def test_ci_lints_and_runs_what_ci_takes(clone):
    done, called = clone()
    assert done.returncode == 0, done.stderr
    assert [one for one in called if one.startswith("make")] == ["make lint", "make test-ci"]


def test_a_worker_takes_whole_files_and_all_journeys_on_one_demonstration():
    scope = Together.__new__(Together)._split_scope
    assert scope("tests/lms/test_db.py::test_it[sqlite]") == "tests/lms/test_db.py"
    assert scope("tests/journeys/test_class.py::test_it") == scope("tests/journeys/test_cohort.py::test_it")


def test_the_runs_keep_what_was_compiled(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in run.environment()
    assert run.environment()["PATH"]


def test_postgres_is_asked_what_asks_a_database_and_is_not_marked_once():
    class Item:
        def __init__(self, name, *fixturenames, once=False):
            self.name = self.nodeid = name
            self.fixturenames, self.borne = fixturenames, {"once"} if once else set()

        def iter_markers(self):
            return [SimpleNamespace(name=name) for name in self.borne]

    class Options:
        hook = SimpleNamespace(pytest_deselected=lambda items: left.extend(one.name for one in items))
        stash = pytest.Stash()

        def getoption(self, name):
            return {"--db": "pg", "--take": "all"}.get(name)

    items, left = [Item("rule"), Item("query", "new_database"), Item("told once", "new_database", once=True)], []
    pytest_collection_modifyitems(Options(), items)
    assert ([one.name for one in items], left) == (["query"], ["rule", "told once"])


@pytest.mark.parametrize(
    ("expression", "left_out"),
    [
        ("not reference and not long and not pages", {"reference", "long", "pages"}),
        ("pages and not long", {"long"}),
        ("not long or pages", set()),
        ("not (long or pages)", set()),
        ("not long and (pages or journey)", set()),
        ("", set()),
    ],
)
def test_what_a_run_leaves_out_is_read_from_plain_words_alone(expression, left_out):
    assert left_out_by(expression) == left_out


@pytest.mark.parametrize(
    ("source", "skipped"),
    [
        ("pytestmark = pytest.mark.pages\n", True),
        ("pytestmark = [pytest.mark.browser, pytest.mark.pages]  # slow\n", True),
        ("pytestmark = [\n    pytest.mark.browser,\n    pytest.mark.pages,\n]\n", True),
        ("pytestmark = pytest.mark.browser\n\n\n@pytest.mark.pages\ndef test_it(): ...\n", False),
        ("@pytest.mark.pages\ndef test_it(): ...\n", False),
    ],
)
def test_a_file_is_skipped_unread_only_where_every_test_of_it_is_left_out(tmp_path, source, skipped):
    file = tmp_path / "test_it.py"
    file.write_text(f"import pytest\n\n{source}")
    leaving, keeping = (SimpleNamespace(getoption={"markexpr": said}.get) for said in ("not pages", "pages"))
    assert bool(pytest_ignore_collect(file, leaving)) is skipped
    assert not pytest_ignore_collect(file, keeping)
    assert not pytest_ignore_collect(file.rename(tmp_path / "helper.py"), leaving)


def test_a_fixture_is_looked_for_once_in_each_file():
    asked = []
    find = found_once_a_file(lambda manager, name, node: asked.append((name, node.parent)) or [name])
    for file, name in (("a.py", "session"), ("a.py", "session"), ("b.py", "session"), ("a.py", "app")):
        assert find(None, name, SimpleNamespace(parent=file)) == [name]
    assert asked == [("session", "a.py"), ("session", "b.py"), ("app", "a.py")]
