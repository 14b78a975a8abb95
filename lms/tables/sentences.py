"""A sentence with its values, translated when it is shown, so that a report can be kept and read in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.i18n import _


@dataclass(frozen=True)
class Sentence:
    """A text that is marked for translation, and the values that it holds."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(_(self.text, **self.values))

    def as_data(self) -> dict[str, Any]:
        """The sentence as it is kept in the database."""
        return {"text": self.text, "values": dict(self.values)}

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "Sentence":
        """The sentence that was kept."""
        return Sentence(data["text"], data["values"])
