"""What stands on the counter card, in which order, and how much of a long text."""

import pytest

from certificates.documents.rules import Line, in_order, shortened

pytestmark = pytest.mark.pure
COURSE = [Line(name, name.title(), f"Look at {name}.") for name in ("ivory", "horn", "scales", "skins")]


def names(lines):
    return [line.lesson for line in lines]


@pytest.mark.parametrize(
    ("wrong", "first", "others"),
    [
        ({}, [], ["ivory", "horn", "scales", "skins"]),
        ({"skins": 1}, ["skins"], ["ivory", "horn", "scales"]),
        ({"horn": 1, "skins": 3}, ["skins", "horn"], ["ivory", "scales"]),
        ({"skins": 2, "horn": 2}, ["horn", "skins"], ["ivory", "scales"]),  # equally often: the earlier lesson
        ({"gone": 9, "horn": 1}, ["horn"], ["ivory", "scales", "skins"]),  # a lesson that the course no longer has
        ({"ivory": 0}, [], ["ivory", "horn", "scales", "skins"]),
        ({"ivory": 1, "horn": 1, "scales": 1, "skins": 2}, ["skins", "ivory", "horn", "scales"], []),
    ],
)
def test_lessons_behind_wrong_answers_come_first_most_often_wrong_first(wrong, first, others):
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
