"""How many examples a property tries."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suite.examples import EXAMPLES, FEW, examples_of, of_hundred


def test_a_property_tries_as_many_as_the_run_takes(pytestconfig):
    seen = []

    @settings(database=None)
    @given(st.integers())
    def property_of_numbers(number):
        seen.append(number)

    property_of_numbers()
    assert len(seen) == examples_of(pytestconfig.getoption("--take"), pytestconfig.getoption("--db"))


def test_few_are_tried_by_a_newcomer_and_by_ci_on_the_second_database():
    tried = {(take, db): examples_of(take, db) for take in EXAMPLES for db in ("sqlite", "pg")}
    assert {pair for pair, many in tried.items() if many == FEW} == {
        ("newcomer", "sqlite"), ("newcomer", "pg"), ("ci", "pg"),
    }  # fmt: skip
    assert tried["all", "pg"] == tried["all", "sqlite"] > tried["ci", "sqlite"] > FEW


def test_a_dearer_property_tries_its_share_and_never_none():
    usual = settings().max_examples
    assert (of_hundred(50), of_hundred(100), of_hundred(0)) == (usual // 2, usual, 1)
