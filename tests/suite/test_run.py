"""The commands that run the suite: what passed on a tree is not run again, what failed is."""

import pytest

from tests.run import Part, Passed, run, tell

ALONE = ("--noconftest", "-p", "tests.suite.timing", "-p", "no:cacheprovider")  # a small suite of its own
PLANTED = """
from pathlib import Path

def test_one():
    with Path({seen!r}).open("a") as seen:
        seen.write("run ")
    assert Path({seen!r}).read_text().count("run") > {failures}
"""


@pytest.fixture
def planted(tmp_path):
    """Makes a part of a suite that fails so many times before it passes, and a file that tells each run of it."""

    def make(title, failures=0):
        folder = tmp_path / title
        folder.mkdir()
        (folder / "none.ini").write_text("[pytest]\n")
        seen = folder / "seen"
        (folder / "test_planted.py").write_text(PLANTED.format(seen=str(seen), failures=failures))
        return Part(title, (*ALONE, "-c", str(folder / "none.ini"), str(folder / "test_planted.py"))), seen

    return make


def test_a_part_that_passed_is_not_run_again_and_one_that_failed_is(planted, tmp_path):
    passed = Passed(tmp_path / "passed")
    (good, runs_of_good), (weak, runs_of_weak) = planted("good"), planted("weak", failures=1)
    first = run([good, weak], passed)
    assert (first.failed, first.faults) == (True, ["weak: test_planted.py::test_one"])
    second = run([good, weak], passed)
    assert not second.failed
    assert second.counts == {"good": "1 passed", "weak": "1 passed"}
    assert (runs_of_good.read_text(), runs_of_weak.read_text()) == ("run ", "run run ")


def test_a_part_that_is_asked_otherwise_is_run_again(planted, tmp_path):
    passed = Passed(tmp_path / "passed")
    part, runs = planted("good")
    run([part], passed)
    run([Part(part.title, (*part.options, "-x"))], passed)
    assert runs.read_text() == "run run "


def test_what_was_sent_is_kept_of_the_part_that_the_list_is_made_of(planted, tmp_path):
    passed = Passed(tmp_path / "passed")
    passed.statements.mkdir(parents=True)
    (passed.statements / "statements-gw0.jsonl").write_text("of a run that was cut off")
    part, _runs = planted("listed")
    run([Part(part.title, part.options, listed=True)], passed)
    assert list(passed.statements.iterdir()) == []


def test_a_run_says_what_it_would_have_cost_on_the_machine_of_the_budget(planted, capsys):
    part, _runs = planted("good")
    outcome = run([part])
    tell(outcome, "")
    assert f"on the machine of budget.toml 0.0 and {outcome.even:.0f}." in capsys.readouterr().out
