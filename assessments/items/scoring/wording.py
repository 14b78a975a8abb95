"""Typed words: what counts as the same, what is accepted, and what a slip of the finger costs."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, plain
from assessments.items.scoring.answers import BadAnswer, Json, Phrase
from lms.gettext_noop import N_
from lms.text import folding
from lms.text.folding import Accents, Letters

LONGEST = 200  # signs of a typed answer
LONGEST_ACCEPTED = 80
MOST_ACCEPTED = 30
SAME = str.maketrans(
    {**dict.fromkeys("‘’‚‛ʼ´`′", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)
UNREADABLE = {"Cc", "Cs"}  # control signs and broken halves, which no keyboard types

Weighed = tuple[tuple[str, Fraction], ...]

WORD_PHRASES = {
    "tooLong": Phrase(N_("This is too long. Write at most %(longest)s characters."), {"longest": LONGEST}),
    "unreadable": Phrase(N_("This text has characters that cannot be read. Type it again.")),
}


def typed(raw: object) -> str:
    """What was typed, with single spaces; empty where nothing was. Raises BadAnswer for what is no text."""
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise BadAnswer(N_("Write your answer in words."))
    text = " ".join(raw.split())
    if len(text) > LONGEST:
        raise BadAnswer(N_("This is too long. Write at most %(longest)s characters."), longest=LONGEST)
    if any(unicodedata.category(sign) in UNREADABLE for sign in text):
        raise BadAnswer(N_("This text has characters that cannot be read. Type it again."))
    return text


def fold(text: str, *, case: bool = False, accents: bool = False) -> str:
    """The text as it is compared: without outer punctuation, double spaces and, unless they count, case and accents."""
    text = unicodedata.normalize("NFKC", text).translate(SAME)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    which = (Accents.KEPT, Letters.LIGATURES) if accents else (Accents.LATIN, Letters.LIGATURES | Letters.CROSSED)
    text = folding.fold(text, case=case, accents=which[0], letters=which[1], compatible=True)
    text = " ".join(text.split())
    while text and _is_edge(text[0]):
        text = text[1:]
    while text and _is_edge(text[-1]):
        text = text[:-1]
    return text


def _is_edge(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign).startswith("P")


@dataclass(frozen=True)
class Accepted:
    """The words that are taken, each with the fraction it earns."""

    words: Weighed
    also: Weighed = ()  # those of the item's other languages
    typos: bool = False
    case: bool = False
    accents: bool = False

    @property
    def best(self) -> tuple[str, ...]:
        """What earns all, in the item's own language."""
        return tuple(text for text, weight in self.words if weight == 1)

    def folded(self, text: str) -> str:
        """A text as it is compared here."""
        return fold(text, case=self.case, accents=self.accents)

    def fraction(self, text: str) -> Fraction:
        """What a typed text earns: the most of all words that it is; a word itself goes before a slip in one."""
        given = self.folded(text)
        known = [(self.folded(word), weight) for word, weight in (*self.words, *self.also)]
        found = [weight for word, weight in known if word == given]
        if not found and self.typos:
            found = [weight for word, weight in known if is_slip(given, word)]
        return max(found, default=Fraction(0))


def is_slip(given: str, word: str) -> bool:
    """Whether a text is a word with few slips: one from five letters, two from ten, none in its figures."""
    allowed = 0 if len(word) < 5 else 1 if len(word) < 10 else 2
    if abs(len(given) - len(word)) > allowed or re.findall(r"\d", given) != re.findall(r"\d", word):
        return False
    return distance(given, word) <= allowed


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with their neighbour (Damerau and Levenshtein, no part edited twice)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, a in enumerate(one, 1):
        now = [row]
        for column, b in enumerate(other, 1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == other[column - 2] and one[row - 2] == b:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]


def parse_accepted(entry: Entry) -> Accepted:
    """`accepted`, a list of words or words with the fraction each earns; `typos`, `case` and `accents`."""
    words: Weighed
    if isinstance(entry.data.get("accepted"), dict):
        part = entry.part("accepted")
        words = tuple((word, part.number(word)) for word in part.data)
    else:
        words = tuple((word, Fraction(1)) for word in entry.texts("accepted"))
        if not entry.has("accepted"):
            entry.fault("“accepted” is missing.")
    flags = {name: entry.flag(name) is True for name in ("typos", "case", "accents")}
    accepted = Accepted(words, (), **flags)
    if words:
        _check(entry, accepted)
    elif entry.data.get("accepted") in ([], {}):
        entry.fault("“accepted” holds no answer: nobody could be right.", "accepted")
    return accepted


def _check(entry: Entry, accepted: Accepted) -> None:
    """What cannot be compared, what is there twice, and what earns too much or too little."""
    if len(accepted.words) > MOST_ACCEPTED:
        entry.fault(
            f"There are {len(accepted.words)} accepted answers; at most {MOST_ACCEPTED} are allowed.", "accepted"
        )
    if any(not 0 < weight <= 1 for _, weight in accepted.words):
        entry.fault("What an accepted answer earns is above 0 and at most 1.", "accepted")
    elif not accepted.best:
        entry.fault("No accepted answer earns 1.", "accepted")
    seen: dict[str, str] = {}
    for text, _ in accepted.words:
        if len(text) > LONGEST_ACCEPTED:
            entry.fault(f"“{text[:20]}…” is longer than {LONGEST_ACCEPTED} characters.", "accepted")
        folded = accepted.folded(text)
        if not folded:
            entry.fault(f"“{text}” holds no word.", "accepted")
        elif folded in seen:
            entry.fault(f"“{seen[folded]}” and “{text}” are compared as the same.", "accepted")
        seen.setdefault(folded, text)


def accepted_key(accepted: Accepted) -> Json:
    """The words with what they earn; a list, since the order tells which one to show first."""
    return {
        "accepted": [[text, plain(weight)] for text, weight in accepted.words],
        "also": [[text, plain(weight)] for text, weight in accepted.also],
        "typos": accepted.typos,
        "case": accepted.case,
        "accents": accepted.accents,
    }


def restore_accepted(key: Json) -> Accepted:
    """The words again, from the key."""
    words, also = (tuple((text, exact(weight)) for text, weight in key[name]) for name in ("accepted", "also"))
    return Accepted(words, also, key["typos"], key["case"], key["accents"])


def with_words_of(accepted: Accepted, others: Iterable[Accepted]) -> Accepted:
    """The words of a language, and those of the others, which count as well."""
    own = {accepted.folded(text) for text, _ in accepted.words}
    also = {text: weight for other in others for text, weight in other.words if accepted.folded(text) not in own}
    return replace(accepted, also=tuple(also.items()))


def earnings(key: Json) -> Json:
    """A key of accepted words without the words: what there is to be earned, and how words are compared."""
    rest = {name: value for name, value in key.items() if name not in ("accepted", "also")}
    return rest | {"earns": sorted({weight for _, weight in key["accepted"]})}


def unlike(one: Accepted, other: Accepted) -> Sequence[str]:
    """Words that two languages have in common, but that earn something else in each."""
    known = {one.folded(text): weight for text, weight in one.words}
    return [text for text, weight in other.words if known.get(one.folded(text), weight) != weight]
