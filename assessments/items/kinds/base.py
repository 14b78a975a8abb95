"""The protocol of a kind of question: what every kind has, and what those have that are scored by a rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from assessments.items.parsing.entry import Entry
from assessments.items.scoring.answers import Form, Json, Phrases
from assessments.items.scoring.reviews import Review
from assessments.items.scoring.wording import Accepted

D = TypeVar("D")
A = TypeVar("A")
D_contra = TypeVar("D_contra", contravariant=True)
A_co = TypeVar("A_co", covariant=True)


@dataclass(frozen=True)
class Filled:
    """What stands in the fields of a question."""

    chosen: tuple[str, ...] = ()
    text: str = ""
    unit: str = ""
    points: str = ""
    typed: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)  # what stands in fields that are named after a part


def filled_parts(prefix: str, given: Mapping[str, str]) -> Filled:
    """What stands in fields whose names begin with the prefix and go on with the id of a part."""
    return Filled(parts={f"{prefix}{part}": text for part, text in given.items()})


class AnswerCheck(Protocol[D_contra, A_co]):
    """Validates a raw answer."""

    def __call__(self, definition: D_contra, raw: object, *, decimal: str = ".") -> A_co | None:
        """The answer to store; None when nothing was answered; raises BadAnswer for what cannot be taken."""
        ...


@dataclass(frozen=True, kw_only=True)
class Languages(Generic[D]):
    """Translation of a definition: most kinds share everything with their translation but the words that it shows."""

    same: Callable[[D, D], D] = lambda _own, other: other  # the other, with answers stored as in the first language
    joined: Callable[[D, Sequence[D]], D] = lambda own, _others: own  # the first, taking the words of the others too
    accepted: Callable[[D], Sequence[Accepted]] = lambda _definition: ()  # the words that are taken, part by part
    bare_key: Callable[[Json], Json] = lambda key: key  # the key without names and words
    has_words: Callable[[Json], bool] = lambda _key: False  # whether a translation has a key of its own


@dataclass(frozen=True, kw_only=True, eq=False)  # one of each name
class QuestionKind(Generic[D, A]):
    """What every kind has: its name and folder, the shape of a question, its fields, and its answer.

    The folder holds `kind.py` and `fields.html`; where there is need, `review.html`, `widget.js` and `practice.js`.
    A definition may have `options`, `texts` (Markdown), `plain_texts`, `telling` and `picture`: see `Item`.
    """

    name: str  # as question files write it
    folder: Path
    parse: Callable[[Entry], D]  # the definition that a file writes down; what is wrong is told to the entry
    restore: Callable[[Json, Json], D]  # the definition again, from body and key as they were stored
    body: Callable[[D], Json]  # what may leave the server before the result: never anything of a key
    parse_form: Callable[[Form], object]  # the raw answer that the fields of a page hold; still to be checked
    check_answer: AnswerCheck[D, A]
    filled: Callable[[A], Filled]  # what the fields hold for a stored answer
    part_field: str = ""  # the beginning of the names of its fields, where they go on with the id of a part
    languages: Languages[D] = field(default_factory=Languages)


@dataclass(frozen=True, kw_only=True)
class BrowserPractice:
    """Practice judged in the browser, by the `practice.js` of the folder; a kind without it needs the server.

    Scripts of several kinds that share functions are served as one file, so that a lesson fetches few.
    """

    script: str  # the name of that file
    phrases: Phrases = field(default_factory=dict)  # what a result may have to say
    body: tuple[str, ...] = ()  # keys of the body that judging needs
    shows_html: bool = True  # whether parts are shown by the HTML of their option or prompt, where there is some
    own_words: bool = False  # whether the texts of parts are sentences of the program, to be translated


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoredKind(QuestionKind[D, A]):
    """What a kind has beside, where a rule scores it: a key, a score, and what a result page tells."""

    key: Callable[[D], Json]  # what is right, and by which rule it is scored
    score: Callable[[D, A | None], Fraction]  # the exact fraction of the points; what is unanswered earns nothing
    review: Callable[[D, A | None], Review]
    practice: BrowserPractice | None = None
