"""The report of an import: what becomes of each row, in words, countable, and writable as a table again."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from lms.i18n import lazy as _l
from lms.tables.sentences import Sentence
from lms.tables.writing.columns import OutputColumn, OutputKind

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RowVerdict(Generic[State]):
    """What becomes of the row with this number, and why."""

    number: int
    state: State
    said: tuple[Sentence, ...] = ()


REPORT_COLUMNS = (
    OutputColumn("row", _l("Row"), OutputKind.WHOLE),
    OutputColumn("state", _l("Result")),
    OutputColumn("words", _l("What to do")),
)


@dataclass(frozen=True)
class RowReport(Generic[State]):
    """The verdicts of a file in the order of its rows, and how its states are called."""

    verdicts: Sequence[RowVerdict[State]]
    titles: Mapping[State, Any]  # texts that are translated when they are shown

    def counts(self) -> dict[State, int]:
        """How many rows have each state, in the order of the titles; states that no row has are left out."""
        counted = Counter(verdict.state for verdict in self.verdicts)
        return {state: counted[state] for state in self.titles if counted[state]}

    def rows(self) -> Iterator[tuple[int, str, str]]:
        """The report as rows of `REPORT_COLUMNS`."""
        for verdict in self.verdicts:
            yield verdict.number, str(self.titles[verdict.state]), " ".join(str(one) for one in verdict.said)
