"""The people of a place of work on one board: who needs attention, how far each is; in pages of fifty."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from courses.cohorts.pages.board import BoardLine, chips_of_standing, exam_of, in_order, piece_behind, seen_words
from courses.cohorts.rules.board import BoardFilter, BoardOrder
from courses.progress.labels import STATES
from courses.progress.pages.place_summary import CourseChosen, PlaceSummary
from courses.progress.pages.standings import RunStanding
from courses.progress.rules import LastSeen, was_seen
from lms.i18n import _
from lms.people.api import PersonThere, PlaceKind, PlaceReached


@dataclass(frozen=True)
class ProgressChoice:
    """Whom the board shows, in which order, and behind whom the page begins."""

    show: BoardFilter = BoardFilter.ALL
    order: BoardOrder = BoardOrder.ATTENTION
    seen: LastSeen = LastSeen.ANY
    words: str = ""  # that the name holds; empty: any
    after: str = ""

    @property
    def narrowing(self) -> tuple[LastSeen, str]:
        """By what everybody is narrowed, before they are counted by state."""
        return self.seen, self.words


@dataclass(frozen=True)
class PlacePage:
    """One page of the board of a place."""

    choice: ProgressChoice
    counts: Mapping[BoardFilter, int]
    lines: Sequence[BoardLine]
    number: int
    pages: int
    previous: str | None
    next: str | None
    at: datetime
    held: int = 0  # meetings: a place has none

    @property
    def count(self) -> int:
        """How many are in the chosen state."""
        return self.counts[self.choice.show]


def place_page(summary: PlaceSummary, place: PlaceReached, course: CourseChosen, choice: ProgressChoice) -> PlacePage:
    """One page of the board; asks the database nothing."""
    listed, names, keys = summary.made(
        ("listed", choice.show, choice.order, *choice.narrowing), lambda: _listed(summary, choice)
    )
    piece = piece_behind(listed, keys, names, choice.after)
    return PlacePage(
        choice=choice,
        counts=summary.made(("counts", *choice.narrowing), lambda: _counts(summary, choice)),
        lines=summary.made(("lines", choice), lambda: _lines(summary, place, course, piece.shown)),
        number=piece.number,
        pages=piece.pages,
        previous=piece.previous,
        next=piece.next,
        at=summary.at,
    )


def _narrowed(summary: PlaceSummary, choice: ProgressChoice) -> list[RunStanding]:
    """Everybody by when they were last seen and what they are called, whatever their state."""
    words = choice.words.casefold()
    return [
        one
        for one in summary.everybody
        if was_seen(one.facts.seen_on, one.days.today, choice.seen)
        and words in summary.people[one.person_id].name.casefold()
    ]


def _counts(summary: PlaceSummary, choice: ProgressChoice) -> Mapping[BoardFilter, int]:
    narrowed = _narrowed(summary, choice)
    return {state: sum(state in one.filters for one in narrowed) for state in STATES}


def _listed(summary: PlaceSummary, choice: ProgressChoice) -> tuple[list[RunStanding], list[str], dict[str, int]]:
    listed = chosen_in_order(summary, choice)
    known = [one.key for one in listed]
    return listed, known, {key: number for number, key in enumerate(known)}


def chosen_in_order(summary: PlaceSummary, choice: ProgressChoice) -> list[RunStanding]:
    """Everybody whom the choice shows, in its order."""
    names = {person_id: one.name for person_id, one in summary.people.items()}
    return in_order([one for one in _narrowed(summary, choice) if choice.show in one.filters], names, choice.order)


def _lines(
    summary: PlaceSummary, place: PlaceReached, course: CourseChosen, shown: Sequence[RunStanding]
) -> list[BoardLine]:
    """These people in words."""
    found = []
    for one in shown:
        person = summary.there[one.person_id]
        found.append(
            BoardLine(
                standing=one,
                name=person.name,
                url=url_for("progress.person", uuid=person.uuid),
                seen=seen_of(one),
                chips=chips_of_run(one),
                place=place_words(person, place.kind),
                course="" if course.taken else one.course.title if one.course else "–",
            )
        )
    return found


def seen_of(one: RunStanding) -> str:
    """When somebody was last in the course."""
    return seen_words((one.days.today - one.facts.seen_on).days) if one.facts.seen_on else _("never")


def chips_of_run(one: RunStanding) -> list[tuple[Any, str]]:
    """What is to be said of somebody in a run, or without one."""
    if one.progress is None:
        return [(_("not started"), "")]
    if one.facts.final_passed and exam_of(one):
        return []  # the result says it
    if one.is_over and not one.facts.has_passed:
        return [(_("ended"), "")]
    return chips_of_standing(one)


def place_words(person: PersonThere, kind: PlaceKind) -> str:
    """Where somebody works, as far as the place of the board does not say it already."""
    said = {
        PlaceKind.UNIT: (),
        PlaceKind.ADMINISTRATION: (person.unit,),
        PlaceKind.COUNTRY: (person.unit, person.administration),
    }[kind]
    return ", ".join(one for one in said if one)


def words_of(one: RunStanding) -> Iterator[str]:
    """The same chips as words of a file."""
    return (str(words) for words, _tone in chips_of_run(one))
