"""The signs that names of people may hold."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.text.person_names import INVISIBLE, LONG, MOST, NO_LETTER, UNUSUAL, fault_of, written


@pytest.mark.parametrize(
    "name",
    [
        "Malee Srisuk",
        "Nguyễn Thị Hoa",
        "Máire O’Brien-Đặng",
        "ມະນີວັນ ສຸຂສະຫວັດ",
        "สุดา ตำรวจ",  # SARA AM is taken apart by compatibility, and is a letter all the same
        "عبد الرحمن",
        "می\u200cترا",
        "ක්\u200dෂ",
        "王小明",
        "ქართული",
        "J. R. Mª 2nd",
    ],
)
def test_names_of_many_scripts_are_taken(name):
    assert fault_of(written(name)) is None


@pytest.mark.parametrize(
    "name",
    [
        "\ufeff",
        "Ngozi\u202eOkafor",
        "Ngo\u200bzi",
        "\u2066Ana\u2069",
        "Ana\u200e",
        "A\u00adna",
        "A\x00na",
        "Grace\u200dWambui",
        "Ανα\u200cΣ",
        "می\u200c",
        "\u3164",
        "Ana\u2800",
        "Ana\ufe0f",
        "A\u034fna",
        "Ana\ue000",
    ],
)
def test_what_nobody_sees_is_refused(name):
    assert fault_of(written(name)) == INVISIBLE


@pytest.mark.parametrize("name", ["Ａｄｍｉｎ", "Ana Ｓilva", "𝐀𝐧𝐚", "Ⓐna", "ｱﾝﾅ"])
def test_full_width_and_decorated_letters_are_refused(name):
    assert fault_of(written(name)) == UNUSUAL


def test_the_longest_name_itself_is_taken_and_one_without_a_letter_is_not():
    assert fault_of("A" * MOST) is None
    assert fault_of("A" * (MOST + 1)) == LONG
    assert fault_of("12 34") == NO_LETTER


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["Cc", "Cf", "Co", "Cn"]), min_size=1, max_size=3))
def test_no_control_or_format_sign_passes_between_latin_letters(hidden):
    name = written(f"Ana{hidden}Silva")
    assert fault_of(name) == INVISIBLE or not any(unicodedata.category(sign)[0] == "C" for sign in name)
