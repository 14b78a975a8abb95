"""The picture of every code comes from one picture and what turns with each bit of a digit."""

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.cohorts.rules.meeting_qr import LEVEL, MASK, code_pictures, drawn, picture_of
from tests.suite.examples import of_hundred

ADDRESS = "https://spoor.example.org/my-cohorts/{0}/meetings/{0}/here?code=".format(
    "5f0d7f0e-0a52-4a0c-9f61-2d6f0a1c7b11"
)


def encoded(text, size):
    """The modules as an encoder makes them."""
    made = segno.make(
        text, error=LEVEL, mode="byte", mask=MASK, micro=False, boost_error=False, version=(size - 17) // 4
    )
    return [[int(module) for module in row] for row in made.matrix]


@settings(max_examples=of_hundred(60))
@given(code=st.text("0123456789", min_size=8, max_size=8))
def test_it_is_the_picture_that_an_encoder_makes(code):
    pictures = code_pictures(ADDRESS)
    digits = -(-(pictures.size**2) // 4) * 4
    bits = f"{picture_of(pictures, code):0{digits}b}"
    rows = [[int(bit) for bit in bits[y * pictures.size : (y + 1) * pictures.size]] for y in range(pictures.size)]
    assert rows == encoded(ADDRESS + code, pictures.size)


def test_the_path_has_a_square_for_each_dark_module():
    pictures = code_pictures(ADDRESS)
    dark = sum(map(sum, encoded(f"{ADDRESS}01234567", pictures.size)))
    assert drawn(pictures, "01234567").count("M") == dark
