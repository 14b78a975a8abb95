"""What changed since everything passed, told by the record and git."""

import subprocess

import pytest

from tests.suite import changes
from tests.suite.changes import TOO_OLD, Change, area_of, changed_since, digest, read_records, write_record


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone with one commit, and a command that commits files."""
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(name, "Ada")
    for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "ada@spoor.example")
    (tmp_path / "tests").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)

    def commit(*files):
        for file in files:
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{path.read_text() if path.exists() else ''}x")
        subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
        subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "Change it"], cwd=tmp_path, check=True)
        return changes.head(tmp_path)

    commit("lms/db.py", "courses/cohorts/rules.py")
    return tmp_path, commit


def test_what_changed_is_what_differs_from_the_newest_whole_run(clone):
    folder, commit = clone
    write_record(changes.head(folder), "SQLite: 3 passed", folder)
    commit("courses/cohorts/rules.py")
    (folder / "certificates").mkdir()
    (folder / "certificates" / "new.py").write_text("")
    found = changes.change(folder)
    assert (found.files, found.unknown) == ({"courses/cohorts/rules.py", "certificates/new.py"}, "")
    assert found.areas == {"courses/cohorts"}
    assert (found.ground, found.shown) == (False, False)


def test_without_a_record_everything_counts_as_changed(clone):
    folder, _commit = clone
    found = changes.change(folder)
    assert found.unknown
    assert (found.ground, found.shown) == (True, True)


def test_a_record_whose_tree_is_not_that_of_its_commit_is_not_believed(clone):
    folder, commit = clone
    first = changes.head(folder)
    commit("lms/db.py")
    second_tree = changes.git("rev-parse", "HEAD^{tree}", cwd=folder)
    assert "is not that of" in changed_since([changes.Record(first, second_tree, "all")], folder).unknown


def test_a_record_that_is_too_many_commits_ago_says_too_little(clone):
    folder, commit = clone
    write_record(changes.head(folder), "all", folder)
    for _n in range(TOO_OLD):
        commit()
    assert changes.change(folder).unknown == ""
    commit()
    assert "commits ago" in changes.change(folder).unknown


def test_a_record_of_another_history_is_passed_over_for_an_older_one(clone):
    folder, commit = clone
    first = changes.head(folder)
    tree = changes.git("rev-parse", "HEAD^{tree}", cwd=folder)
    commit("lms/db.py")
    records = [changes.Record(first, tree, "all"), changes.Record("0" * 40, "0" * 40, "elsewhere")]
    assert changed_since(records, folder).files == {"lms/db.py"}


def test_the_three_newest_records_are_kept_and_read_again(clone):
    folder, commit = clone
    made = [commit() for _n in range(4)]
    for one in made:
        write_record(one, "SQLite: 1 passed, PostgreSQL: 2 passed", folder)
    found = read_records((folder / changes.RECORD).read_text())
    assert [one.commit for one in found] == made[1:]
    assert found[0].counts == "SQLite: 1 passed, PostgreSQL: 2 passed"


@pytest.mark.parametrize(
    ("file", "area"),
    [
        ("courses/cohorts/rules/board.py", "courses/cohorts"),
        ("tests/courses/cohorts/test_board.py", "courses/cohorts"),
        ("lms/db.py", ""),
        ("docs/developing.md", ""),
        ("tests/journeys/test_class.py", ""),
    ],
)
def test_the_area_of_a_file_is_its_folder_in_its_package(file, area):
    assert area_of(file) == area


def test_a_package_that_changed_brings_those_that_stand_on_it():
    assert Change(frozenset({"courses/cohorts/rules.py"})).packages == {"courses", "assessments", "certificates"}
    assert Change(frozenset({"docs/install.md"})).packages == frozenset()


def test_a_digest_changes_with_each_file_that_it_rests_on_and_with_no_other(tmp_path):
    (tmp_path / "a.py").write_text("1")
    (tmp_path / "b.txt").write_text("1")
    first = digest(["*.py"], tmp_path)
    (tmp_path / "b.txt").write_text("2")
    assert digest(["*.py"], tmp_path) == first
    (tmp_path / "a.py").write_text("2")
    assert digest(["*.py"], tmp_path) != first
