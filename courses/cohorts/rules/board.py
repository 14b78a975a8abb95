"""What a trainer reads off the board of a cohort: who is late or behind, has not begun, is stuck, or has passed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from courses.cohorts.rules.deadlines import WHOLE, late_since, missed

STUCK_AFTER = 7  # days without progress
FAILED_OFTEN = 2  # a checkpoint failed so many times


class BoardFilter(StrEnum):
    """Whom the board shows; one officer may be among several."""

    ALL = "all"
    NEED_YOU = "need-you"  # late, behind or stuck
    LATE = "late"  # a deadline is past, and its part not done
    NOT_BEGUN = "not-begun"
    IN_PROGRESS = "in-progress"  # begun, not passed, and not ended
    BEHIND = "behind"
    STUCK = "stuck"
    WAITS_FOR_EXAM = "waits-for-exam"
    FAILED = "failed"  # the last attempt at the final exam, and passed none
    PASSED = "passed"


class BoardOrder(StrEnum):
    """In which order the board shows them."""

    NAME = "name"
    PROGRESS = "progress"  # the least first
    SEEN = "seen"  # who was away longest first
    ATTENTION = "attention"  # who needs somebody first, who has passed last


@dataclass(frozen=True)
class BoardDays:
    """The days of a cohort, and which day it is there."""

    starts_on: date
    ends_on: date
    today: date
    is_open: bool  # once it has ended, nobody is late
    by_module: bool = False  # modules have deadlines: then these alone say who is behind

    def expected(self, lessons: int, until: date | None = None) -> int:
        """How many of these lessons are to be read by the end of yesterday, if all days until the last are alike."""
        passed = (self.today - self.starts_on).days
        whole = max((until or self.ends_on) - self.starts_on, timedelta()).days + 1
        return lessons * min(max(passed, 0), whole) // whole


@dataclass(frozen=True)
class OwnDeadline:
    """Until when an officer has time for a part of the course, and what is missing of it."""

    due_on: date
    lessons: int  # that are not read
    is_done: bool = False


@dataclass(frozen=True)
class OfficerProgress:
    """How far an officer is, as far as this is judged."""

    lessons: int
    read: int
    joined_on: date
    checkpoints: int = 0
    checkpoints_passed: int = 0
    failed_most: int = 0  # how often the checkpoint was tried that is failed most often and not passed
    has_final: bool = True
    final_passed: bool = False
    final_failed: bool = False  # an attempt has a result, and none is passed
    progress_on: date | None = None  # the day of the last step forward; none: there was none
    seen_on: date | None = None  # the last day on which they learned at all; none: never
    deadlines: Mapping[int, OwnDeadline] = field(default_factory=dict)  # by part

    @property
    def has_begun(self) -> bool:
        """Whether they were ever in the course."""
        return self.seen_on is not None

    @property
    def before_final(self) -> bool:
        """Whether all that comes before the final exam is done."""
        return self.read >= self.lessons > 0 and self.checkpoints_passed >= self.checkpoints

    @property
    def has_passed(self) -> bool:
        """Passed the final exam; in a course without one, done with all of it."""
        return self.final_passed if self.has_final else self.before_final

    @property
    def waits_for_exam(self) -> bool:
        """Whether nothing but the final exam is left."""
        return self.has_final and self.before_final and not self.final_passed

    @property
    def has_failed(self) -> bool:
        """Whether they sat the final exam and have not passed it; nothing in a course without one."""
        return self.final_failed and not self.has_passed

    @property
    def share(self) -> tuple[bool, int, int]:
        """By which officers are ordered: who is least far comes first."""
        return self.has_passed, self.read, self.checkpoints_passed


def deadlines_missed(officer: OfficerProgress, days: BoardDays) -> dict[int, date]:
    """By part, the deadlines that an officer missed; none after passing, or when the cohort has ended."""
    if not officer.deadlines or officer.has_passed or not days.is_open:
        return {}
    own = {part: one.due_on for part, one in officer.deadlines.items()}
    return missed(own, {part for part, one in officer.deadlines.items() if one.is_done}, days.today)


def officer_late_since(officer: OfficerProgress, days: BoardDays) -> date | None:
    """Since when an officer is late; none: no deadline is missed."""
    return late_since(deadlines_missed(officer, days).values())


def lessons_behind(officer: OfficerProgress, days: BoardDays) -> int:
    """How many lessons fewer than is asked for; none after passing, or when the cohort has ended.

    Where modules have deadlines, the lessons of those that are past; else so many as the days until the deadline of
    the whole course, or until the last day of the cohort, ask for.
    """
    if officer.has_passed or not days.is_open:
        return 0
    if days.by_module:
        late = deadlines_missed(officer, days)
        of_modules = sum(officer.deadlines[part].lessons for part in late if part != WHOLE)
        return max(of_modules, officer.deadlines[WHOLE].lessons if WHOLE in late else 0)
    whole = officer.deadlines.get(WHOLE)
    return max(0, days.expected(officer.lessons, whole.due_on if whole else None) - officer.read)


def is_stuck(officer: OfficerProgress, days: BoardDays) -> bool:
    """Begun and not done: for seven days no step forward, or one checkpoint failed twice."""
    if not officer.has_begun or officer.has_passed or not days.is_open:
        return False
    since = officer.progress_on or officer.joined_on
    return (days.today - since).days >= STUCK_AFTER or officer.failed_most >= FAILED_OFTEN


def not_begun_since(officer: OfficerProgress, days: BoardDays) -> date | None:
    """Since when somebody could have begun: they were in, and the days of the cohort had come; none: they have."""
    if officer.has_begun:
        return None
    return max(officer.joined_on, days.starts_on)


def filters_of(officer: OfficerProgress, days: BoardDays) -> frozenset[BoardFilter]:
    """Among whom an officer is shown."""
    behind, stuck = lessons_behind(officer, days) > 0, is_stuck(officer, days)
    late = bool(deadlines_missed(officer, days))
    said: Mapping[BoardFilter, bool] = {
        BoardFilter.ALL: True,
        BoardFilter.NEED_YOU: late or behind or stuck,
        BoardFilter.LATE: late,
        BoardFilter.NOT_BEGUN: not officer.has_begun,
        BoardFilter.IN_PROGRESS: days.is_open and officer.has_begun and not officer.has_passed,
        BoardFilter.BEHIND: behind,
        BoardFilter.STUCK: stuck,
        BoardFilter.WAITS_FOR_EXAM: officer.waits_for_exam,
        BoardFilter.FAILED: officer.has_failed,
        BoardFilter.PASSED: officer.has_passed,
    }
    return frozenset(one for one, holds in said.items() if holds)


URGENT = (BoardFilter.LATE, BoardFilter.STUCK, BoardFilter.FAILED, BoardFilter.BEHIND, BoardFilter.NOT_BEGUN)


def urgency(filters: Collection[BoardFilter]) -> int:
    """The place of somebody in the order of attention: the lowest needs somebody most, who has passed comes last."""
    if BoardFilter.PASSED in filters:
        return len(URGENT) + 1
    return next((place for place, one in enumerate(URGENT) if one in filters), len(URGENT))
