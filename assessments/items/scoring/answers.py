"""Validation of answers: what a form holds, and the refusal of what cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lms.errors import RuleBroken

Form = Mapping[str, Sequence[str]]
Json = dict[str, Any]
DECIMAL: Final = object()  # stands for the decimal sign of the reader's language among the values of a phrase


class BadAnswer(RuleBroken):
    """An answer that cannot be taken: refused when it is saved, never scored as wrong."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template % values if values else template)
        self.template = template  # translated by the page, then filled with the values
        self.values = values


@dataclass(frozen=True)
class Phrase:
    """A sentence that a page needs in its own language; what a script fills in stands in braces."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)


Phrases = Mapping[str, Phrase]


def first(form: Form, name: str) -> str | None:
    """What a field holds, without outer spaces; None when it is missing or empty."""
    values = form.get(name) or ()
    text = values[0].strip() if values else ""
    return text or None


def named_after(form: Form, prefix: str) -> dict[str, str]:
    """What stands in fields such as `match-p1`, by the name of the part behind the prefix."""
    return {name.removeprefix(prefix): values[0] for name, values in form.items() if name.startswith(prefix) and values}
