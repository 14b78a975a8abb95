"""Rooms for exams in every state: planned, open, signed, on paper, cancelled; seen by who runs, supervises and sits."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.queries.exams import ExamInForce, exams_of_version
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.grading import grade_attempt
from assessments.exams.services.starting import start_attempt
from assessments.exams.sittings.queries.sittings import FoundSitting, sitting_by_id
from assessments.exams.sittings.rules.room import LineKind
from assessments.exams.sittings.services import watching
from assessments.exams.sittings.services.opening import cancel_sitting, open_sitting
from assessments.exams.sittings.services.paper import PaperDraft, key_in
from assessments.exams.sittings.services.supervisors import make_link, name_supervisor, open_link
from assessments.items.item import Use
from courses.api import newest_runs
from lms.access import Role
from lms.people.models import Administration, Person
from tests.builders import cohorts, people
from tests.builders import sittings as build
from tests.builders.courses import read_and_pass
from tests.builders.surveys import course_called
from tests.pages import acts
from tests.pages.acts import fill, press
from tests.pages.made import World
from tests.pages.state import State

OPEN, PAPER, EMPTY, OVER = (
    "/sittings/{sat-open}",
    "/sittings/{sat-paper}",
    "/sittings/{sat-empty}",
    "/sittings/{sat-over}",
)
EXAM_ROOM = "/courses/{course}/exams/{sat-exam}/room"
I_AM = re.compile("open the room|ouvrir la salle")
SITTINGS = [
    State("sittings.index", "some", "trainer", "/sittings"),
    State("sittings.index", "none", "manager", "/sittings", empty=True),
    State("sittings.new", "to fill", "trainer", "/sittings/new"),
    State("sittings.new", "wrong networks", "trainer", "/sittings/new", fill("Open session", networks="room two"), 422),
    State("sittings.one", "open", "trainer", OPEN, acts.unfold),
    State("sittings.one", "with nobody", "trainer", EMPTY),
    State("sittings.one", "a protocol to compare", "manager", PAPER),
    State("sittings.one", "a protocol keyed in oneself", "trainer", PAPER),
    State("sittings.one", "signed", "trainer", OVER),
    State("sittings.one", "cancelled", "trainer", "/sittings/{sat-cancelled}"),
    State("sittings.cancel", "to fill", "trainer", OPEN + "/cancel"),
    State("sittings.cancel", "no reason", "trainer", OPEN + "/cancel", press("Cancel session"), 422),
    State("sittings.name_supervisor", "to fill", "trainer", OPEN + "/supervisors"),
    State("sittings.name_supervisor", "nothing typed", "trainer", OPEN + "/supervisors", press("Add supervisor"), 422),
    State("sittings.link", "shown", "trainer", EMPTY, press("Make the link: Vera Costa")),
    State("sittings.key_in", "to fill", "trainer", OPEN + "/paper"),
    State("sittings.key_in", "nobody signed", "trainer", OPEN + "/paper", press("Save record"), 422),
    State("sittings.room", "open, with an account", "assessor", "/room/{sat-open}", acts.unfold),
    State("sittings.room", "nothing happened", "assessor", "/room/{sat-open}", press("Save note"), 422),
    State("sittings.room", "signed", "assessor", "/room/{sat-over}"),
    State("sittings.room", "planned", "assessor", "/room/{sat-empty}"),
    State("sittings.room", "a link that nobody opened", None, "/room/{sat-link}"),
    State("sittings.room", "opened by a link", None, "/room/{sat-link-to-open}", press(I_AM)),
    State("sittings.room", "opened on another device", None, "/room/{sat-link-taken}", answers=410),
    State("sittings.room", "closed", None, "/room/{sat-link-closed}", answers=410),
    State("sittings.room", "unknown", None, "/room/abc", answers=404),
    State("sittings.begin", "to fill", "finisher", EXAM_ROOM),
    State("sittings.begin", "no code", "finisher", EXAM_ROOM, press("Start in this room"), 422),
    State("exams.attempt", "waits for the protocol", "waiting for signatures", "/attempts/{sat-waiting}"),
    State("exams.attempt", "watched", "watched", "/attempts/{sat-watched}"),
]


def add(session: Session, made: World, now: datetime) -> None:
    """Rooms of a class, led by the trainer of the demonstration."""
    trainer, assessor = made.person(session, "trainer"), made.person(session, "assessor")
    port = session.scalars(select(Administration).where(Administration.uuid == made.values["place"])).one()
    version = course_called(session, made.values["course"])
    exam = next(one for one in exams_of_version(session, version.id) if one.use is Use.EXAM)
    cohort = cohorts.cohort(session, version, now, leader=trainer, place=port, title="Classe d’examen")
    names = ("Alma Reyes", "Boun Sisay", "Chea Sok", "Dewi Hartono")
    officers = [people.person(session, name, (Role.OFFICER, port), place=port) for name in names]
    cohorts.bring_in(session, cohort, [one.id for one in officers], by=trainer.id, now=now)
    runs = newest_runs(session, [one.id for one in officers], version.course_id)
    read_and_pass(session, runs.values(), now)
    made.values["sat-exam"] = exam.slug
    viewer = people.viewer(session, trainer)

    def room(name: str, begins: timedelta, ends: timedelta) -> FoundSitting:
        """A room of this class."""
        wanted = build.draft(
            exam, now, cohort_id=cohort.id, title=f"Final exam, {name}", begins_at=now + begins, ends_at=now + ends
        )
        found = open_sitting(session, wanted, viewer=viewer, now=now)
        made.values[f"sat-{name}"] = found.row.uuid
        return found

    hour = timedelta(hours=1)
    opened, empty, paper = room("open", -hour, hour), room("empty", 30 * hour, 32 * hour), room("paper", -hour, hour)
    over, cancelled = room("over", -hour, hour), room("cancelled", 50 * hour, 52 * hour)
    _watched(session, made, opened, exam, officers, assessor, now)
    _signed(session, made, over, exam, officers[3], assessor, now)
    name_supervisor(session, empty, login=assessor.username, name="", by=trainer.id, now=now)
    name_supervisor(session, empty, login="", name="Vera Costa", by=trainer.id, now=now)
    signer = name_supervisor(session, paper, login="", name="Walt Whitman", by=trainer.id, now=now)
    sheet = PaperDraft(paper.row.begins_at, now, (officers[0].uuid,), (signer.uuid,), "10:20 Coupure de courant.")
    key_in(session, sitting_by_id(session, paper.id), sheet, viewer=viewer, now=now)
    closed = name_supervisor(session, cancelled, login="", name="Xenia Closed", by=trainer.id, now=now)
    made.values["sat-link-closed"] = make_link(session, cancelled, closed, by=trainer.id, now=now)
    cancel_sitting(session, cancelled, "Le bâtiment est sans courant.", by=trainer.id, now=now)


def _watched(
    session: Session,
    made: World,
    sitting: FoundSitting,
    exam: ExamInForce,
    officers: list[Person],
    assessor: Person,
    now: datetime,
) -> None:
    """Supervisors, links, candidates at work, and a protocol."""
    by = sitting.row.opened_by_id
    own = name_supervisor(session, sitting, login=assessor.username, name="", by=by, now=now)
    for name, key in (("Una Mensah", "link"), ("Tim Okafor", "link-to-open"), ("Ravi Menon", "link-taken")):
        row = name_supervisor(session, sitting, login="", name=name, by=by, now=now)
        made.values[f"sat-{key}"] = make_link(session, sitting, row, by=by, now=now)
        if key == "link-taken":
            open_link(session, row, opener=None, now=now)
    for one in officers[:2]:
        watching.say_present(session, sitting, own, one.uuid, now=now)
    done = begun(session, sitting, exam, officers[0], now - timedelta(minutes=30))
    submit_attempt(session, done, key="k", now=now)
    grade_attempt(session, done.id, now=now)
    begun(session, sitting, exam, officers[1], now - timedelta(minutes=20))
    made.people["waiting for signatures"] = officers[0].id
    made.values["sat-waiting"] = done.uuid
    watching.write_line(session, sitting, own, LineKind.LEFT, candidate=officers[1].uuid, words="", now=now)
    words = "Coupure de courant pendant deux minutes. Chacun est resté à sa place."
    watching.write_line(session, sitting, own, LineKind.NOTE, candidate="", words=words, now=now)


def _signed(
    session: Session,
    made: World,
    sitting: FoundSitting,
    exam: ExamInForce,
    officer: Person,
    assessor: Person,
    now: datetime,
) -> None:
    """A room that its supervisor has signed."""
    own = name_supervisor(session, sitting, login=assessor.username, name="", by=sitting.row.opened_by_id, now=now)
    done = begun(session, sitting, exam, officer, now - timedelta(minutes=30))
    watching.say_present(session, sitting, own, officer.uuid, now=now - timedelta(minutes=20))
    submit_attempt(session, done, key="k", now=now - timedelta(minutes=5))
    grade_attempt(session, done.id, now=now)
    end = watching.ProtocolEnd(sitting.row.begins_at, now)
    watching.sign(session, sitting, own, end, now=now)
    made.people["watched"] = officer.id
    made.values["sat-watched"] = done.uuid


def begun(session: Session, sitting: FoundSitting, exam: ExamInForce, row: Person, at: datetime) -> Attempt:
    """An attempt that was begun in a room."""
    run = newest_runs(session, [row.id], exam.course_id)[row.id]
    return start_attempt(session, exam, run, seed=3, now=at, sitting_id=sitting.id)
