"""Workshops as coordinators set them up and watch them, and as those who take part see their day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from tests.access_matrix import gathered
from tests.builders import candidate_files, people, workshops
from tests.pages import acts
from tests.pages.acts import fill, press
from tests.pages.made import World
from tests.pages.state import State

RUNS, SECOND = "workshop-coordinator", "workshop-second"
BARE = "workshop-candidate-bare"
CANDIDATE, ASSESSOR, VOICE = "workshop-candidate", "workshop-assessor", "workshop-interpreter"
ONE, FRESH, TIGHT = "/workshops/{workshop}", "/workshops/{workshop-fresh}", "/workshops/{workshop-tight}"
WORKSHOPS = [
    State("workshops.index", "some", RUNS, "/workshops"),
    State("workshops.new", "to fill", RUNS, "/workshops/new"),
    State("workshops.new", "nothing typed", RUNS, "/workshops/new", press("Save"), 422),
    State("workshops.one", "under way", RUNS, ONE, acts.unfold),
    State("workshops.one", "with nothing", RUNS, FRESH),
    State("workshops.one", "a waiver to decide", SECOND, TIGHT),
    State("workshops.change", "to change", RUNS, ONE + "/edit"),
    State("workshops.change", "no title", RUNS, ONE + "/edit", fill("Save", title=""), 422),
    State("workshops.frame", "to change", RUNS, ONE + "/frame"),
    State("workshops.frame", "unreadable", RUNS, FRESH + "/frame", fill("Save", half_days="tomorrow"), 422),
    State("workshops.new_exercise", "nothing typed", RUNS, FRESH + "/exercises/new", press("Save"), 422),
    State("workshops.change_exercise", "to change", RUNS, ONE + "/exercises/{workshop-exercise}"),
    State("workshops.new_room", "nothing typed", RUNS, ONE + "/rooms/new", press("Save"), 422),
    State("workshops.change_room", "to change", RUNS, ONE + "/rooms/{workshop-room}"),
    State("workshops.new_candidate", "unknown", RUNS, FRESH + "/candidates/new", fill("Save", login="nobody"), 422),
    State(
        "workshops.list_candidates", "refused", RUNS, FRESH + "/candidates/list",
        fill("Add candidates", people="nobody; en"), 422,
    ),
    State("workshops.new_assessor", "to fill", RUNS, ONE + "/assessors/new"),
    State("workshops.new_interpreter", "nothing typed", RUNS, ONE + "/interpreters/new", press("Save"), 422),
    State("workshops.change_person", "an assessor", RUNS, ONE + "/people/{workshop-who}"),
    State("workshops.rotation", "in use", RUNS, ONE + "/rotations/1"),
    State("workshops.rotation", "a replan", RUNS, ONE + "/rotations/2"),
    State("workshops.rotation", "none exists", RUNS, TIGHT + "/rotations/1"),
    State("workshops.ask_waiver", "no reason", RUNS, TIGHT + "/rotations/1/waivers/language", press("Send"), 422),
    State("workshops.decide_waiver", "to decide", SECOND, TIGHT + "/waivers/{workshop-waiver}"),
    State("workshops.decide_waiver", "one’s own", RUNS, TIGHT + "/waivers/{workshop-waiver}"),
    State("workshops.changed", "nothing chosen", RUNS, ONE + "/changed", press("Plan again"), 422),
    State("workshops.close", "something open", RUNS, ONE + "/close"),
    State("workshops.close", "not ticked", RUNS, ONE + "/close", press("Close workshop"), 422),
    State("workshops.performances", "a fresh exercise", RUNS, ONE + "/performances"),
    State("workshops.performances", "nobody performs", RUNS, FRESH + "/performances"),
    State("workshops.fresh", "to fill", RUNS, ONE + "/fresh/{workshop-again}"),
    State(
        "workshops.fresh", "nothing chosen", RUNS, ONE + "/fresh/{workshop-again}", press("Save, and tell them"), 422
    ),
    State("workshops.my_day", "a candidate", CANDIDATE, ONE + "/my-day"),
    State("workshops.my_day", "an assessor", ASSESSOR, ONE + "/my-day"),
    State("workshops.my_day", "an interpreter", VOICE, ONE + "/my-day"),
    State("workshops.bell", "rings", CANDIDATE, ONE + "/clock"),
    State("workshops.bell", "no frame", RUNS, FRESH + "/clock"),
    State("workshops.room_check", "tried", CANDIDATE, "/workshops/room-check"),
    State("candidate_files.photograph", "there", CANDIDATE, ONE + "/photograph", acts.unfold),
    State("candidate_files.photograph", "none yet", BARE, ONE + "/photograph"),
    State("candidate_files.photograph", "not agreed", BARE, ONE + "/photograph", press("Save photograph"), 422),
    State("candidate_files.photographs", "some", RUNS, ONE + "/photographs"),
    State("candidate_files.photographs", "no candidate", RUNS, FRESH + "/photographs"),
]  # fmt: skip


def add(session: Session, made: World, now: datetime) -> None:
    """A workshop under way with a replan proposed, one with nothing in it, one without a rotation."""
    by, second = workshops.coordinator(session, "Ada Mensah"), workshops.coordinator(session, "Bola Adeyemi")
    shown = workshops.workshop(session, now, by, title="Atelier de certification")
    shown.exercise("Bureau de ciblage", "Salle 1")
    shown.exercise("Entretien", "Salle 2")
    shown.exercise("Cas écrit", written=True)
    shown.frame()
    candidates = [shown.candidate(name, languages=("fr",)) for name in ("Awa Diop", "Ben Sow", "Chloé Ndiaye")]
    assessors = [shown.assessor(f"Évaluateur {number}", languages=("en", "pt")) for number in range(5)]
    voice = shown.interpreter("Ivo Santos", languages=("en", "fr"))
    shown.interpreter("Joana Reis", languages=("pt", "fr"))
    gathered.use(session, shown, now)
    again = gathered.fresh_exercise_of(session, shown, now)[1]
    gathered.found(session, shown, now, from_at=now)
    for one in shown.parts.candidates[:2]:
        candidate_files.photograph(session, one, now, candidate_files.portrait())
    fresh = workshops.workshop(session, now, by, title="Atelier vide")
    tight = workshops.workshop(session, now, by, title="Atelier serré")
    tight.exercise("Entretien", "Salle 3")
    tight.frame()
    place = people.administration(session)
    tight.candidate("Dao Keita")
    for name in ("Eli Traoré", "Fatou Ba"):
        tight.assessor(name, place)
    waiver = gathered.without(session, tight, now)
    parts = shown.parts
    made.people |= {
        RUNS: by.id, SECOND: second.id, CANDIDATE: candidates[0].id, BARE: candidates[2].id,
        ASSESSOR: assessors[0].id, VOICE: voice.id,
    }  # fmt: skip
    made.values |= {
        "workshop": parts.row.uuid,
        "workshop-again": again,
        "workshop-fresh": fresh.parts.row.uuid,
        "workshop-tight": tight.parts.row.uuid,
        "workshop-exercise": parts.exercises[0].uuid,
        "workshop-room": parts.rooms[0].uuid,
        "workshop-who": parts.assessors[0].uuid,
        "workshop-waiver": waiver,
    }
