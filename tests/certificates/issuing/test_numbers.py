import random

import pytest

from certificates.credentials.issuing.numbers import ALPHABET, NUMBERS, number_for, read_number
from lms.errors import BadInput
from tests.every_case import every_case

DRAWS = [0, 1, 30, 31, NUMBERS - 1, *random.Random(4711).sample(range(NUMBERS), 60)]


@every_case("draw", DRAWS)
def test_a_number_is_read_as_it_was_printed(draw: int) -> None:
    number = number_for(draw)
    assert read_number(number) == number
    assert len(number) == 11


def test_different_draws_give_different_numbers() -> None:
    assert len({number_for(draw) for draw in DRAWS}) == len(DRAWS)


@pytest.mark.parametrize("draw", [-1, NUMBERS])
def test_a_draw_outside_the_range_is_refused(draw: int) -> None:
    with pytest.raises(ValueError, match="a draw lies between"):
        number_for(draw)


@pytest.mark.parametrize("draw", DRAWS[5:15])
def test_every_single_wrong_sign_is_found(draw: int) -> None:
    number = number_for(draw)
    for at, sign in enumerate(number):
        for other in ALPHABET if sign != "-" else "":
            if other != sign:
                with pytest.raises(BadInput, match="typing slip"):
                    read_number(number[:at] + other + number[at + 1 :])


@pytest.mark.parametrize("draw", DRAWS[5:25])
def test_two_signs_that_changed_places_are_found(draw: int) -> None:
    plain = number_for(draw).replace("-", "")
    for one in range(len(plain)):
        for two in range(one + 1, len(plain)):
            if plain[one] != plain[two]:
                swapped = list(plain)
                swapped[one], swapped[two] = plain[two], plain[one]
                with pytest.raises(BadInput, match="typing slip"):
                    read_number("".join(swapped))


@pytest.mark.parametrize("style", [str.lower, lambda n: n.replace("-", ""), lambda n: n.replace("-", " – "),
                                   lambda n: f"  {n}\t", lambda n: n.replace("0", "O").replace("1", "l"),
                                   lambda n: n.replace("5", "s").replace("V", "u"),
                                   lambda n: "".join(chr(ord(s) + 0xFEE0) for s in n)])  # fmt: skip
def test_ways_of_typing_a_number_do_not_matter(style: object) -> None:
    number = next(n for n in map(number_for, DRAWS[5:]) if {"0", "1", "5"} & set(n))
    assert read_number(style(number)) == number  # type: ignore[operator]


@pytest.mark.parametrize("typed", ["", "7K3", "7K3-M9Q-XT0C", "7K3-M9Q-XT!", "\u202e7K3M9QXTC"])
def test_what_is_no_number_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(BadInput, match="nine letters and digits") as caught:
        read_number(typed)
    assert caught.value.field == "number"
