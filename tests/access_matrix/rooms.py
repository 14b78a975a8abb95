"""Rooms for exams at home, next door, abroad and for everybody; what belongs to one bears the word of its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessments.exams.queries.exams import ExamInForce
from assessments.exams.sittings.queries.sittings import FoundSitting, sitting_by_id
from assessments.exams.sittings.rules.start_codes import START_CODE, start_secret
from assessments.exams.sittings.services.opening import open_sitting
from assessments.exams.sittings.services.paper import PaperDraft, key_in
from assessments.exams.sittings.services.supervisors import make_link, name_supervisor
from assessments.exams.sittings.services.watching import add_presence
from lms.people.models import Person
from tests.access_matrix import persons
from tests.builders import people, sittings

WATCHER = "assessor home"  # supervises the room at home, and runs nothing


@dataclass(frozen=True)
class Rooms:
    """The rooms of which the rows speak."""

    home: str  # open, of a cohort with the owner in it
    stranger: str  # a supervisor without an account
    link: str  # theirs, which nobody has opened
    paper: str  # of the same cohort: a printed protocol waits for a second person
    code: str  # of the one for everybody


def build(
    session: Session,
    exam: ExamInForce,
    cohorts: Mapping[str, int],
    officers: Mapping[str, Person],
    asking: Mapping[str, Person],
    now: datetime,
) -> Rooms:
    """All of them; whoever opened them asks nothing."""
    opener = people.viewer(session, people.person(session, "Xan Opener", persons.Role.PROGRAMME_MANAGER))
    begins = {"begins_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=2)}

    def room(word: str, cohort_id: int | None) -> FoundSitting:
        wanted = sittings.draft(exam, now, title=f"{word} room", place=f"{word} hall", cohort_id=cohort_id, **begins)
        return open_sitting(session, wanted, viewer=opener, now=now)

    made = {word: room(word, cohorts[word]) for word in (persons.HOMES, persons.NEAR, persons.FAR)}
    home, paper, everybody = made[persons.HOMES], room(persons.HOMES, cohorts[persons.HOMES]), room("Any", None)
    for word, one in made.items():
        row = name_supervisor(session, one, login="", name=f"Walt {word}", by=opener.id, now=now)
        add_presence(session, row, officers[word].id, present=True, reason="", at=now, by=None)
    stranger = name_supervisor(session, home, login="", name="Sue Stranger", by=opener.id, now=now)
    watcher = name_supervisor(session, home, login=asking[WATCHER].username, name="", by=opener.id, now=now)
    add_presence(session, watcher, officers[persons.HOMES].id, present=True, reason="", at=now, by=watcher.person_id)
    name_supervisor(session, paper, login=asking[WATCHER].username, name="", by=opener.id, now=now)
    keyer = name_supervisor(session, paper, login="", name="Walt Paper", by=opener.id, now=now)
    sheet = PaperDraft(begins["begins_at"], now, (officers[persons.HOMES].uuid,), (keyer.uuid,), "")
    key_in(session, sitting_by_id(session, paper.id), sheet, viewer=opener, now=now)
    return Rooms(
        home=home.row.uuid,
        stranger=stranger.uuid,
        link=make_link(session, home, stranger, by=opener.id, now=now),
        paper=paper.row.uuid,
        code=START_CODE.at(start_secret(everybody.row.seed, everybody.row.uuid), now),
    )
