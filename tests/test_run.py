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


@pytest.fixture
def failing(monkeypatch):
    """Parts are not run but counted, and fail where their option is among these."""
    failing, called = set(), []

    def spend(command, cwd, env):
        called.append(command[-1])
        told, failed = Path(env["SUITE_TOLD"]), command[-1] in failing
        (told / "left-out").write_text("431 tests in Chromium\n")
        (told / "counts").write_text("3 passed")
        (told / "speed").write_text("0.5")
        if failed:
            (told / "failed").write_text("tests/test_it.py::test_that\ntests/lms took 9 s")
        return Spent(int(failed), wall=60, processor=90)

    monkeypatch.setattr(run, "spend", spend)
    return failing, called


FIRST, SECOND = run.Part("One", ("first",)), run.Part("Other", ("second",))


def test_a_run_goes_on_after_a_part_that_failed_and_says_what_it_cost_and_left_out(capfd, failing):
    failing[0].add("first")
    outcome = run.run([FIRST, SECOND])
    assert (outcome.failed, list(outcome.spent)) == (True, ["One", "Other"])
    run.tell(outcome, "`make test-all` runs everything.")
    told = capfd.readouterr().out
    assert "== One: FAILED in 60 s, 90 processor seconds" in told
    assert "== Other: passed in 60 s, 90 processor seconds" in told
    assert "Altogether 2.0 minutes, 180 processor seconds; on the machine of budget.toml 1.0 and 90." in told
    assert "Left out: 431 tests in Chromium; 431 tests in Chromium. `make test-all` runs everything." in told
    assert told.endswith("FAILED One: tests/test_it.py::test_that\nFAILED One: tests/lms took 9 s\n")


def test_a_part_that_passed_on_this_tree_is_not_run_again_but_one_that_failed_or_is_asked_otherwise(failing, tmp_path):
    (failures, called), passed = failing, run.Passed(tmp_path / "passed")
    failures.add("second")
    assert run.run([FIRST, SECOND], passed).failed
    failures.clear()
    again = run.run([FIRST, SECOND], passed)
    assert (again.failed, again.counts) == (False, {"One": "3 passed", "Other": "3 passed"})
    run.run([run.Part("One", ("third",))], passed)
    assert called == ["first", "second", "second", "third"]


def test_the_list_for_postgres_is_made_of_one_part_and_of_no_run_that_was_cut_off(failing, tmp_path):
    passed = run.Passed(tmp_path / "passed")
    passed.statements.mkdir(parents=True)
    (passed.statements / "statements-gw0.jsonl").write_text("half a li")
    run.run([run.Part("One", ("first",), listed=True)], passed)
    assert list(passed.statements.iterdir()) == []
    assert [part.title for part in run.everything() if part.listed] == ["PostgreSQL"]


@pytest.mark.parametrize(
    ("trees", "failures", "written", "bad", "kept"),
    [
        (["t1", "t1"], set(), ["c1"], False, True),
        (["t1", "t2"], set(), [], True, False),
        (["t1", "t1"], {"second"}, [], True, True),
        (["", ""], set(), [], False, False),
    ],
    ids=["all passed", "the tree changed meanwhile", "a part failed", "something was not committed"],
)
def test_only_what_passed_whole_on_one_committed_tree_is_written_down(
    failing, monkeypatch, tmp_path, trees, failures, written, bad, kept
):
    failing[0].update(failures)
    records = []
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "everything", lambda: [FIRST, SECOND])
    monkeypatch.setattr(run.changes, "head", lambda: "c1")
    monkeypatch.setattr(run.changes, "committed_tree", lambda: trees.pop(0))
    monkeypatch.setattr(run.changes, "write_record", lambda commit, _counts: records.append(commit))
    monkeypatch.setattr(run.statements, "write_list", lambda _folder: 3)
    outcome = run.test_all()
    assert records == written
    assert bool(outcome.failed or outcome.faults) == bad
    assert (tmp_path / "build" / "whole" / "t1" / "One.json").is_file() == kept


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
