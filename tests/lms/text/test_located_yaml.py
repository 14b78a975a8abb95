"""YAML with lines: each value knows where it stands, and whatever is wrong is told there, several things at once."""

from datetime import date
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lms.text.located_yaml import DEEPEST, LARGEST, Dialect, LocatedDict, LocatedList, read_yaml

COURSE = "slug: a\nmodules:\n  - title: One\n    lessons: [x,\n      y]\n  - title: Two\n"
words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


def faults(text: str, **how) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in read_yaml(text, **how).problems]


def test_every_value_knows_its_line_and_what_is_not_there_that_of_what_is_round_it():
    read = read_yaml(COURSE, offset=10)
    asked = [(), ("slug",), ("modules",), ("modules", 0), ("modules", 0, "lessons", 1), ("modules", 1, "lessons", 4)]
    assert [read.line(*path) for path in asked] == [11, 11, 12, 13, 15, 16]
    assert (read.line("none"), read_yaml("").line("none"), read_yaml("").value) == (11, 1, None)


def test_each_dialect_has_its_words():
    text = "{a: no, b: 1:30, c: 0.5, d: 2026-01-31, e: true, f: ~, g: 7, h: 'true', 12: x}"
    assert read_yaml(text, dialect=Dialect.PLAIN).value == {
        "a": "no", "b": "1:30", "c": Fraction(1, 2), "d": "2026-01-31", "e": True, "f": None, "g": 7, "h": "true",
        "12": "x",
    }  # fmt: skip
    assert read_yaml(text).value == {
        "a": False, "b": 90, "c": 0.5, "d": date(2026, 1, 31), "e": True, "f": None, "g": 7, "h": "true", 12: "x",
    }  # fmt: skip


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: [1, 2", 2, "This is not YAML"),
        ("a: &x 1\nb: *x", 2, "References (*name) are not used"),
        ("a: 1\nb: 2\na: 3", 3, "“a” is written twice; the first one is in line 1"),
        ("a: 1\n? [b]\n: 2", 2, "A name is missing before the colon"),
        ("a: 1\n'': 2", 2, "A name is missing before the colon"),
        ("a: \x00", 1, "a character that YAML does not allow"),
        ("a: 1\nb:\n  " + "[" * (DEEPEST + 2) + "]" * (DEEPEST + 2), 3, "nested too deeply"),
        ("[" * 5000, 1, "nested too deeply"),
        ("x" * (LARGEST + 1), 1, "longer than"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(dialect, text, line, words):
    told = faults(text, dialect=dialect)
    assert [at for at, _ in told] == [line], told
    assert words in told[0][1]
    assert [at for at, _ in faults(text, dialect=dialect, offset=7)] == [line + 7]


def test_several_things_are_told_at_once_and_a_day_that_no_calendar_has_is_one():
    told = faults("a: 2026-02-31\nb: 1\nb: 2\nc: 2026-13-01\n")
    assert [line for line, _ in told] == [1, 3, 4]
    assert "cannot be read" in told[0][1]


def test_a_tag_makes_nothing_but_what_yaml_itself_has():
    assert "not YAML" in faults("a: !!python/object/apply:os.system [x]\nb: !!python/name:os.system ''")[0][1]
    assert read_yaml("a: !!python/object/apply:os.system [x]").value == {"a": ["x"]}


@given(values)
def test_what_was_written_is_read(value):
    read = read_yaml(yaml.safe_dump(value, allow_unicode=True))
    assert (read.value, read.problems) == (value, [])
    if isinstance(value, list | dict):
        assert isinstance(read.value, LocatedList | LocatedDict)
        assert len(read.value.lines) == len(value)


@given(values, st.booleans(), st.sampled_from(Dialect))
def test_libyaml_and_the_parser_of_pyyaml_read_the_same_with_the_same_lines(value, flow, dialect):
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow)
    with_name = f"# a comment with &name keeps libyaml out\n{text}"
    quick, own = read_yaml(text, offset=1, dialect=dialect), read_yaml(with_name, dialect=dialect)
    assert (quick.value, quick.problems, placed(quick.value)) == (own.value, own.problems, placed(own.value))


def placed(value: object) -> object:
    """The lines of everything in a value."""
    if isinstance(value, LocatedDict):
        return value.line, list(value.lines.values()), [placed(one) for one in value.values()]
    if isinstance(value, LocatedList):
        return value.line, list(value.lines), [placed(one) for one in value]
    return None
