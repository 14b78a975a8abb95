"""Names as they are written on a certificate, and how a typed family name is compared with them."""

import unicodedata
from collections.abc import Iterable

from certificates.credentials.rules.spelling import PLAIN
from lms.errors import BadInput
from lms.i18n import _
from lms.text import person_names
from lms.text.folding import Accents, fold


def clean_name(field: str, typed: str) -> str:
    """The name as it is kept; what no name of a person may hold is refused beside its field."""
    name = person_names.written(typed)
    fault = person_names.fault_of(name)
    if fault is not None:
        raise BadInput(field, _(fault))
    return name


def family_key(text: str) -> str:
    """What two spellings of one name share: width, case, accents, spaces, hyphens and apostrophes do not count.

    Only accents of the Latin, Greek and Cyrillic letters are folded: the vowel and tone signs of Lao, Khmer, Thai and
    Arabic are part of the name.
    """
    folded = fold(text, accents=Accents.LATIN, letters=PLAIN, compatible=True, form="NFD")
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
