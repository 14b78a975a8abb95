import pytest

from certificates.credentials.issuing.names import clean_name, family_key, is_family_name_of
from lms.errors import BadInput
from lms.text.person_names import MOST


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("okafor", "Ngozi Okafor"),
        ("OKAFOR ", "Ngozi Okafor"),
        ("Ngozi Okafor", "Ngozi Okafor"),
        ("nguyen", "Nguyễn Thị Hồng Phượng"),
        ("Phuong", "Nguyễn Thị Hồng Phượng"),
        ("Thi Hong Phuong", "Nguyễn Thị Hồng Phượng"),
        ("Angstrom Nunez", "Amélie Ångström-Núñez"),
        ("angstromnunez", "Amélie Ångström-Núñez"),
        ("OBrien", "Máire O’Brien"),
        ("o'brien", "Máire O’Brien"),
        ("Strasse", "Jörg Straße"),
        ("Lodz", "Ewa Łódź"),
        ("van der Berg", "Jan van der Berg"),
        ("ﬁeld", "Mary Field"),
        ("ພົມມະຈັນ", "ສົມໄຊ ພົມມະຈັນ"),
        ("الخطيب", "عبد الرحمن الخطيب"),
    ],
)
def test_a_family_name_is_recognised_however_it_is_typed(typed: str, written: str) -> None:
    assert is_family_name_of(typed, [written])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("", "Ngozi Okafor"),
        (" - ", "Ngozi Okafor"),
        ("Oka", "Ngozi Okafor"),
        ("for", "Ngozi Okafor"),
        ("Okafor Ngozi", "Ngozi Okafor"),
        ("Thi", "Nguyễn Thị Hồng Phượng"),
        ("ພມມະຈນ", "ສົມໄຊ ພົມມະຈັນ"),
    ],
)
def test_another_name_or_a_part_of_a_word_is_not(typed: str, written: str) -> None:
    assert not is_family_name_of(typed, [written])


def test_the_name_in_local_script_counts_as_well() -> None:
    assert is_family_name_of("ພົມມະຈັນ", ["Somchai Phommachanh", "ສົມໄຊ ພົມມະຈັນ"])


def test_vowel_signs_of_other_scripts_are_kept_in_the_key() -> None:
    assert family_key("ພົມ") != family_key("ພມ")


def test_a_name_is_kept_composed_and_with_single_spaces() -> None:
    assert clean_name("name", "  Ame\u0301lie \n  Roy ") == "Amélie Roy"


@pytest.mark.parametrize("typed", ["", "   ", "12 34", "A" * (MOST + 1), "Ngozi\u202eOkafor", "Ngo\u200bzi", "A\x00b"])
def test_a_name_that_cannot_stand_on_a_certificate_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as caught:
        clean_name("local_name", typed)
    assert caught.value.field == "local_name"


def test_the_longest_name_itself_is_taken() -> None:
    assert clean_name("name", "A" * MOST) == "A" * MOST
