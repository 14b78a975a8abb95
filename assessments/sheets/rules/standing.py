"""How a sheet stands after its events, what two contents of it have in common, and what keeps it from its seal."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from assessments.rubrics.rules.definition import RubricDefinition
from assessments.sheets.rules.states import SheetAct

WHOLE = ""  # a comment on no criterion is on the whole


@dataclass(frozen=True)
class SheetFact:
    """One event of a sheet, in the order in which the server took them."""

    act: SheetAct
    criterion: str | None = None
    level: int | None = None
    words: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class SheetContent:
    """What somebody says of a performance."""

    ratings: Mapping[str, int] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)  # by criterion; "" is on the whole; none are empty
    grade: int | None = None  # place in the grades of the rubric
    flagged: bool = False  # borderline

    def as_data(self) -> dict[str, Any]:
        """The content as JSON."""
        return {
            "ratings": dict(self.ratings),
            "comments": {code: words for code, words in self.comments.items() if words},
            "grade": self.grade,
            "flagged": self.flagged,
        }

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "SheetContent":
        """The content that was kept."""
        return SheetContent(data["ratings"], data["comments"], data["grade"], data["flagged"])


@dataclass(frozen=True)
class SheetStanding:
    """The sheet as it stands now."""

    content: SheetContent
    sealed: bool = False
    sealed_at: datetime | None = None
    seals: int = 0  # how often it was sealed
    reopened: str | None = None  # why it was opened again last
    grade_fixed: bool = False  # the total has shown since it was opened: the grade stays


def sheet_state(lines: Iterable[SheetFact], criteria: Collection[str] = ()) -> SheetStanding:
    """How a sheet stands after these events; with the criteria of its rubric, whether its grade may still change."""
    ratings: dict[str, int] = {}
    comments: dict[str, str] = {}
    grade, flagged, sealed, sealed_at, seals, reopened, fixed = None, False, False, None, 0, None, False
    for line in lines:
        if line.act is SheetAct.RATE and line.criterion is not None and line.level is not None:
            ratings[line.criterion] = line.level
        elif line.act is SheetAct.COMMENT:
            comments[line.criterion or WHOLE] = line.words or ""
        elif line.act is SheetAct.GRADE:
            grade = line.level
        elif line.act is SheetAct.FLAG:
            flagged = bool(line.level)
        elif line.act is SheetAct.SEAL:
            sealed, sealed_at, seals = True, line.at, seals + 1
        elif line.act is SheetAct.REOPEN:
            sealed, sealed_at, reopened, fixed = False, None, line.words, False
            continue
        fixed = fixed or (grade is not None and bool(criteria) and set(criteria) <= set(ratings))
    said = {code: words for code, words in comments.items() if words}
    return SheetStanding(SheetContent(ratings, said, grade, flagged), sealed, sealed_at, seals, reopened, fixed)


def unrated(definition: RubricDefinition, content: SheetContent) -> list[str]:
    """The criteria without a rating, in the order of the rubric."""
    return [code for code in definition.codes if code not in content.ratings]


def without_reason(definition: RubricDefinition, content: SheetContent) -> list[str]:
    """The criteria whose rating needs a comment that is not there."""
    return [
        one.code
        for one in definition.criteria
        if one.reason_up_to is not None
        and content.ratings.get(one.code, one.reason_up_to + 1) <= one.reason_up_to
        and not content.comments.get(one.code, "").strip()
    ]


def total_shows(definition: RubricDefinition, content: SheetContent) -> bool:
    """Whether the total may be shown: only after the global grade, and only of a sheet without gaps."""
    return content.grade is not None and not unrated(definition, content)


def content_digest(lines: Iterable[tuple[str, SheetFact]]) -> str:
    """SHA-256 of all events up to a seal; their random keys, which come first, keep anybody from guessing levels."""
    told = [[key, line.act, line.criterion, line.level, line.words] for key, line in lines]
    return sha256(json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def same_content(one: SheetContent, other: SheetContent) -> bool:
    """Whether two contents of one sheet say the same; blanks round words do not count."""

    def bare(content: SheetContent) -> dict[str, Any]:
        data = content.as_data()
        return {**data, "comments": {code: " ".join(words.split()) for code, words in data["comments"].items()}}

    return bare(one) == bare(other)
