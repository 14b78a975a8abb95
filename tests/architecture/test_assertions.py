"""No test is without an assert: what cannot fail proves nothing."""

from pathlib import Path

from tests.suite.asserting import Functions

TESTS = Path(__file__).resolve().parents[1]
DOES_NOT_RAISE: dict[str, str] = {}


def test_every_test_can_fail(monkeypatch):
    monkeypatch.chdir(TESTS)
    found = Functions(sorted(Path().rglob("*.py"))).without()
    over = sorted(DOES_NOT_RAISE.keys() - set(found))
    assert [name for name in found if name not in DOES_NOT_RAISE] == [], "Assert something, or say what may not raise."
    assert over == [], "These assert, or are no more."


def test_a_test_that_asserts_nothing_is_found(tmp_path):
    file = tmp_path / "test_planted.py"
    file.write_text(
        "def holds(x):\n    assert x\n"
        "def test_by_itself():\n    assert 1\n"
        "def test_by_a_helper():\n    holds(1)\n"
        "def test_that_asserts_nothing():\n    sum([1])\n"
    )
    assert Functions([file]).without() == [f"{file.as_posix()}::test_that_asserts_nothing"]
