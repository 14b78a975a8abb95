"""A test of many cases tries all of them and tells each fault with the name of its case."""

from pathlib import Path

import pytest

from tests.every_case import ROOT, every_case, name_of


def test_every_fault_is_told_with_its_case_and_none_hides_another():
    tried = []

    @every_case("number, word", [(1, "one"), (2, "two"), (3, "three"), (4, "four"), (5, "five", "cinq")])
    def spelled(number, word):
        tried.append(number)
        assert number % 2, "it is even"
        if number == 3:
            raise KeyError(word)

    with pytest.raises(AssertionError) as told:
        spelled()
    assert tried == [1, 2, 3, 4]
    first, *faults = str(told.value).splitlines()
    assert first == "4 of 5 cases:"
    here = spelled.__wrapped__.__code__.co_firstlineno
    assert [fault for fault in faults if not fault.startswith(" ")] == [
        f"2, two, line {here + 3}: it is even", f"3, three, line {here + 5}: KeyError: 'three'",
        f"4, four, line {here + 3}: it is even",
        "5, five, cinq, line 0: ValueError: zip() argument 2 is longer than argument 1",
    ]  # fmt: skip


@pytest.mark.parametrize("given_up", [pytest.fail, pytest.skip])
def test_a_case_that_gives_up_does_not_end_the_others(given_up):
    tried = []

    @every_case("number", range(3))
    def given(number):
        tried.append(number)
        if number == 1:
            given_up("no more")

    with pytest.raises(AssertionError, match=r"1 of 3 cases:\n1, line \d+: .*no more"):
        given()
    assert tried == [0, 1, 2]


@pytest.mark.parametrize("none", [[], lambda: iter(())], ids=["listed", "asked for"])
def test_a_test_without_a_case_fails(none):
    @every_case("number", none)
    def tried(number):
        raise AssertionError(number)

    with pytest.raises(AssertionError, match="There is no case"):
        tried()


@pytest.mark.parametrize("factor", [1, 2])
@every_case("number", lambda: range(3))
def test_what_is_no_argument_of_a_case_comes_from_fixtures_and_parameters(tmp_path, factor, number):
    assert tmp_path.is_dir()
    assert number * factor < 5


def test_a_case_is_named_in_one_short_line():
    assert name_of((ROOT / "docs" / "install.md", "a\nb", 3)) == "docs/install.md, 'a\\nb', 3"
    assert name_of(Path("/elsewhere")) == "/elsewhere"
    assert len(name_of("long " * 50)) == 101
