"""The fields of a question on a page, from a stored answer or from a form that was sent back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from assessments.items import gaps, matching, ordering
from assessments.items.flags import NOTHING
from assessments.items.gaps import GAP
from assessments.items.kinds import Form, Json, KindName
from assessments.items.picture import points_as_lines

OF_PARTS = (matching.FIELD, ordering.FIELD, gaps.FIELD)


@dataclass(frozen=True)
class Filled:
    """What stands in the fields of a question."""

    chosen: tuple[str, ...] = ()
    text: str = ""
    unit: str = ""
    points: str = ""
    typed: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)  # what stands in fields that are named after a part


@dataclass(frozen=True)
class QuestionFields:
    """All that a template needs; the stem and the options are clean HTML, made when the item was saved."""

    kind: KindName
    prefix: str  # in front of every id of the page, so that several questions can stand on one
    stem_html: str
    options: tuple[Json, ...]  # id, text and html, in the order of the paper
    body: Json
    filled: Filled
    picture_url: str = ""
    error: str = ""
    heading: str = ""  # "h1" makes the stem the heading of the page
    cut: str = ""  # set where the page is cut up, so that options can be put in another order

    def mark(self, option: str = "") -> str:
        """Stands before each option of a list, with its id, and without one behind the last."""
        return f"{self.cut}{option}{self.cut}" if self.cut else ""

    @property
    def pieces(self) -> tuple[tuple[Markup, str], ...]:
        """A text with gaps: clean HTML, and the id of the gap behind it; none behind the last piece."""
        found = [*GAP.split(self.body["html"]), ""]
        return tuple((Markup(html), gap) for html, gap in zip(found[::2], found[1::2], strict=True))  # noqa: S704  # clean

    @property
    def described_by(self) -> str:
        """The ids that say more about the question."""
        return f"{self.prefix}-error" if self.error else ""


def question_fields(
    kind: str,
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
    name = KindName(kind)
    options = {one["id"]: one for one in body.get("options", ())}
    ordered = tuple(options[one] for one in (order or options))
    filled = _from_answer(name, answer)
    return QuestionFields(name, prefix, stem_html, ordered, body, filled, picture_url, "", heading)


def _from_answer(kind: KindName, answer: Any) -> Filled:
    return Filled() if answer is None else FILLED[kind](answer)


def _in_order(answer: Sequence[str | None]) -> Filled:
    places = {step: str(place) for place, step in enumerate(answer, 1) if step is not None}
    return _parts(ordering.FIELD, places)


def _parts(name: str, given: Mapping[str, str]) -> Filled:
    return Filled(parts={f"{name}{part}": text for part, text in given.items()})


FILLED: dict[KindName, Callable[[Any], Filled]] = {
    KindName.ONE_CHOICE: lambda answer: Filled(chosen=(answer,)),
    KindName.SEVERAL_CHOICES: lambda answer: Filled(chosen=tuple(answer)),
    KindName.TRUE_FALSE: lambda answer: Filled(chosen=("true" if answer else "false",)),
    KindName.NUMBER: lambda answer: Filled(text=answer["text"], unit=answer.get("unit", "")),
    KindName.SPOT: lambda answer: Filled(points=points_as_lines(answer)),
    KindName.ANGLE: lambda answer: Filled(
        points=points_as_lines(answer.get("points", [])), typed=answer.get("typed", "")
    ),
    KindName.MATCHING: lambda answer: _parts(matching.FIELD, answer),
    KindName.ORDERING: _in_order,
    KindName.GAPS: lambda answer: _parts(gaps.FIELD, answer),
    KindName.SHORT_TEXT: lambda answer: Filled(text=answer),
    KindName.MANIFEST: lambda answer: Filled(chosen=tuple(answer) or (NOTHING,)),
    KindName.PERMIT: lambda answer: Filled(chosen=tuple(answer) or (NOTHING,)),
}


def filled_from(form: Form) -> Filled:
    """What was sent, to be shown again beside the error."""
    values = [value for value in form.get("answer", ()) if value]
    text = values[0] if values else ""
    parts = {name: _one(form, name) for name in form if name.startswith(OF_PARTS) and _one(form, name)}
    points = "\n".join(form.get("points", ()))
    return Filled(tuple(values), text, _one(form, "unit"), points, _one(form, "typed"), parts)


def _one(form: Form, name: str) -> str:
    values = form.get(name) or ("",)
    return values[0]
