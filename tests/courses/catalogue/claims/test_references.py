"""References are read out of a text, and nothing of them is left in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.claims.references import (
    Reference,
    is_broken,
    reference,
    references_in,
    without_references,
)

CODES = st.from_regex(r"[A-Z]{1,2}[0-9]{1,2}[a-z]?", fullmatch=True)
PLACES = st.text(st.characters(exclude_characters="[]\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=20)
REFERENCES = st.builds(lambda code, place: Reference(code, place.strip()), CODES, PLACES)
LINES = st.lists(st.text(st.characters(exclude_characters="[]^\n\r"), max_size=30), min_size=1, max_size=5)


def written(one):
    return f"[^{one}]"


@given(LINES, st.lists(REFERENCES, max_size=4))
def test_what_is_written_behind_a_text_is_read_and_taken_out(lines, named):
    text = "\n".join(lines)
    whole = text + "".join(map(written, named))
    assert references_in(whole) == tuple(dict.fromkeys(named))
    assert without_references(whole).rstrip(" \t") == text.rstrip(" \t")
    assert without_references(whole).count("\n") == text.count("\n")


@given(st.text())
def test_taking_out_twice_is_taking_out_once_and_never_moves_a_line(text):
    plain = without_references(text)
    assert plain.count("\n") == text.count("\n")
    assert references_in(without_references(plain)) == references_in(plain)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("All are listed.[^LS10:preamble][^LW1:Art. VII.3]", "All are listed."),
        ("All are listed [^LS10], and more [^K3b: p. 4] here.", "All are listed, and more here."),
        ("| Kenya [^W1] | 2000 |", "| Kenya | 2000 |"),
        ("No reference: [a link](lesson:first), [[scute]].", "No reference: [a link](lesson:first), [[scute]]."),
    ],
)
def test_people_read_the_text_alone(text, said):
    assert without_references(text) == said


@pytest.mark.parametrize("text", ["open[^S1", "open[^ S1]", "empty[^]", "a[^S1:two\nlines]", "a[^S1:[x]]"])
def test_what_begins_as_a_reference_and_is_none_is_broken(text):
    assert is_broken(text)


@pytest.mark.parametrize("text", ["whole[^S1]", "two[^S1][^S2:Art. I]", "none", "2^3 [x]"])
def test_a_whole_reference_is_not_broken(text):
    assert not is_broken(text)


def test_an_entry_of_a_list_has_a_place_behind_the_first_colon():
    assert reference("LW1: Art. VII: 3") == Reference("LW1", "Art. VII: 3")
    assert reference("LW1") == Reference("LW1")
    assert str(reference("LW1:Art. I")) == "LW1:Art. I"
