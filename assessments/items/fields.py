"""The fields of a question on a page, from a stored answer or from a form that was sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.items.kinds import Form, Json, KindName
from assessments.items.picture import points_as_lines


@dataclass(frozen=True)
class Filled:
    """What stands in the fields of a question."""

    chosen: tuple[str, ...] = ()
    text: str = ""
    unit: str = ""
    points: str = ""
    typed: str = ""


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
    cut: str = ""  # drawn before each option and behind the last, so that they can be put in another order

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
    if answer is None:
        return Filled()
    if kind is KindName.ONE_CHOICE:
        return Filled(chosen=(answer,))
    if kind is KindName.SEVERAL_CHOICES:
        return Filled(chosen=tuple(answer))
    if kind is KindName.TRUE_FALSE:
        return Filled(chosen=("true" if answer else "false",))
    if kind is KindName.NUMBER:
        return Filled(text=answer["text"], unit=answer.get("unit", ""))
    if kind is KindName.SPOT:
        return Filled(points=points_as_lines(answer))
    return Filled(points=points_as_lines(answer.get("points", [])), typed=answer.get("typed", ""))


def filled_from(form: Form) -> Filled:
    """What was sent, to be shown again beside the error."""
    values = [value for value in form.get("answer", ()) if value]
    text = values[0] if values else ""
    return Filled(tuple(values), text, _one(form, "unit"), "\n".join(form.get("points", ())), _one(form, "typed"))


def _one(form: Form, name: str) -> str:
    values = form.get(name) or ("",)
    return values[0]
