"""The fields of a question on a page, from a stored answer or from a form that was sent back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from assessments.items.kinds.base import Filled
from assessments.items.kinds.gaps.kind import GAP
from assessments.items.kinds.registry import kind
from assessments.items.scoring.answers import Form, Json


@dataclass(frozen=True)
class QuestionFields:
    """All that a template needs; the stem and the options are clean HTML, made when the item was saved."""

    kind: str
    prefix: str  # in front of every id of the page, so that several questions can stand on one
    stem_html: str
    options: tuple[Json, ...]  # id, text and html, in the order of the paper
    body: Json
    filled: Filled
    picture_url: str = ""
    error: str = ""
    heading: str = ""  # "h1" makes the stem the heading of the page
    kilobytes: int | None = None  # what its picture costs, where this device leaves pictures out until they are tapped
    names: str = ""  # in front of every name of a field, so that several questions can stand in one form
    error_apart: bool = False  # the page says the error elsewhere, by the id that the fields name

    def each_option(self, gap: str = "", *, caller: Callable[[Json], Markup]) -> Markup:
        """The options in the order of the paper, each as the block of the template writes it; of one gap alone."""
        return Markup("").join(caller(option) for option in self.options_of(gap))

    def options_of(self, gap: str = "") -> Iterator[Json]:
        """The options in the order of the paper; of one gap, those of its list."""
        return (option for option in self.options if not gap or option["gap"] == gap)

    @property
    def pieces(self) -> tuple[tuple[Markup, str], ...]:
        """A text with gaps: clean HTML, and the id of the gap behind it; none behind the last piece."""
        found = [*GAP.split(self.body["html"]), ""]
        return tuple((Markup(html), gap) for html, gap in zip(found[::2], found[1::2], strict=True))  # noqa: S704  # clean


def question_fields(
    name: str,
    body: Json,
    answer: Any,
    *,
    prefix: str,
    stem_html: str,
    order: Sequence[str] = (),
    picture_url: str = "",
    heading: str = "",
) -> QuestionFields:
    """The fields filled with a stored answer; `order` is the paper's order of the options."""
    options = {one["id"]: one for one in body.get("options", ())}
    ordered = tuple(options[one] for one in (order or options))
    filled = Filled() if answer is None else kind(name).filled(answer)
    return QuestionFields(name, prefix, stem_html, ordered, body, filled, picture_url, "", heading)


def filled_from(name: str, form: Form) -> Filled:
    """What was sent for a question of this kind, to be shown again beside the error."""
    values = [value for value in form.get("answer", ()) if value]
    text = values[0] if values else ""
    prefix = kind(name).part_field
    parts = {field: _one(form, field) for field in form if prefix and field.startswith(prefix) and _one(form, field)}
    points = "\n".join(form.get("points", ()))
    return Filled(tuple(values), text, _one(form, "unit"), points, _one(form, "typed"), parts)


def _one(form: Mapping[str, Sequence[str]], name: str) -> str:
    values = form.get(name) or ("",)
    return values[0]
