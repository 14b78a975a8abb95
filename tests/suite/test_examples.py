"""How many examples a property tries."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suite.examples import EXAMPLES, of_hundred


def test_a_property_tries_as_many_as_the_run_takes(pytestconfig):
    seen = []

    @settings(database=None)
    @given(st.integers())
    def property_of_numbers(number):
        seen.append(number)

    property_of_numbers()
    assert len(seen) == EXAMPLES[pytestconfig.getoption("--take")]


def test_a_dearer_property_tries_its_share_and_never_none():
    usual = settings().max_examples
    assert (of_hundred(50), of_hundred(100), of_hundred(0)) == (usual // 2, usual, 1)
