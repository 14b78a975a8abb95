"""A workshop with one candidate: an assessor of home has an open sheet, and a sealed one; others have the like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessments.permissions import PracticalRole
from assessments.sheets.models import PrintedRatingSheet
from assessments.sheets.offline.services.devices import HeardDevice, hear
from assessments.sheets.queries.paper import papers_of
from assessments.sheets.queries.sheets import newest_reconciliations
from assessments.sheets.rules.recommending import cites_digest
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.calibrating import add_reference
from assessments.sheets.services.marking import Bringing, comment
from assessments.sheets.services.paper import print_sheets
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.sheets.services.recommending import cited_by, lines_at
from assessments.workshops.models import WorkshopAssessor, WorkshopCandidate
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from lms.ids import new_uuid
from lms.people.models import Person
from tests.builders import people, sheets
from tests.builders.candidate_files import candidacy
from tests.builders.people import NOW

SEALED_WORDS, OPEN_WORDS = "The gloves came late.", "The log was missing."  # of two who do not see each other's
FINAL_WORDS = ("Named it at once.", "Knew the appendix.")  # of two who do; no feedback is released


@dataclass(frozen=True)
class Practical:
    """What the rows of rubrics, sheets and performances speak of."""

    slug: str
    open: str  # a sheet
    sealed: str  # a sheet, whose other is open
    performance: str  # waits for a third assessor
    half: str  # the performance of that one
    both: str  # a sheet of the one that has a result
    recorded: str  # waits for a panel without a third
    final: str  # has a result
    result: str  # of it
    workshop: str  # all of whose performances have a result
    candidate: str  # of that workshop
    seen: str  # the digest of their results
    busy: str  # a workshop under way, to which an assessor came after its calibration began
    code: str  # of a paper sheet of it
    copy: str
    review: str
    twice: str  # the performance whose sheet came twice
    late: str  # the performance of which a sheet came late
    rated: str  # who is rated there by the assessor of home, as a candidate


class Table:
    """Performances of one candidate at one exercise after another, rated by two."""

    def __init__(self, session: Session, one: Person, two: Person) -> None:
        self.session, self.pair = session, (one, two)
        self.version = sheets.rubric(session)

    def workshop(self, **values: object) -> sheets.Workshop:
        """A workshop with this pair and one more assessor."""
        row = sheets.workshop(self.session, **values)
        third = people.person(self.session, "Zoe third", place=people.administration(self.session))
        hear(self.session, third.id, HeardDevice("tablet-z", 1, 0), now=NOW)
        for number, each in enumerate((*self.pair, third), 1):
            self.session.add(
                WorkshopAssessor(
                    uuid=new_uuid(), workshop_id=row.id, person_id=each.id, number=number, languages=["en"],
                    topics=[], lead=False, absent=[],
                )
            )  # fmt: skip
        return row

    def perform(
        self, place: sheets.Workshop, position: int, who: Person, **values: bool
    ) -> tuple[sheets.Performance, list[sheets.Sheet]]:
        """The candidate at one more exercise, with a sheet for each of the pair."""
        exercise = sheets.exercise(self.session, place, self.version, position=position)
        plan = PerformancePlan(
            Occasion.WORKSHOP, place.id, self.version.id, who.id, exercise.id, **{"recorded": True} | values
        )
        row = make_performance(self.session, plan, by_id=None, now=NOW)
        turns = (Turn.FIRST, Turn.SECOND)
        made = [
            assign_sheet(self.session, row, each.id, turn, by_id=None, now=NOW)
            for each, turn in zip(self.pair, turns, strict=True)
        ]
        return row, made


def build(
    session: Session, asking: Mapping[str, Person], moderator: Person, runner: Person, owner: Person
) -> Practical:
    """All of it; the pair is the assessor of home and one of a far administration."""
    two = people.person(session, "Zoe second", place=people.administration(session))
    table = Table(session, asking["assessor home"], two)
    place, done = table.workshop(), table.workshop(title="Workshop that is done")
    for row in (place, done):
        people.give_anywhere(session, moderator, Grant(PracticalRole.MODERATOR, WORKSHOP, str(row.id)))
        people.give_anywhere(session, runner, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(row.id)))
    who = sheets.candidate(session, place, 1, "Cai Candidate")
    opened = table.perform(place, 1, who, recorded=False)
    sealed = table.perform(place, 2, who)
    say(session, sealed[1][0], SEALED_WORDS)
    fill(session, sealed[1][0], 2, 2)
    say(session, sealed[1][1], OPEN_WORDS)
    apart = [table.perform(place, number, who) for number in (3, 4)]
    for _row, (one, another) in apart:
        fill(session, one, 2, 2)
        fill(session, another, 0, 2)
    final = table.perform(done, 1, owner, written=True)  # without a name
    for sheet, words in zip(final[1], FINAL_WORDS, strict=True):
        say(session, sheet, words)
        fill(session, sheet, 2, 2)
    twice = table.perform(place, 5, who)
    copy = sheets.came_twice(session, twice[1][0])
    performer = WorkshopCandidate(
        uuid=new_uuid(), workshop_id=done.id, person_id=owner.id, number=1, languages=["en"], needs="",
        recording_agreed=True,
    )  # fmt: skip
    session.add(performer)
    late = table.perform(place, 6, who)
    review = sheets.came_late(session, place, late[1])
    add_reference(session, place, "bench", "Film 1", {"names": 1, "protects": 1}, by_id=moderator.id, now=NOW)
    sheets.assessor(session, place, 9, "Zoe newcomer")
    running = people.viewer(session, runner)
    by = {"choose": lambda signs: signs[5], "by_id": runner.id, "now": NOW}
    print_sheets(session, papers_of(session, running, place.id)[:1], **by)
    return Practical(
        slug="bench",
        open=opened[1][0].uuid,
        sealed=sealed[1][0].uuid,
        half=sealed[0].uuid,
        both=final[1][0].uuid,
        performance=apart[0][0].uuid,
        rated=candidacy(session, place.id, who.id).uuid,
        recorded=apart[1][0].uuid,
        final=final[0].uuid,
        result=newest_reconciliations(session, [final[0].id])[final[0].id].uuid,
        workshop=done.uuid,
        candidate=performer.uuid,
        seen=cites_digest(cited_by(lines_at(session, done.id, owner.id))),
        busy=place.uuid,
        code=session.query(PrintedRatingSheet.code).scalar(),
        copy=copy.uuid,
        review=review.uuid,
        twice=twice[0].uuid,
        late=late[0].uuid,
    )


def fill(session: Session, sheet: sheets.Sheet, names: int, protects: int) -> None:
    """Seal a sheet with these levels."""
    sheets.seal_with(session, sheet, names, protects)


def say(session: Session, sheet: sheets.Sheet, words: str) -> None:
    """A comment on a sheet, by which it is known wherever it is read."""
    comment(session, sheet, "names", words, key=new_uuid(), by=Bringing(sheet.assessor_id), now=NOW)
