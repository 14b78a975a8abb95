"""Forms of who runs workshops: filled with what is known, shown again with what is wrong, done and said so."""

import io
import re
from types import SimpleNamespace

import pytest

from assessments.workshops import tasks
from assessments.workshops.models import Workshop
from assessments.workshops.queries.rotations import rotation_called, waivers_of
from assessments.workshops.queries.workshops import workshop_by_id
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.services.waiving import ask_waiver
from lms.access import Role
from lms.people.models import Person
from tests.access_matrix import gathered
from tests.builders import people
from tests.builders import workshops as build
from tests.builders.people import NOW
from tests.builders.sheets import exercise


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    monkeypatch.setattr(tasks, "IMPROVING", 0.0)


@pytest.fixture(scope="module")
def worlds(module_session):
    """A workshop of which no rotation exists, and one with a rotation in use; each with an interpreter."""
    with module_session() as session:
        planner = build.coordinator(session, "Pia Planner")
        planned, used = build.small(session, NOW, planner), build.small(session, NOW, planner)
        for one in (planned, used):
            one.interpreter("Ivo Santos", languages=("en", "fr"))
        gathered.found(session, planned, NOW)
        gathered.use(session, used, NOW)
        judge = build.coordinator(session, "Jo Judge")
        return SimpleNamespace(planned=planned, used=used, judge=judge)


@pytest.fixture
def made(session, worlds):
    return worlds.planned.at(session)


@pytest.fixture
def used(session, worlds):
    return worlds.used.at(session)


@pytest.fixture
def desk(app, session, worlds):
    """The browser of the coordinator who planned both."""
    return signed_in(app, session, worlds.planned.by.id)


def signed_in(app, session, person_id):
    return people.browser_of(app, session, session.get_one(Person, person_id))


def at(made, *path):
    return "/".join(["", "workshops", made.parts.row.uuid, *path])


def followed(desk, answer):
    """The page after a form was done."""
    assert answer.status_code == 303
    return desk.get(answer.location).text


def test_an_exercise_is_shown_as_it_is_changed_and_refused_beside_its_field(desk, made):
    row = made.parts.exercises[0]
    row.topic = "operations"
    made.session.commit()
    page = desk.get(at(made, "exercises", row.uuid)).text
    assert "Change the exercise" in page
    assert 'value="Targeting desk"' in page
    assert f'selected value="{made.rubric.id}"' in page
    assert 'selected value="operations"' in page
    assert "Add an exercise" in desk.get(at(made, "exercises", "new")).text
    sent = {"title": "Desk", "rubric": str(made.rubric.id), "minutes": "20", "topic": ""}
    assert desk.post(at(made, "exercises", row.uuid), data=sent | {"minutes": "500"}).status_code == 422
    assert "Saved." in followed(desk, desk.post(at(made, "exercises", row.uuid), data=sent))
    assert (made.parts.exercises[0].title, made.parts.exercises[0].topic) == ("Desk", None)
    followed(desk, desk.post(at(made, "exercises", "new"), data=sent | {"title": "More"}))
    assert [one.title for one in made.parts.exercises] == ["Desk", "Interview", "More"]
    assert "The exercise is removed." in followed(desk, desk.post(at(made, "exercises", row.uuid, "remove")))
    assert row.uuid not in {one.uuid for one in made.parts.exercises}


def test_a_room_is_shown_with_its_exercise_and_refused_beside_its_field(desk, made):
    row, (first, second) = made.room("Room 2"), made.parts.exercises
    page = desk.get(at(made, "rooms", row.uuid)).text
    assert "Change the room" in page
    assert 'value="Room 2"' in page
    assert f'selected value="{second.uuid}"' in page
    assert "Add a room" in desk.get(at(made, "rooms", "new")).text
    answer = desk.post(at(made, "rooms", row.uuid), data={"name": "room 1", "exercise": first.uuid})
    assert (answer.status_code, "There is a room of this name already." in answer.text) == (422, True)
    sent = {"name": "Hall", "exercise": first.uuid}
    assert "Saved." in followed(desk, desk.post(at(made, "rooms", row.uuid), data=sent))
    assert made.room("Hall").exercise_id == first.id
    assert "The room is removed." in followed(desk, desk.post(at(made, "rooms", row.uuid, "remove")))


def test_people_are_named_on_forms_of_their_part_and_refused_with_the_reason(desk, session, made):
    assessor, other = people.person(session, "Ana", Role.ASSESSOR), people.person(session, "Otto")
    session.commit()
    for part, login, more in (
        ("candidates", other.username, {"languages": "en"}),
        ("assessors", assessor.username, {"absent": ["2026-12-07/1"]}),
        ("interpreters", people.person(session, "Ines").username, {"languages": "en, pt"}),
    ):
        session.commit()
        assert "Add a" in desk.get(at(made, part, "new")).text
        wrong = desk.post(at(made, part, "new"), data={"login": "nobody-here", "languages": "en, fr"})
        assert (wrong.status_code, "There is no account" in wrong.text) == (422, True)
        assert "Saved." in followed(desk, desk.post(at(made, part, "new"), data={"login": login} | more))
    parts = workshop_by_id(session, made.number)
    assert (len(parts.candidates), len(parts.assessors), len(parts.interpreters)) == (4, 6, 2)
    assert parts.assessors[-1].absent == ["2026-12-07/1"]


def test_who_takes_part_is_shown_as_known_and_changed_by_the_form_of_their_part(desk, session, made):
    parts = made.parts
    voice, assessor, candidate = parts.interpreters[0], parts.assessors[0], parts.candidates[0]
    page = desk.get(at(made, "people", voice.uuid)).text
    assert "Ivo Santos" in page
    assert 'value="en, fr"' in page
    assert "2026-12-07/1" in page
    assert "2026-12-07/1" in desk.get(at(made, "people", assessor.uuid)).text
    assert "2026-12-07/1" not in desk.get(at(made, "people", candidate.uuid)).text
    wrong = desk.post(at(made, "people", voice.uuid), data={"languages": "en"})
    assert (wrong.status_code, "Name at least two languages" in wrong.text) == (422, True)
    for row, sent in ((voice, {"languages": "pt, fr"}), (candidate, {"needs": "ramp"})):
        assert "Saved." in followed(desk, desk.post(at(made, "people", row.uuid), data=sent))
    session.expire_all()
    assert (made.parts.interpreters[0].languages, made.parts.candidates[0].needs) == (["pt", "fr"], "ramp")
    assert "Saved." in followed(desk, desk.post(at(made, "people", voice.uuid, "remove")))
    assert made.parts.interpreters == ()


def listed(desk, made, typed="", content=None):
    data = {"people": typed}
    if content is not None:
        data["file"] = (io.BytesIO(content.encode()), "people.csv")
    return desk.post(at(made, "candidates", "list"), data=data, content_type="multipart/form-data")


def test_many_candidates_come_from_lines_and_from_a_file_and_those_refused_stay_to_be_mended(desk, session, made):
    one, two, three = (people.person(session).username for _ in range(3))
    session.commit()
    empty = listed(desk, made)
    assert (empty.status_code, "Write at least one line, or choose a file." in empty.text) == (422, True)
    page = followed(desk, listed(desk, made, one, f"User name\n{two}\n"))
    assert "2 candidates are added." in page
    mixed = listed(desk, made, f"{three}\nnobody-here; en, fr", "User name,Languages\n,en\n")
    assert (mixed.status_code, "1 candidate is added." in mixed.text) == (422, True)
    assert "nobody-here; en, fr</textarea>" in mixed.text
    assert "These lines were not accepted. The others were." in mixed.text
    assert "Lines that were not accepted" in mixed.text
    none = listed(desk, made, "nobody-here")
    assert re.search(r'class="notice warn"[^§]{0,200}0 candidates are added', none.text)
    assert re.search(r'class="notice ok"[^§]{0,200}1 candidate is added', mixed.text)
    assert len(made.parts.candidates) == 6
    assert desk.get(at(made, "candidates", "list")).status_code == 200


def said(made, **changed):
    """What the form of a workshop sends."""
    row = made.parts.row
    names = ("title", "scheme", "venue", "country", "language", "time_zone")
    days = {"starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat(), "activity": ""}
    return {name: getattr(row, name) for name in names} | days | changed


def test_a_workshop_is_planned_and_changed_by_its_form(desk, session, made):
    assert desk.get("/workshops/new").status_code == 200
    wrong = desk.post("/workshops/new", data=said(made, ends_on="2026-12-01"))
    assert (wrong.status_code, "The last day is before the first one." in wrong.text) == (422, True)
    assert "The workshop is planned." in followed(desk, desk.post("/workshops/new", data=said(made, title="Next")))
    assert session.query(Workshop).filter_by(title="Next").count() == 1
    assert 'value="Certification workshop"' in desk.get(at(made, "edit")).text
    assert desk.post(at(made, "edit"), data=said(made, ends_on="2026-12-01")).status_code == 422
    assert "Saved." in followed(desk, desk.post(at(made, "edit"), data=said(made, title="Other")))
    assert made.parts.row.title == "Other"
    assert "Other" in desk.get("/workshops").text


def test_the_frame_is_shown_as_it_is_typed_and_may_have_no_change_and_nothing_spare(desk, made):
    page = desk.get(at(made, "frame")).text
    assert "2026-12-07 08:00-10:40" in page
    assert 'value="5"' in page
    sent = {"half_days": "2026-12-07 08:00-12:00", "change": "0", "spare": "0"}
    assert "Saved." in followed(desk, desk.post(at(made, "frame"), data=sent))
    assert (made.parts.frame.change, made.parts.frame.spare) == (0, 0)
    wrong = desk.post(at(made, "frame"), data=sent | {"half_days": "soon"})
    assert (wrong.status_code, "cannot be read" in wrong.text) == (422, True)


def test_the_status_of_a_search_says_nothing_new_to_who_knows_it_and_a_search_is_stopped(desk, session, made):
    row = made.asked()
    session.commit()
    address = at(made, "rotations", str(row.no))
    first = desk.get(f"{address}/status")
    assert (first.json["standing"], first.json["tried"]) == ("working", 0)
    assert desk.get(f"{address}/status", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert "The search is stopped." in followed(desk, desk.post(f"{address}/stop"))
    assert "Somebody stopped the search." in desk.get(address).text
    assert desk.post(f"{address}/stop").status_code == 409


def relaxed(made, *rules):
    row = rotation_called(made.session, made.number, 1)
    row.standing = "none-exists"
    row.report = {"relaxations": [{"rules": [rule], "breaches": [], "more": 0, "ties": []} for rule in rules]}
    made.session.flush()
    return row


def test_a_waiver_is_asked_for_on_the_page_of_its_rule(desk, session, made):
    relaxed(made, "language")
    session.commit()
    address = at(made, "rotations", "1", "waivers", "language")
    assert "An assessor speaks the candidate’s language" in desk.get(address).text
    assert desk.post(address, data={"reason": " "}).status_code == 422
    assert "Requested." in followed(desk, desk.post(address, data={"reason": "Nobody else came."}))
    assert waivers_of(session, made.number)[0].reason == "Nobody else came."
    for wrong in (("1", "waivers", "weather"), ("9", "waivers", "language")):
        assert desk.get(at(made, "rotations", *wrong)).status_code == 404


@pytest.mark.parametrize(("answer", "granted"), [("yes", True), ("no", False)])
def test_another_person_decides_on_a_waiver_of_which_both_are_shown(
    app, desk, session, worlds, made, used, answer, granted
):
    one, two = made.parts.assessors[0].person_id, made.parts.candidates[0].person_id
    row = ask_waiver(
        session, made.parts, relaxed(made, "language"), RotationRule.LANGUAGE, "Nobody.", by=made.by.id, now=NOW
    )
    row.about = [[one, two, "examiner", "taught"], [one, 0, "examiner", "taught"]] if granted else []
    session.commit()
    address = at(made, "waivers", row.uuid)
    assert "Another person who runs this workshop decides." in desk.get(address).text
    judge = signed_in(app, session, worlds.judge.id)
    page = judge.get(address).text
    assert "Allow the exception" in page
    assert (f"{made.parts.name(one)} – {made.parts.name(two)}" in page) is granted
    assert judge.get(at(used, "waivers", row.uuid)).status_code == 404
    assert judge.post(address, data={"reason": "", "answer": answer}).status_code == 422
    row.about = []
    session.commit()
    assert "Decided." in followed(judge, judge.post(address, data={"reason": "Fine.", "answer": answer}))
    session.expire_all()
    assert (row.granted, row.decided_by_id) == (granted, worlds.judge.id)


def test_what_changed_is_refused_beside_its_field_and_planned_anew_with_its_moments(desk, session, used):
    row = used.parts.candidates[0]
    wrong = desk.post(at(used, "changed"), data={"what": f"late:{row.uuid}", "from_at": "", "until_at": ""})
    assert (wrong.status_code, "Choose the first slot" in wrong.text) == (422, True)
    sent = {"what": f"late:{row.uuid}", "from_at": "2", "until_at": ""}
    answer = desk.post(at(used, "changed"), data=sent)
    assert answer.location.endswith("/rotations/2")
    session.expire_all()
    assert used.parts.candidates[0].from_at == used.parts.slots[2].begins_at


def test_plans_are_printed_of_the_rotation_in_use_alone(desk, made, used):
    assert desk.get(at(made, "prints", "wall.pdf")).status_code == 409
    answer = desk.get(at(used, "prints", "wall.pdf"))
    assert answer.headers["Content-Disposition"] == f"attachment; filename=wall-{used.parts.row.uuid[:8]}-1.pdf"
    assert (answer.headers["Cache-Control"], answer.mimetype) == ("no-store", "application/pdf")
    used.parts.interpreters[0].ended_at = NOW
    used.session.commit()
    nothing = desk.get(at(used, "prints", "interpreters.pdf"))
    assert (nothing.status_code, "There is nothing of this kind to print." in nothing.text) == (409, True)


def test_workshops_people_and_rotations_are_exported(desk, made, used):
    assert "Certification workshop" in desk.get("/workshops/export.csv").text
    everybody = desk.get(at(used, "people", "export.csv")).text
    assert all(used.parts.name(key) in everybody for key in used.parts.taking_part)
    rows = desk.get(at(used, "rotations", "1", "export.csv")).text.strip().splitlines()
    assert len(rows) == 7
    assert desk.get(at(used, "rotations", "9", "export.csv")).status_code == 404


def test_a_closed_workshop_has_no_page_to_close_it(desk, session, made):
    assert desk.get(at(made, "close")).status_code == 200
    assert "The workshop is closed." in followed(desk, desk.post(at(made, "close"), data={"even_so": "y"}))
    answer = desk.get(at(made, "close"))
    assert (answer.status_code, "closed already" in answer.text) == (409, True)
    assert made.parts.row.closed_at is not None


def test_ones_day_says_whether_a_plan_is_in_use_and_the_clock_is_for_who_runs_or_takes_part(app, session, made, used):
    candidate = signed_in(app, session, used.parts.candidates[0].person_id)
    assert "C-01" in candidate.get(at(used, "my-day")).text
    assert candidate.get(at(used, "clock")).status_code == 200
    assert [candidate.get(at(made, path)).status_code for path in ("my-day", "clock")] == [404, 404]
    waiting = signed_in(app, session, made.parts.candidates[0].person_id)
    assert waiting.get(at(made, "my-day")).text != candidate.get(at(used, "my-day")).text
    assert waiting.get("/workshops/room-check").status_code == 200
    exercise(session, made.parts.row, made.rubric, position=9, title="Long talk", minutes=50)
    session.commit()
    assert "Long talk" in waiting.get(at(made, "clock")).text
