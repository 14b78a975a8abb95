"""Codes and digests of evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.evidence.rules import (
    EvidenceContent,
    WitnessWord,
    WrongCodes,
    competence_codes,
    content_digest,
    digest_with,
)

CONTENT = EvidenceContent("training", "Title", "2026-11-20", "Here", "Text", ("T-1",), "agreed", ("a", "b"))
WORDS = st.builds(WitnessWord, st.text(), st.text(), st.text(), st.text())


def test_codes_are_read_however_they_are_set_apart_and_what_is_none_is_named():
    assert competence_codes(" T-1, T-2.1;T-1\nX ") == ["T-1", "T-2.1", "X"]
    assert competence_codes("") == []
    with pytest.raises(WrongCodes) as fault:
        competence_codes("T-1 <b>")
    assert fault.value.wrong == "<b>"


@given(st.lists(WORDS, max_size=3), st.randoms())
def test_a_digest_depends_on_every_word_and_on_no_order(words, chance):
    mixed = list(words)
    chance.shuffle(mixed)
    assert digest_with("d", mixed) == digest_with("d", words)
    assert digest_with("d", [*words, WitnessWord("n", "f", "w", "1")]) != digest_with("d", words)


def test_a_digest_tells_parts_apart_and_not_the_order_of_files():
    moved = EvidenceContent("training", "TitleText", "2026-11-20", "Here", "", ("T-1",), "agreed", ("a", "b"))
    turned = EvidenceContent("training", "Title", "2026-11-20", "Here", "Text", ("T-1",), "agreed", ("b", "a"))
    assert content_digest(moved) != content_digest(CONTENT) == content_digest(turned)
