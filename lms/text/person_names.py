"""Names of people: which signs they may hold, in accounts and on certificates alike."""

import unicodedata

from lms.gettext_noop import N_

MOST = 120
INVISIBLE = N_("This name has an invisible character. Type it again; do not copy it.")
UNUSUAL = N_("This name has special letters. Type it again with normal letters.")
NO_LETTER = N_("A name needs at least one letter.")
EMPTY = N_("Write the name as in the identity document.")
LONG = N_("A name has at most 120 characters.")

_JOINERS = "\u200c\u200d"  # shape Arabic and Indic letters; between other letters they are invisible too
_PLAIN_SCRIPTS = ("LATIN ", "GREEK ", "CYRILLIC ")  # in which no letter is shaped by a joiner
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, format, half, private and unassigned signs
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and marks that show nothing
_VARIANTS = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))  # choose a form of the sign before
_DECORATED = ("<wide>", "<narrow>", "<font>", "<circle>", "<square>")  # how Unicode tells such forms from the letter


def written(typed: str) -> str:
    """The name as it is kept: composed (NFC), with single spaces between its words."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def fault_of(name: str) -> str | None:
    """What is wrong with a name in the form of `written`, as a sentence that the page translates; nothing if it fits.

    Invisible signs, direction marks and full-width letters are refused: two names that look the same are the same.
    """
    if not name:
        return EMPTY
    if len(name) > MOST:
        return LONG
    if any(_is_hidden(name, place) for place in range(len(name))):
        return INVISIBLE
    if any(unicodedata.decomposition(sign).startswith(_DECORATED) for sign in name):
        return UNUSUAL
    return None if any(unicodedata.category(sign).startswith("L") for sign in name) else NO_LETTER


def _is_hidden(name: str, place: int) -> bool:
    """Whether the sign at this place shows nothing; a joiner is seen in the shape of the letter before it."""
    sign = name[place]
    if sign in _JOINERS:
        before = name[place - 1] if place else " "
        shaped = unicodedata.category(before)[0] in "LM" and not unicodedata.name(before, "").startswith(_PLAIN_SCRIPTS)
        return not shaped or place + 1 == len(name)
    if unicodedata.category(sign) in _HIDDEN or sign in _BLANK:
        return True
    return any(first <= ord(sign) <= last for first, last in _VARIANTS)
