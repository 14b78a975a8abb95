"""Cache of rendered questions: where nothing is filled in, the frame and each option are rendered once a language.

A paper has its own order of the options, and each question its own place on the page. So the options are kept one by
one, as the template wrote each of them, and the frame in the pieces between its lists and its places.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from assessments.items.kinds.base import Filled
from assessments.items.queries.definitions import Stored
from assessments.items.rendering.fields import QuestionFields
from assessments.items.scoring.answers import Json
from lms.db import database

Split = tuple[str, ...]  # HTML cut where the prefix of the ids stands


@dataclass(frozen=True)
class OptionList:
    """A list of options inside a question, each rendered; of one gap, or of the whole question."""

    gap: str
    options: Mapping[str, Split]  # by id


Piece = Split | OptionList


@dataclass(frozen=True)
class _Sketch(QuestionFields):
    """Fields that note each list of options that the template writes, and leave a placeholder in its stead.

    Placeholders are drawn at random for each rendering, so no text of an author can hold one.
    """

    slot: str = field(default_factory=lambda: f"slot-{secrets.token_hex(16)}")
    lists: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def each_option(self, gap: str = "", *, caller: Callable[[Json], Markup]) -> Markup:
        """A placeholder; what the block wrote for each option is noted."""
        self.lists.append((gap, {option["id"]: str(caller(option)) for option in self.options_of(gap)}))
        return Markup(self.slot)  # noqa: S704  # letters and figures


def cached_fields(stored: Stored, shown: QuestionFields) -> Markup:
    """The fields as HTML, in the language of the page; from the cache where nothing is filled in."""
    if shown.filled != Filled() or shown.error or shown.heading:
        return Markup(_render(shown))  # noqa: S704  # the template has escaped it
    cache = database().cache("question-fields", 1024)
    key = stored.id, str(get_locale())
    pieces: list[Piece] | None = cache.get(key)
    if pieces is None:
        pieces = cache[key] = _pieces(shown)
    return Markup("".join(_joined(piece, shown) for piece in pieces))  # noqa: S704  # as above


def _joined(piece: Piece, shown: QuestionFields) -> str:
    """A piece of the frame, or a list in the order of the paper."""
    if isinstance(piece, OptionList):
        return "".join(shown.prefix.join(piece.options[option["id"]]) for option in shown.options_of(piece.gap))
    return shown.prefix.join(piece)


def _pieces(shown: QuestionFields) -> list[Piece]:
    """The frame in pieces and, between them, the lists of options."""
    place = f"place-{secrets.token_hex(16)}"
    own = {one.name: getattr(shown, one.name) for one in fields(QuestionFields)}
    sketch = replace(_Sketch(**own), prefix=place)
    first, *others = _render(sketch).split(sketch.slot)
    pieces: list[Piece] = [tuple(first.split(place))]
    for (gap, options), html in zip(sketch.lists, others, strict=True):
        split = {name: tuple(option.split(place)) for name, option in options.items()}
        pieces += [OptionList(gap, split), tuple(html.split(place))]
    return pieces


def _render(shown: QuestionFields) -> str:
    return current_app.jinja_env.get_template(f"items/kinds/{shown.kind}/fields.html").render(q=shown)
