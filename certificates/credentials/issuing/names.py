"""Names as they are written on a certificate, and how a typed family name is compared with them."""

import unicodedata
from collections.abc import Iterable

from lms.errors import BadInput
from lms.text.folding import Accents, Letters, fold

LONGEST = 120

# Letters that a person without them on the keyboard types plainly, as passports write them.
_PLAIN = Letters.CROSSED | Letters.LIGATURES | Letters.NORDIC | Letters.AFRICAN | Letters.ENG_AS_N
_JOINERS = "\u200c\u200d"  # shape Arabic and Indic letters; every other invisible character is refused


def clean_name(field: str, typed: str) -> str:
    """The name as it is kept: composed (NFC), single spaces; a name that is empty, too long or holds an invisible
    or control character is refused beside its field."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name:
        raise BadInput(field, "Write the name as it stands in your identity document.")
    if len(name) > LONGEST:
        raise BadInput(field, f"A name on a certificate has at most {LONGEST} characters.")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} and sign not in _JOINERS for sign in name):
        raise BadInput(field, "This name holds an invisible character. Type it again instead of pasting it.")
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise BadInput(field, "A name needs at least one letter.")
    return name


def family_key(text: str) -> str:
    """What two spellings of one name share: width, case, accents, spaces, hyphens and apostrophes do not count.

    Only accents of the Latin, Greek and Cyrillic letters are folded: the vowel and tone signs of Lao, Khmer, Thai and
    Arabic are part of the name.
    """
    folded = fold(text, accents=Accents.LATIN, letters=_PLAIN, compatible=True, form="NFD")
    return unicodedata.normalize("NFC", "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LMN"))


def is_family_name_of(typed: str, names: Iterable[str]) -> bool:
    """Whether what was typed is a whole name, or one or more words at the beginning or the end of one.

    Which word is the family name differs from country to country, so both ends count; a part of a word does not.
    """
    wanted = family_key(typed)
    return bool(wanted) and any(wanted in _ends(name) for name in names)


def _ends(name: str) -> set[str]:
    words = name.split()
    from_start = {family_key(" ".join(words[:count])) for count in range(1, len(words) + 1)}
    from_end = {family_key(" ".join(words[count:])) for count in range(len(words))}
    return from_start | from_end
