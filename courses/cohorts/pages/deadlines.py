"""The deadlines of a cohort with their history, and whom an extension would give how much time."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import format_date
from sqlalchemy.orm import Session

from courses.cohorts.pages.board import board_standings, chosen_of
from courses.cohorts.pages.cohort import local
from courses.cohorts.pages.standing import OfficerStanding
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.deadlines import (
    DeadlineChange,
    changes_of_cohort,
    deadlines_of_one,
    extensions_of,
    run_deadlines,
)
from courses.cohorts.rules.board import BoardFilter, deadlines_missed
from courses.cohorts.rules.deadlines import WHOLE, longer_day, parts_to_extend
from courses.cohorts.services.deadlines import Longer
from courses.learning.outline import outlines
from courses.learning.queries.one_run import course_of_version
from courses.learning.queries.runs import newest_runs
from lms.access import Viewer
from lms.i18n import _, language
from lms.people.api import people_info, people_named


@dataclass(frozen=True)
class PartLine:
    """A part of the course, and until when it is to be done."""

    part: int
    title: str
    day: date | None


@dataclass(frozen=True)
class ChangeLine:
    """One change of a deadline in words."""

    title: str
    day: date | None
    at: str
    by: str


@dataclass(frozen=True)
class DeadlinesPage:
    """The deadlines of a cohort, and how they came to be so."""

    parts: Sequence[PartLine]
    history: Sequence[ChangeLine]


def part_title(part: int) -> str:
    """What a part is called."""
    return _("The whole course") if part == WHOLE else _("Module %(number)s", number=part)


def deadlines_page(session: Session, cohort: FoundCohort) -> DeadlinesPage:
    """Every module of the version that the cohort takes, and the whole course."""
    version = cohort.row.course_version_id
    outline = outlines(session, [course_of_version(session, version, language())], language())[version]
    known = deadlines_of_one(session, cohort.id)
    parts = [PartLine(one.no, f"{one.no}. {one.title}", known.get(one.no)) for one in outline.modules]
    history = change_lines(session, cohort, changes_of_cohort(session, cohort.id))
    return DeadlinesPage([*parts, PartLine(WHOLE, part_title(WHOLE), known.get(WHOLE))], history)


def change_lines(session: Session, cohort: FoundCohort, changes: Sequence[DeadlineChange]) -> list[ChangeLine]:
    """Changes in words, the newest first."""
    names = people_info(session, {one.by_id for one in changes if one.by_id})
    return [
        ChangeLine(part_title(one.part), one.due_on, local(cohort, one.at), names[one.by_id].name if one.by_id else "")
        for one in reversed(changes)
    ]


def officer_changes(session: Session, cohort: FoundCohort, participant_id: int) -> list[ChangeLine]:
    """What an officer was given beyond the deadlines of the cohort, the newest first."""
    return change_lines(session, cohort, extensions_of(session, participant_id))


@dataclass(frozen=True)
class OwnDeadlineLine:
    """A deadline of one officer, as they and their trainers read it."""

    title: str
    day: date
    state: tuple[Any, str]


def officer_deadlines(standing: OfficerStanding) -> list[OwnDeadlineLine]:
    """The deadlines of an officer, in the order of the course."""
    late = deadlines_missed(standing.facts, standing.days)
    return [
        OwnDeadlineLine(part_title(part), own.due_on, _state(own.is_done, part in late))
        for part, own in sorted(standing.facts.deadlines.items(), key=lambda each: (each[0] == WHOLE, each[0]))
    ]


def _state(is_done: bool, is_late: bool) -> tuple[Any, str]:
    if is_done:
        return _("done"), "ok"
    return (_("late"), "bad") if is_late else (_("open"), "")


def own_days(session: Session, cohort: FoundCohort, person_id: int, now: datetime) -> list[tuple[str, date]]:
    """The deadlines of an officer on their own page of the cohort."""
    run = newest_runs(session, [person_id], cohort.row.course_id).get(person_id)
    if run is None or run.group != cohort.group:
        return []
    found = run_deadlines(session, [run], now).get(run.id, {})
    return [
        (part_title(part), one.day) for part, one in sorted(found.items(), key=lambda each: (each[0] == WHOLE, each[0]))
    ]


def fingerprint(known: Collection[tuple[int, int, date]], people: Collection[int]) -> str:
    """Tells these people with their deadlines, each a person, a part and a day, from any others."""
    said = repr((sorted(people), sorted((*one, day.isoformat()) for *one, day in known)))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Extension:
    """To whom an extension goes, as the page says it before anything is changed."""

    show: BoardFilter
    ticked: Sequence[str]
    chosen: Sequence[OfficerStanding]
    names: Mapping[int, str]
    parts: Sequence[int]  # that can be extended for at least one of them

    @property
    def fingerprint(self) -> str:
        """Tells whether it is still the same people with the same deadlines as a moment ago."""
        known = [(one.person_id, part, own.due_on) for one in self.chosen for part, own in one.facts.deadlines.items()]
        return fingerprint(known, [one.person_id for one in self.chosen])

    def longer(self, part: int | None, day: date | None) -> list[Longer]:
        """Who gets more time: for one part, or for what is missed or comes next; until a day, or seven days more."""
        return [
            Longer(one.officer.id, one.person_id, _days(one, part, day)) for one in self.chosen if not one.waits_for_run
        ]


def _days(one: OfficerStanding, part: int | None, day: date | None) -> dict[int, tuple[date, date]]:
    own = {number: each.due_on for number, each in one.facts.deadlines.items()}
    done = {number for number, each in one.facts.deadlines.items() if each.is_done}
    if one.facts.has_passed:
        return {}
    parts = parts_to_extend(own, done, one.days.today) if part is None else [part] if part in own.keys() - done else []
    wanted = {number: (own[number], day or longer_day(own[number], one.days.today)) for number in parts}
    return {number: each for number, each in wanted.items() if each[0] < each[1]}


def extension(
    session: Session, viewer: Viewer, cohort: FoundCohort, show: BoardFilter, ticked: Collection[str], now: datetime
) -> Extension:
    """Everybody in a filter of the board, or those of them who were ticked."""
    chosen = chosen_of(board_standings(session, viewer, cohort, now), show)
    if ticked:
        chosen = [one for one in chosen if one.officer.uuid in ticked]
    kept = sorted(one.officer.uuid for one in chosen) if ticked else []
    return extension_of(chosen, show, kept, people_named(session, [one.person_id for one in chosen]))


def extension_of(
    chosen: Sequence[OfficerStanding], show: BoardFilter, ticked: Sequence[str], names: Mapping[int, str]
) -> Extension:
    """The same for officers who were found already."""
    parts = {part for one in chosen for part, own in one.facts.deadlines.items() if not own.is_done}
    return Extension(show, ticked, chosen, names, sorted(parts, key=lambda part: (part == WHOLE, part)))


def extended_words(given: Sequence[Longer]) -> str:
    """Until when they have time now; one day, or from which to which."""
    days = sorted({after for one in given for _before, after in one.days.values()})
    first, last = format_date(days[0], "d MMM y"), format_date(days[-1], "d MMM y")
    return first if first == last else _("%(first)s to %(last)s", first=first, last=last)
