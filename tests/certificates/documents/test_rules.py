"""What stands on the counter card, in which order, and how much of a long text."""

import pytest

from certificates.documents.rules import CardLine, in_order, shortened

COURSE = [CardLine(name, name.title(), f"Look at {name}.") for name in ("ivory", "horn", "scales", "skins")]


def names(lines):
    return [line.lesson for line in lines]


@pytest.mark.parametrize(
    ("wrong", "first", "others"),
    [
        ([], [], ["ivory", "horn", "scales", "skins"]),
        (["skins"], ["skins"], ["ivory", "horn", "scales"]),
        (["skins", "horn"], ["skins", "horn"], ["ivory", "scales"]),
        (["gone", "horn"], ["horn"], ["ivory", "scales", "skins"]),  # a lesson that the course no longer has
        (["skins", "ivory", "horn", "scales"], ["skins", "ivory", "horn", "scales"], []),
    ],
)
def test_lessons_behind_wrong_answers_come_first_in_their_order(wrong, first, others):
    found = in_order(COURSE, wrong)
    assert (names(found[0]), names(found[1])) == (first, others)


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Look twice.", 11, "Look twice."),
        ("Look  twice.\n", 11, "Look twice."),
        ("Look twice, then hold it.", 15, "Look twice…"),
        ("Look twice, then hold it.", 24, "Look twice, then hold…"),
        ("a" * 30, 10, "a" * 9 + "…"),
        ("", 10, ""),
    ],
)
def test_a_long_text_is_cut_after_a_whole_word(text, most, shown):
    assert shortened(text, most) == shown
    assert len(shortened(text, most)) <= most
