"""A cell as what its column holds: read where there is one way to read it, else told in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.tables.reading.columns import InputColumn, InputKind
from lms.tables.reading.dates import typed_day
from lms.tables.reading.values import UnfitCell, value_of
from lms.tables.sentences import Sentence


def column(kind, **more):
    return InputColumn("x", "X", ("x",), kind, **more)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("text", "  a ", "a"),
        ("text", 7.0, "7"),
        ("text", 7.5, "7.5"),
        ("text", True, "TRUE"),
        ("text", "e\u0301", "é"),
        ("text", " ", None),
        ("name", " Zoé \n Œuvrard ", "Zoé Œuvrard"),
        ("email", " zoe@example.org ", "zoe@example.org"),
        ("date", "2026-11-27", date(2026, 11, 27)),
        ("date", "2026-11-27 10:30", date(2026, 11, 27)),
        ("date", "27.11.2026", date(2026, 11, 27)),
        ("date", "3.4.2026", date(2026, 4, 3)),
        ("date", "27/11/2026", date(2026, 11, 27)),
        ("date", "11/27/2026", date(2026, 11, 27)),
        ("date", "4/4/2026", date(2026, 4, 4)),
        ("date", datetime(2026, 11, 27, 10, 30, tzinfo=UTC), date(2026, 11, 27)),
        ("whole", "1 234", 1234),
        ("whole", "1\u202f234", 1234),
        ("whole", 12.0, 12),
        ("whole", "-3", -3),
        ("decimal", "12,5", Decimal("12.5")),
        ("decimal", 12.5, Decimal("12.5")),
        ("yes_no", "Oui", True),
        ("yes_no", "não", False),
        ("yes_no", 1.0, True),
        ("yes_no", False, False),
        ("yes_no", "X", True),
    ],
)
def test_what_can_be_read_in_one_way_is_read(kind, cell, value):
    found = value_of(column(InputKind(kind)), cell)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "cell", "sentence"),
    [
        ("text", time(10, 30), "There is a date here (10:30:00), but a text is needed."),
        ("text", "x" * 201, "This text has 201 characters. At most 200 are allowed."),
        ("text", "a\x07b", "This text has an invisible character. Type it again; do not copy it."),
        ("name", "12/05/1990", "There is a date here (12/05/1990), but a name is needed."),
        ("name", "A\u200bB", "This name has an invisible character. Type it again; do not copy it."),
        ("name", "123", "A name needs at least one letter."),
        ("email", 12.0, "“12” is not an e-mail address. It looks like name@example.org."),
        ("date", "3/4/2026", "“3/4/2026” can mean two days. Write the year first, like 2026-11-27."),
        ("date", "31/11/2026", "“31/11/2026” is not a day. Write it like 2026-11-27."),
        ("date", 45000.0, "“45000” is not a day. Write it like 2026-11-27."),
        ("date", "in May", "“in May” is not a day. Write it like 2026-11-27."),
        ("whole", "12.5", "“12.5” is not a whole number."),
        ("whole", "NaN", "“NaN” is not a number."),
        ("decimal", "1e999999", "“1e999999” is not a number."),
        ("decimal", True, "“TRUE” is not a number."),
        ("yes_no", "perhaps", "“perhaps” is not yes or no."),
    ],
)
def test_what_cannot_is_told(kind, cell, sentence):
    with pytest.raises(UnfitCell) as fault:
        value_of(column(InputKind(kind)), cell)
    assert str(fault.value.said) == sentence


@pytest.mark.parametrize("kind", list(InputKind))
def test_an_empty_cell_is_nothing_unless_it_must_be_filled(kind):
    assert value_of(column(kind), "  ") is None
    with pytest.raises(UnfitCell) as fault:
        value_of(column(kind, filled=True), None)
    assert str(fault.value.said) == "This cell is empty."


@given(st.dates(date(1000, 1, 1)))
def test_every_day_written_with_the_year_first_or_with_points_is_that_day(day):
    assert typed_day(day.isoformat()) == typed_day(f"{day.day}.{day.month}.{day.year}") == day


@given(st.sampled_from(InputKind), st.text(max_size=30))
def test_any_text_is_read_or_told(kind, text):
    said = "."
    try:
        value_of(column(kind), text)
    except UnfitCell as fault:
        said = str(fault.said)
    assert said.endswith(".")


def test_a_sentence_is_kept_as_data_and_comes_back():
    said = Sentence("“%(text)s” is not a number.", {"text": "x"})
    assert Sentence.from_data(said.as_data()) == said
