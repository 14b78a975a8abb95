"""Rows of workshops: who runs those of a country, and who is assessed there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import ASSESSOR, CLERK, HOME, OWNER, RUNNER, WITH_ROLE, held
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders import uploads

RUNS = frozenset({RUNNER})
INSIDE = frozenset({OWNER})


def planned(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.gathered.planned}


def running(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.gathered.running}


def exercise(things: Things) -> Mapping[str, Any]:
    return {**planned(things), "exercise": things.gathered.exercise}


def room(things: Things) -> Mapping[str, Any]:
    return {**planned(things), "room": things.gathered.room}


def owner(things: Things) -> Mapping[str, Any]:
    return {**planned(things), "who": things.gathered.owner}


def proposed(things: Things) -> Mapping[str, Any]:
    return {**planned(things), "no": 1}


def again(things: Things) -> Mapping[str, Any]:
    return {**running(things), "performance": things.gathered.fresh}


def searched(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.gathered.searched, "no": 1}


def rule(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.gathered.tight, "no": 1, "rule": "language"}


def waiver(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.gathered.tight, "waiver": things.gathered.waiver}


def file(at: Any) -> Any:
    return lambda things: {**at(things), "form": "csv"}


SETTING_UP = {
    "GET workshops.index": Row(RUNS | {CLERK}),
    "GET workshops.new": Row(RUNS),
    "POST workshops.new": Row(
        RUNS,
        send=lambda _t: {
            "title": "A workshop", "scheme": "iwt-trainer", "venue": "Hall", "country": "TH",
            "time_zone": "Asia/Bangkok", "language": "en", "starts_on": "2027-01-04", "ends_on": "2027-01-08",
        },
        form="workshops.new",
        changes="audit_entry workshop",
    ),
    "GET workshops.one": Row(RUNS, planned),
    "GET workshops.change": Row(RUNS, planned),
    "POST workshops.change": Row(
        RUNS, planned, send=lambda _t: {"venue": "Hall"}, form="workshops.change", changes="audit_entry workshop"
    ),
    "GET workshops.frame": Row(RUNS, planned),
    "POST workshops.frame": Row(
        RUNS, planned, send=lambda _t: {"change": "6"}, form="workshops.frame", changes="audit_entry workshop"
    ),
    "GET workshops.new_exercise": Row(RUNS, planned),
    "POST workshops.new_exercise": Row(
        RUNS,
        planned,
        send=lambda t: {"title": "Desk", "rubric": t.gathered.rubric, "minutes": "20", "topic": ""},
        form="workshops.new_exercise",
        changes="audit_entry exercise",
    ),
    "GET workshops.change_exercise": Row(RUNS, exercise),
    "POST workshops.change_exercise": Row(
        RUNS,
        exercise,
        send=lambda _t: {"title": "Desk"},
        form="workshops.change_exercise",
        changes="audit_entry exercise",
    ),
    "POST workshops.end_exercise": Row(RUNS, exercise, form="workshops.one", changes="audit_entry exercise"),
    "GET workshops.new_room": Row(RUNS, planned),
    "POST workshops.new_room": Row(
        RUNS,
        planned,
        send=lambda t: {"name": "Hall 2", "exercise": t.gathered.exercise},
        form="workshops.new_room",
        changes="audit_entry workshop_room",
    ),
    "GET workshops.change_room": Row(RUNS, room),
    "POST workshops.change_room": Row(
        RUNS,
        room,
        send=lambda _t: {"name": "Hall 2"},
        form="workshops.change_room",
        changes="audit_entry workshop_room",
    ),
    "POST workshops.end_room": Row(RUNS, room, form="workshops.one", changes="audit_entry workshop_room"),
    "GET workshops.new_candidate": Row(RUNS, planned),
    "POST workshops.new_candidate": Row(
        RUNS,
        planned,
        send=lambda t: {"login": t.gathered.newcomer},
        form="workshops.new_candidate",
        changes="audit_entry workshop_candidate",
    ),
    "GET workshops.list_candidates": Row(RUNS, planned),
    "POST workshops.list_candidates": Row(
        RUNS,
        planned,
        send=lambda t: {"people": t.gathered.newcomer},
        form="workshops.list_candidates",
        changes="audit_entry workshop_candidate",
    ),
    "GET workshops.new_assessor": Row(RUNS, planned),
    "POST workshops.new_assessor": Row(
        RUNS,
        planned,
        send=lambda t: {"login": t.gathered.assessor},
        form="workshops.new_assessor",
        changes="audit_entry workshop_assessor",
    ),
    "GET workshops.new_interpreter": Row(RUNS, planned),
    "POST workshops.new_interpreter": Row(
        RUNS,
        planned,
        send=lambda t: {"login": t.gathered.newcomer, "languages": "en, fr"},
        form="workshops.new_interpreter",
        changes="audit_entry message role_grant workshop_interpreter",
    ),
    "GET workshops.change_person": Row(RUNS, owner),
    "POST workshops.change_person": Row(
        RUNS,
        owner,
        send=lambda _t: {"languages": "fr"},
        form="workshops.change_person",
        changes="audit_entry workshop_candidate",
    ),
    "POST workshops.end_person": Row(RUNS, owner, form="workshops.one", changes="audit_entry workshop_candidate"),
    "GET workshops.export": Row(RUNS | {CLERK}, lambda _t: {"form": "csv"}),
    "GET workshops.export_people": Row(RUNS, file(planned), changes="audit_entry"),
}  # fmt: skip
ROTATIONS = {
    "POST workshops.ask_rotation": Row(RUNS, planned, form="workshops.one", changes="audit_entry job rotation"),
    "GET workshops.rotation": Row(RUNS, proposed),
    "GET workshops.rotation_status": Row(RUNS, proposed),
    "GET workshops.export_rotation": Row(RUNS, file(proposed), changes="audit_entry"),
    "POST workshops.use": Row(
        RUNS,
        proposed,
        form="workshops.rotation",
        changes="audit_entry job message performance rotation sheet",
    ),
    "POST workshops.stop": Row(RUNS, searched, form="workshops.rotation", changes="rotation"),
    "GET workshops.ask_waiver": Row(RUNS, rule),
    "POST workshops.ask_waiver": Row(
        RUNS,
        rule,
        send=lambda _t: {"reason": "Nobody else speaks it."},
        form="workshops.ask_waiver",
        changes="audit_entry workshop_waiver",
    ),
    "GET workshops.decide_waiver": Row(RUNS, waiver),
    "POST workshops.decide_waiver": Row(
        RUNS,
        waiver,
        send=lambda _t: {"reason": "The panel knows.", "answer": "yes"},
        form="workshops.decide_waiver",
        changes="audit_entry workshop_waiver",
    ),
    "GET workshops.changed": Row(RUNS, running),
    "POST workshops.changed": Row(
        RUNS,
        running,
        send=lambda t: {"what": f"gone:{t.gathered.owner_running}"},
        form="workshops.changed",
        changes="audit_entry job rotation upload workshop_candidate",
    ),
}
PERFORMED = {
    "GET workshops.close": Row(RUNS, running),
    "POST workshops.close": Row(
        RUNS, running, send=lambda _t: {"even_so": "y"}, form="workshops.close", changes="audit_entry workshop"
    ),
    "GET workshops.performances": Row(RUNS, running),
    "POST workshops.recordings": Row(
        RUNS,
        running,
        send=lambda t: {"performance": t.gathered.performed},
        form="workshops.performances",
        changes="audit_entry performance",
    ),
    "GET workshops.fresh": Row(RUNS, again),
    "POST workshops.fresh": Row(
        RUNS,
        again,
        send=lambda t: {
            "first": t.gathered.free[0], "second": t.gathered.free[1], "slot": "5", "room": t.gathered.hall,
            "interpreter": "",
        },
        form="workshops.fresh",
        changes="audit_entry fresh_placement job message sheet",
    ),
}  # fmt: skip
OWN_DAYS = {
    "GET workshops.my_day": Row(INSIDE, running),
    "GET workshops.bell": Row(INSIDE | RUNS, running),
    "GET workshops.plans": Row(RUNS, lambda t: {**running(t), "kind": "wall"}),
    "GET workshops.room_check": Row(WITH_ROLE),
}
PHOTOGRAPHS = {
    "GET candidate_files.photograph": Row(INSIDE, planned),
    "POST candidate_files.photograph": Row(
        INSIDE,
        planned,
        send=lambda _t: {"files": uploads.photo((80, 60)), "agrees": "y"},
        form="candidate_files.photograph",
        changes="audit_entry upload",
    ),
    "POST candidate_files.remove": Row(
        INSIDE, running, form="candidate_files.photograph", changes="audit_entry upload"
    ),
    "GET candidate_files.dossier": Row(
        held(ASSESSOR, HOME), lambda t: {"uuid": t.practical.rated}, changes="audit_entry"
    ),
    "GET candidate_files.photographs": Row(RUNS, running),
}
ROWS: Mapping[str, Row] = {**SETTING_UP, **ROTATIONS, **PERFORMED, **OWN_DAYS, **PHOTOGRAPHS}
