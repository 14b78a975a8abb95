"""An item as a question file holds it: what is common to all kinds, around the definition of its kind."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from assessments.items.kinds import registry
from assessments.items.kinds.base import ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.scoring.answers import Json
from assessments.items.scoring.choices import Option

ITEM_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LONGEST_STEM = 45  # words


class Use(StrEnum):
    """Where an item may be asked: in one place only, so that its key stays where it belongs."""

    EXAM = "exam"
    CHECKPOINT = "checkpoint"
    PRACTICE = "practice"
    GAIN = "gain"  # before a course and after it, to see what was learned


class WithdrawalAct(StrEnum):
    """What was done about an item that somebody withdrew from new papers."""

    CONFIRMED = "confirmed"  # a second person agreed: it stays out
    REFUSED = "refused"  # somebody said that it is right: it came back at once
    LAPSED = "lapsed"  # nobody confirmed it in time: it came back
    RETURN_PROPOSED = "return-proposed"  # somebody wants it back after it was confirmed
    RETURN_REFUSED = "return-refused"
    RETURNED = "returned"  # a second person agreed to have it back


ENDINGS = (WithdrawalAct.REFUSED, WithdrawalAct.LAPSED, WithdrawalAct.RETURNED)


@dataclass(frozen=True)
class AuthoredItem:
    """One question with its key, and where it was read."""

    id: str
    kind: str
    use: Use
    topic: str
    lesson: str
    stem: str
    explain: str
    sources: tuple[str, ...]  # codes, each alone or with the place in it: “LW1:Art. VII”
    points: int
    definition: Any
    file: str = ""
    line: int = 0
    until: date | None = None  # the last day on which a new paper may ask it

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its sources."""
        return frozenset(one.partition(":")[0].strip() for one in self.sources)

    @property
    def body(self) -> Json:
        """What may leave the server before the result."""
        return registry.kind(self.kind).body(self.definition)

    @property
    def key(self) -> Json:
        """What is right; stays on the server until the result. Nothing where no rule scores the kind."""
        of_kind = registry.kind(self.kind)
        return of_kind.key(self.definition) if isinstance(of_kind, ScoredKind) else {}

    @property
    def _options(self) -> tuple[Option, ...]:
        options: tuple[Option, ...] = getattr(self.definition, "options", ())
        return options

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The ids of the options in the order of the file; none for kinds without options."""
        return tuple(option.id for option in self._options)

    @property
    def option_feedback(self) -> dict[str, str]:
        """Why an option is wrong, by its id, of those whose author says so."""
        return {option.id: option.feedback for option in self._options if option.feedback}

    @property
    def shown_texts(self) -> tuple[str, ...]:
        """What its kind shows as Markdown before the result."""
        own: tuple[str, ...] = getattr(self.definition, "texts", tuple(option.text for option in self._options))
        return own

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is read as Markdown: stem, what its kind shows as such, feedback and explanation."""
        return (self.stem, *self.shown_texts, *self.option_feedback.values(), self.explain)

    @property
    def plain_texts(self) -> tuple[str, ...]:
        """What its kind shows letter for letter: cells of a table, fields of a document."""
        return getattr(self.definition, "plain_texts", ())

    @property
    def telling(self) -> tuple[str, ...]:
        """What it asks and shows: the words by which it differs from another item."""
        own: tuple[str, ...] = getattr(self.definition, "telling", (*self.shown_texts, *self.plain_texts))
        return (self.stem, *own)

    @property
    def picture_file(self) -> str | None:
        """The picture in the folder of figures, for kinds that have one."""
        picture = getattr(self.definition, "picture", None)
        return picture.file if picture else None


def is_in_force(until: date | None, today: date) -> bool:
    """Whether a new paper may ask an item on this day (UTC): its last day counts, and without one there is no end."""
    return until is None or today <= until


def parse_item(entry: Entry, file: str = "", topics: Collection[str] = ()) -> AuthoredItem | None:
    """The item, or None where a fault was noted."""
    before = len(entry.faults)
    item_id = entry.text("id", longest=80)
    entry.name = item_id or entry.name
    if item_id and not ITEM_ID.match(item_id):
        entry.fault("An id has small letters and figures with single hyphens between.", "id")
    name = entry.one_of("kind", [one.name for one in registry.KINDS])
    use = entry.choice("use", Use, Use.PRACTICE)
    for key in ("kind", "use"):
        if not entry.has(key):
            entry.fault(f"“{key}” is missing.")
    of_kind = registry.kind(name)
    if not isinstance(of_kind, ScoredKind):
        entry.fault(f"No rule scores questions of the kind “{name}”, so none can stand in a course.", "kind")
    topic, lesson = entry.text("topic", longest=60), entry.text("lesson", longest=80)
    if topics and topic and topic not in topics:
        entry.fault(f"The topic “{topic}” is not one of {', '.join(topics)}.", "topic")
    stem = entry.text("stem")
    if len(stem.split()) > LONGEST_STEM:
        entry.fault(f"The stem has {len(stem.split())} words; at most {LONGEST_STEM} are allowed.", "stem")
    explain, sources = entry.text("explain"), entry.texts("sources")
    points = entry.whole("points", least=1, default=1)
    until = entry.day("until")
    if until and use is Use.PRACTICE:
        entry.fault("“until” is for exams and quizzes: a check stands in its lesson, and is mended with it.", "until")
    definition = of_kind.parse(entry)
    entry.nothing_else()
    if len(entry.faults) > before:
        return None
    return AuthoredItem(
        item_id, name, use, topic, lesson, stem, explain, sources, points, definition, file, entry.line, until
    )
