"""What a run must find by itself: a slow test, a skip in CI, what it left out; planted in a small suite of its own."""

import subprocess
import sys

import pytest

from tests.suite.changes import ROOT

PLANTED = """
import time, pytest

def test_quick():
    assert 1

def test_slow():
    until = time.process_time() + {seconds}
    while time.process_time() < until:
        pass
    assert 1

def test_skipped():
    pytest.skip("no such program here")

@pytest.mark.skipif(True, reason="on Windows")
def test_of_a_platform():
    assert 1
"""
SHORT = """
from tests.suite import timing
from tests.suite.budget import Budget

timing.BUDGET = Budget(timing.BUDGET.data | {"test": 0.1})  # so that a machine of any speed is over it in a second
"""
PLUGINS = ("-p", "tests.suite.selecting", "-p", "tests.suite.timing", "-p", "no:cacheprovider", "-c", "none.ini")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What such a run says, in CI, held to the budget."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "test_planted.py").write_text(PLANTED.format(seconds=1.5))
    (folder / "conftest.py").write_text(SHORT)
    (folder / "none.ini").write_text("[pytest]\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *PLUGINS, "--budget", "planted", "test_planted.py"],
        cwd=folder, env={"PYTHONPATH": str(ROOT), "CI": "true", "PATH": ""}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_a_slow_test_is_over_the_budget(told):
    assert told.returncode == 1
    assert "OVER BUDGET test_planted.py::test_slow took" in told.stdout, told.stdout + told.stderr


def test_a_skip_is_a_failure_unless_it_names_a_platform(told):
    assert "In CI nothing may be skipped: Skipped: no such program here" in told.stdout
    assert "1 failed, 2 passed, 1 skipped" in told.stdout
