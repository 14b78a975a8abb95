"""The board of a cohort: a page of officers, how each stands, and how many there are of each sort."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from flask import url_for
from flask_babel import format_date
from sqlalchemy.orm import Session

from courses.cohorts.labels import STATUSES
from courses.cohorts.pages.board_summary import BoardSummary, summary_now
from courses.cohorts.pages.standing import CourseStanding, OfficerStanding, standings
from courses.cohorts.queries.attendance import CohortAttendance, attendance_of
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.board import (
    BoardFilter,
    BoardOrder,
    is_stuck,
    lessons_behind,
    not_begun_since,
    officer_late_since,
    urgency,
)
from courses.cohorts.rules.states import CohortState, Phase
from lms.access import Viewer
from lms.i18n import _, ngettext

PER_PAGE = 50
Stands = TypeVar("Stands", bound=CourseStanding)


@dataclass(frozen=True)
class BoardChoice:
    """Whom the board shows, in which order, and behind whom the page begins."""

    show: BoardFilter = BoardFilter.ALL
    order: BoardOrder = BoardOrder.NAME
    after: str = ""  # the place of an officer in the cohort, by its name outside; empty: the first page


@dataclass(frozen=True)
class BoardLine:
    """Somebody on a board."""

    standing: CourseStanding
    name: str
    url: str  # their page
    seen: str
    chips: Sequence[tuple[Any, str]]
    there: int = 0  # at how many meetings
    tick: str = ""  # by which a form names them; empty: they cannot be ticked
    place: str = ""  # where they work, on a board of several places
    course: str = ""  # on a board of several courses

    @property
    def squares(self) -> Iterator[Iterator[str]]:
        """A letter for each lesson, module by module: d read, p where they stopped, or nothing."""
        progress = self.standing.progress
        done = progress.done if progress else frozenset()
        stopped = progress.position.lesson if progress and progress.position else None
        for module in self.standing.steps.modules:
            yield ("d" if slug in done else "p" if slug == stopped else "" for slug in module)

    @property
    def exam(self) -> tuple[str, str] | None:
        """The final exam in words, with a tone; nothing before the first attempt."""
        return exam_of(self.standing)


@dataclass(frozen=True)
class BoardPage:
    """One page of the board, and what is said of the whole cohort."""

    choice: BoardChoice
    counts: Mapping[BoardFilter, int]
    lines: Sequence[BoardLine]
    lessons: int
    number: int
    pages: int
    previous: str | None  # behind whom the page before begins; none: there is none
    next: str | None
    not_started: bool  # the first day is still to come
    held: int  # meetings until now
    has_deadlines: bool
    at: datetime  # how old it is

    @property
    def count(self) -> int:
        """How many officers are in the filter."""
        return self.counts[self.choice.show]


def board_standings(session: Session, viewer: Viewer, cohort: FoundCohort, now: datetime) -> list[OfficerStanding]:
    """Everybody of a cohort whom the viewer sees there, with how they stand."""
    return standings(session, [cohort], now, viewer=viewer)[cohort.id]


def chosen_of(everybody: Sequence[OfficerStanding], show: BoardFilter) -> list[OfficerStanding]:
    """Those of them who are in a filter."""
    return [one for one in everybody if show in one.filters]


def in_order(chosen: Sequence[Stands], names: Mapping[int, str], order: BoardOrder) -> list[Stands]:
    """Officers as a board lists them; whoever stands alike by name."""
    by_name = sorted(chosen, key=lambda one: (names[one.person_id].casefold(), one.person_id))
    if order is BoardOrder.PROGRESS:
        return sorted(by_name, key=lambda one: one.facts.share)
    if order is BoardOrder.SEEN:
        return sorted(by_name, key=lambda one: (one.facts.seen_on is not None, one.facts.seen_on or one.days.today))
    if order is BoardOrder.ATTENTION:
        return sorted(by_name, key=lambda one: urgency(one.filters))
    return by_name


@dataclass(frozen=True)
class BoardPiece(Generic[Stands]):
    """One page of a long board, and where it stands; a page begins behind somebody, so that nobody is lost."""

    shown: Sequence[Stands]
    number: int
    pages: int
    previous: str | None  # behind whom the page before begins; none: there is none
    next: str | None


def piece_behind(
    listed: Sequence[Stands], keys: Mapping[str, int], names: Sequence[str], after: str
) -> BoardPiece[Stands]:
    """The page that begins behind this one; behind nobody who is there, the first. `names` are the keys in order."""
    first = keys.get(after, -1) + 1
    last = min(first + PER_PAGE, len(listed)) - 1
    return BoardPiece(
        shown=listed[first : last + 1],
        number=-(-first // PER_PAGE) + 1,
        pages=max(1, -(-len(listed) // PER_PAGE)),
        previous=None if first == 0 else "" if first <= PER_PAGE else names[first - PER_PAGE - 1],
        next=names[last] if last >= 0 and last + 1 < len(listed) else None,
    )


def board_page(session: Session, viewer: Viewer, cohort: FoundCohort, choice: BoardChoice, now: datetime) -> BoardPage:
    """One page of how it stands now; as many queries for thousands of officers as for three."""
    return page_of_board(session, summary_now(session, viewer, cohort, now), cohort, choice)


def page_of_board(
    session: Session, summary: BoardSummary[OfficerStanding], cohort: FoundCohort, choice: BoardChoice
) -> BoardPage:
    """One page of a board; asks the database for the attendance of whom it shows, once while the summary is kept."""
    listed, names, keys = summary.made(("listed", choice.show, choice.order), lambda: _listed(summary, choice))
    piece = piece_behind(listed, keys, names, choice.after)
    attendance = summary.made(("attendance", choice), lambda: _attendance(session, cohort, summary.at, piece.shown))
    return BoardPage(
        choice=choice,
        counts=summary.counts,
        lines=summary.made(("lines", choice), lambda: _lines(summary, cohort, piece.shown, attendance)),
        lessons=max((one.facts.lessons for one in summary.everybody), default=0),
        number=piece.number,
        pages=piece.pages,
        previous=piece.previous,
        next=piece.next,
        not_started=cohort.phase(summary.at) is Phase.BEFORE,
        has_deadlines=any(one.facts.deadlines for one in summary.everybody),
        at=summary.at,
        held=len(attendance.held),
    )


def _listed(
    summary: BoardSummary[OfficerStanding], choice: BoardChoice
) -> tuple[list[OfficerStanding], list[str], dict[str, int]]:
    """The officers in a filter in their order, by which name each is known, and where each of them is."""
    names = {person_id: one.name for person_id, one in summary.people.items()}
    listed = in_order(summary.chosen(choice.show), names, choice.order)
    known = [one.officer.uuid for one in listed]
    return listed, known, {uuid: number for number, uuid in enumerate(known)}


def _attendance(
    session: Session, cohort: FoundCohort, at: datetime, shown: Sequence[OfficerStanding]
) -> CohortAttendance:
    return attendance_of(session, [cohort.id], at, [one.person_id for one in shown])[cohort.id]


def _lines(
    summary: BoardSummary[OfficerStanding],
    cohort: FoundCohort,
    shown: Sequence[OfficerStanding],
    attendance: CohortAttendance,
) -> list[BoardLine]:
    """These officers in words."""
    seen, is_open = cache(seen_words), cohort.state is CohortState.OPEN
    return [
        BoardLine(
            standing=one,
            name=summary.people[one.person_id].name,
            url=url_for("cohorts.officer", uuid=cohort.row.uuid, person=summary.people[one.person_id].uuid),
            tick=one.officer.uuid if is_open else "",
            there=attendance.of(one.person_id).there,
            seen=seen((one.days.today - one.facts.seen_on).days) if one.facts.seen_on else _("never"),
            chips=[] if one.facts.final_passed and exam_of(one) else chips_of(one),  # the result says it
        )
        for one in shown
    ]


def seen_words(days: int) -> str:
    """When somebody was last in the course, in days: the hour is nobody's business."""
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else ngettext("%(num)s day ago", "%(num)s days ago", days)


def exam_of(standing: CourseStanding) -> tuple[str, str] | None:
    """The final exam of an officer in words, with a tone; nothing before the first attempt."""
    state = standing.states.get(standing.steps.final or "")
    return (state.words, state.tone) if state else None


def chips_of(one: OfficerStanding) -> list[tuple[Any, str]]:
    """What is to be said of an officer, the most urgent first; whoever is on the way needs no word."""
    return [STATUSES[one.officer.status]] if one.waits_for_run else chips_of_standing(one)


def chips_of_standing(one: CourseStanding) -> list[tuple[Any, str]]:
    """The same of somebody in or outside a cohort."""
    facts, days, chips = one.facts, one.days, []
    late = officer_late_since(facts, days)
    if late is not None:
        chips.append((_("late since %(day)s", day=format_date(late, "d MMM y")), "bad"))
    since = not_begun_since(facts, days)
    if since is not None and since <= days.today and late is None:
        chips.append((_("not started since %(day)s", day=format_date(since, "d MMM y")), "bad"))
    elif since is not None:
        chips.append((_("not started"), ""))
    if is_stuck(facts, days):
        chips.append((_("stuck"), "bad"))
    behind = lessons_behind(facts, days)
    if behind and since is None and late is None:
        chips.append((ngettext("%(num)s lesson behind", "%(num)s lessons behind", behind), "warn"))
    if facts.waits_for_exam and not facts.final_failed:  # the result says it
        chips.append((_("waits for the exam"), "info"))
    if facts.has_passed:
        chips.append((_("passed"), "ok"))
    return chips
