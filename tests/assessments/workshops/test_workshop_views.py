"""Pages of who runs workshops, and of who takes part."""

import io

import pytest
from pypdf import PdfReader

from assessments.workshops import tasks
from assessments.workshops.queries.rotations import placed_in, rotation_in_use
from assessments.workshops.services.using import use_rotation
from lms.access import Role
from lms.people.models import Person
from lms.queue import jobs
from tests.builders import people
from tests.builders import workshops as build
from tests.builders.people import NOW


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    for name, seconds in (("SECONDS", 8.0), ("IMPROVING", 0.0), ("RELAXING", 10.0)):
        monkeypatch.setattr(tasks, name, seconds)


@pytest.fixture(scope="module")
def planned(module_session):
    with module_session() as session:
        return build.small(session, NOW)


@pytest.fixture
def made(session, planned):
    return planned.at(session)


@pytest.fixture
def uuid(made, session):
    found = made.parts.row.uuid
    session.commit()
    return found


@pytest.fixture
def client(app):
    app.config["WTF_CSRF_ENABLED"] = False
    return people.browser(app)


@pytest.fixture
def desk(client, session, made, uuid):
    people.sign_in(client, session, made.by)
    session.commit()
    return client


def test_a_workshop_is_planned_with_all_its_parts_and_a_rotation_put_in_use(desk, session, uuid, now):
    page = desk.get(f"/workshops/{uuid}").text
    assert "C-01" in page
    asked = desk.post(f"/workshops/{uuid}/rotations")
    assert asked.status_code == 303
    jobs.run_due(now.replace(year=2030))
    shown = desk.get(asked.location)
    assert "Activate rotation" in shown.text
    assert desk.post(f"{asked.location}/use").status_code == 303
    assert "in use" in desk.get(asked.location).text
    assert desk.get(f"{asked.location}/status").json["standing"] == "in-use"


@pytest.fixture
def in_use(made, session, now):
    """The rotation of the small workshop in use, with written work in it."""
    made.exercise("Case on paper", written=True)
    use_rotation(session, made.parts, made.worked_out(), by=made.by.id, now=now)
    session.commit()
    return made


def read(client, session, row, address):
    people.sign_in(client, session, row)
    session.commit()
    return client.get(address)


def person_of(session, row):
    return session.get_one(Person, row.person_id)


def test_a_candidate_reads_letters_and_never_the_name_of_an_assessor(client, session, in_use):
    parts = in_use.parts
    for path in ("my-day", "clock"):
        page = read(client, session, person_of(session, parts.candidates[0]), f"/workshops/{parts.row.uuid}/{path}")
        assert page.status_code == 200
        assert not any(parts.name(one.person_id) in page.text for one in parts.assessors)
        assert not any(parts.name(one.person_id) in page.text for one in parts.candidates[1:])
    assert "C-01" in client.get(f"/workshops/{parts.row.uuid}/my-day").text


def test_an_assessor_reads_names_of_live_work_and_codes_alone_of_written_work(client, session, in_use):
    parts = in_use.parts
    placed = placed_in(session, rotation_in_use(session, parts.id).id)
    exercises = {one.id: one for one in parts.exercises}
    for assessor in parts.assessors:
        page = read(client, session, person_of(session, assessor), f"/workshops/{parts.row.uuid}/my-day").text
        mine = [one for one in placed if assessor.id in (one.first_assessor_id, one.second_assessor_id)]
        live = {one.candidate_id for one in mine if not exercises[one.exercise_id].written}
        written = {one.candidate_id for one in mine if exercises[one.exercise_id].written} - live
        for one in parts.candidates:
            assert (parts.name(one.person_id) in page) == (one.id in live)
            assert (one.id not in written) or f"C-{one.number:02d}" in page


def test_who_takes_no_part_finds_no_day_no_clock_and_no_workshop(client, session, in_use):
    stranger = people.person(session, "Sam Stranger", Role.OFFICER)
    for path in ("/my-day", "/clock", "", "/frame", "/rotations/1"):
        address = f"/workshops/{in_use.parts.row.uuid}{path}"
        assert read(client, session, stranger, address).status_code == 404


def test_lines_that_cannot_be_named_are_shown_with_the_reason_and_the_others_are_named(desk, session, made):
    row = people.person(session, "Nadia New", Role.OFFICER)
    session.commit()
    address = f"/workshops/{made.parts.row.uuid}/candidates/list"
    typed = f"{row.username}; fr, en\nnobody-here; en\n{row.username}"
    answer = desk.post(address, data={"people": typed})
    assert answer.status_code == 422
    assert "There is no account" in answer.text
    assert "takes part in this workshop already" in answer.text
    assert [one.languages for one in made.parts.candidates if one.person_id == row.id] == [["fr", "en"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tomorrow morning", "Line 1 cannot be read"),
        ("2026-12-07 12:00-08:00", "ends before it starts"),
        ("2026-12-07 08:00-12:00\n2026-12-07 11:00-13:00", "overlap"),
        ("2026-12-07 08:00-08:20", "too short"),
        ("2027-01-07 08:00-12:00", "outside the workshop"),
    ],
)
def test_a_frame_that_makes_no_slots_is_refused_in_words(desk, made, text, words):
    address = f"/workshops/{made.parts.row.uuid}/frame"
    answer = desk.post(address, data={"half_days": text, "change": "5", "spare": "1"})
    assert answer.status_code == 422
    assert words in answer.text


def test_what_changed_is_said_on_a_page_and_the_plan_says_for_whom(desk, session, in_use, now):
    parts = in_use.parts
    gone = parts.candidates[0]
    said = {"what": f"gone:{gone.uuid}", "from_at": "", "until_at": ""}
    asked = desk.post(f"/workshops/{parts.row.uuid}/changed", data=said)
    assert asked.status_code == 303
    jobs.run_due(now.replace(year=2030))
    page = desk.get(asked.location).text
    assert "What changes for whom" in page
    assert parts.name(gone.person_id) in page


@pytest.mark.parametrize("kind", ["wall", "rooms", "candidates", "assessors"])
def test_what_hangs_on_a_wall_names_nobody_and_each_paper_what_its_reader_may_know(desk, in_use, kind):
    parts = in_use.parts
    answer = desk.get(f"/workshops/{parts.row.uuid}/prints/{kind}.pdf")
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages]
    text = " ".join(pages)
    candidates = [parts.name(one.person_id) for one in parts.candidates]
    assessors = [parts.name(one.person_id) for one in parts.assessors]
    assert "C-01" in text
    assert any(name in text for name in candidates) == (kind in ("candidates", "assessors"))
    assert any(name in text for name in assessors) == (kind == "assessors")
    if kind == "candidates":
        assert [sum(name in page for name in candidates) for page in pages] == [1] * len(candidates)


def test_whoever_takes_part_is_changed_on_a_page_of_their_own(desk, session, made):
    parts = made.parts
    for row in (parts.candidates[0], parts.assessors[0]):
        address = f"/workshops/{parts.row.uuid}/people/{row.uuid}"
        assert desk.get(address).status_code == 200
        assert desk.post(address, data={"languages": "pt, en"}).status_code == 303
    assert [made.parts.candidates[0].languages, made.parts.assessors[0].languages] == [["pt", "en"]] * 2
