"""Codes and digests of evidence, names taken out, and how the request of a witness stands."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.evidence.rules import (
    LINK_LIFE,
    EvidenceContent,
    WitnessEnd,
    WitnessState,
    WitnessWord,
    WrongCodes,
    competence_codes,
    content_digest,
    digest_with,
    without_name,
    witness_state,
)
from tests.builders.people import NOW

SECOND = timedelta(seconds=1)

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


def test_a_digest_is_of_letters_as_they_are_written():
    word = WitnessWord("é", "f", "w", "1")
    assert digest_with("d", [word]) == sha256('["d",[["é","f","w","1"]]]'.encode()).hexdigest()


def test_a_digest_tells_parts_apart_and_not_the_order_of_files():
    moved = EvidenceContent("training", "TitleText", "2026-11-20", "Here", "", ("T-1",), "agreed", ("a", "b"))
    turned = EvidenceContent("training", "Title", "2026-11-20", "Here", "Text", ("T-1",), "agreed", ("b", "a"))
    assert content_digest(moved) != content_digest(CONTENT) == content_digest(turned)


def test_twenty_codes_of_forty_signs_are_taken_and_no_more():
    most = [f"T-{number}" for number in range(20)]
    assert competence_codes(" ".join(most)) == most
    with pytest.raises(WrongCodes) as fault:
        competence_codes(" ".join([*most, "X"]))
    assert fault.value.wrong == ""
    assert competence_codes("x" * 40) == ["x" * 40]
    for wrong in ("x" * 41, ".x"):
        with pytest.raises(WrongCodes) as fault:
            competence_codes(f"T-1 {wrong}")
        assert fault.value.wrong == wrong


def test_a_request_waits_until_its_link_is_over_unless_it_ended():
    late = NOW + LINK_LIFE
    assert witness_state(NOW, None, late - SECOND) is WitnessState.WAITING
    assert witness_state(NOW, None, late) is WitnessState.EXPIRED
    for end in WitnessEnd:
        assert witness_state(NOW, end, late) == WitnessState(end)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "mission"), ("title", "T"), ("day", "2026-11-21"), ("place", "There"), ("text", "t"),
        ("competences", ("T-2",)), ("people_shown", "nobody"), ("files", ("a",)),
    ],
)  # fmt: skip
def test_a_digest_changes_with_each_part_of_what_is_said(name, value):
    assert content_digest(replace(CONTENT, **{name: value})) != content_digest(CONTENT)


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Bo Li", "Bo Li taught.", "Bo Li taught."),
        ("Bo Tan", "Bo Tan taught.", "Bo C-07 taught."),
        ("Ann-Marie Anne", "Anne, Ann and Marie", "C-07 and C-07"),
        ("", "Nobody.", "Nobody."),
    ],
)
def test_parts_of_three_letters_and_more_give_way(name, text, left):
    assert without_name(text, name, "C-07") == left
