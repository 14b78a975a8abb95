"""A photograph is its candidate's: given with a word of consent, seen by who stands before them, gone in time."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from assessments.candidate_files import services
from assessments.candidate_files.purposes import EDGE
from assessments.candidate_files.queries import photographs_of
from assessments.permissions import PracticalRole
from assessments.sheets.rules.states import Turn
from assessments.workshops.queries.workshops import workshop_by_id
from assessments.workshops.scope_kind import WORKSHOP
from assessments.workshops.services.participants import end_participant
from assessments.workshops.services.using import use_rotation
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.people.models import Person
from lms.storage import get
from lms.uploads.models import Upload, UploadState
from lms.uploads.services.keeping import delete_overdue
from tests.builders import candidate_files as make
from tests.builders import people, sheets, uploads, workshops
from tests.builders.people import NOW, browser_of, viewer
from tests.builders.sheets import Bench


@pytest.fixture(autouse=True)
def _open_forms(app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def bench(session):
    return Bench(session)


@pytest.fixture
def row(session, bench):
    return make.candidacy(session, bench.workshop.id, bench.candidate.id)


@pytest.fixture
def at(bench):
    return f"/workshops/{bench.workshop.uuid}/photograph"


def sent(page, at, content, **more):
    fields = {"files": (io.BytesIO(content), "IMG_1.jpg"), "agrees": "y"} | more
    return page.post(at, data=fields, content_type="multipart/form-data")


def kept(session):
    return session.scalars(select(Upload).where(Upload.state == UploadState.KEPT)).all()


def told(session):
    return [one.name for one in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_what_a_candidate_gives_is_made_anew_and_small_and_says_nothing_but_its_pixels(app, session, bench, at):
    page = browser_of(app, session, bench.candidate)
    answer = sent(page, at, uploads.photo((1800, 1200)))
    assert answer.status_code == 303
    (file,) = kept(session)
    picture = Image.open(io.BytesIO(get(file.kept_key)))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (320, EDGE), {})
    assert b"Ann" not in get(file.kept_key)
    assert (file.name, file.original_key) == ("photograph.jpg", None)
    assert file.keep_until.date() == bench.workshop.ends_on + timedelta(days=366)
    assert "Saved until" in page.get(at).text
    assert "workshop.photograph-given" in told(session)


def test_without_the_word_of_consent_nothing_is_taken_and_the_page_says_that_none_is_needed(app, session, bench, at):
    page = browser_of(app, session, bench.candidate)
    answer = sent(page, at, uploads.photo(), agrees="")
    assert answer.status_code == 422
    assert "Without a photograph you are assessed all the same." in answer.text
    assert [one.attached_to for one in kept(session)] == [None]
    missing = page.post(at, data={"agrees": "y"})
    assert "Choose a photograph." in missing.text
    assert "This kind of file is not accepted here" in sent(page, at, uploads.pdf()).text


def test_another_one_replaces_it_and_it_can_be_removed(app, session, bench, at):
    page = browser_of(app, session, bench.candidate)
    sent(page, at, uploads.photo())
    first = kept(session)[0].uuid
    sent(page, at, uploads.photo((300, 300)))
    (second,) = kept(session)
    assert second.uuid != first
    assert page.get(f"/files/{first}/content").status_code == 404
    assert page.get(f"/files/{second.uuid}/content").status_code == 200
    assert page.post(f"{at}/remove").status_code == 303
    assert kept(session) == []
    assert page.post(f"{at}/remove").status_code == 404


def test_only_those_of_its_workshop_see_it_and_other_candidates_are_not_among_them(app, session, bench, row, at):
    file = make.photograph(session, row, NOW)
    other = sheets.candidate(session, bench.workshop, 2, "Awa Diop")
    runs = people.person(session, "Coordinator", place=people.administration(session))
    people.give_anywhere(session, runs, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    elsewhere = sheets.workshop(session, title="Another workshop")
    foreign = sheets.moderator(session, elsewhere, "Foreign Moderator")
    for runner in (other, foreign):
        people.give_anywhere(session, runner, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(elsewhere.id)))
    both = sheets.candidate(session, bench.workshop, 3, "Candidate who runs it")
    people.give_anywhere(session, both, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    officer = people.person(session, "Neighbour", Role.OFFICER, Role.ASSESSOR)
    seen = {
        who.name: bool(photographs_of(session, viewer(session, who), [(bench.workshop.id, bench.candidate.id)]))
        for who in (bench.candidate, bench.one, bench.two, bench.three, bench.moderator, runs, other, foreign, both,
                    officer)
    }  # fmt: skip
    assert [name for name, sees in seen.items() if sees] == [
        bench.candidate.name, bench.one.name, bench.two.name, bench.moderator.name, runs.name,
    ]  # fmt: skip
    for who in (bench.one, other):
        answer = browser_of(app, session, who).get(f"/files/{file.uuid}/content")
        assert answer.status_code == (200 if seen[who.name] else 404)
        if seen[who.name]:
            assert answer.headers["Cache-Control"] == "private, no-cache"
    assert browser_of(app, session, bench.one).get(at).status_code == 404
    assert browser_of(app, session, foreign).get(f"{at}s").status_code == 404
    assert browser_of(app, session, bench.moderator).get(f"{at}s").text.count('class="portrait"') == 1


def test_who_rates_written_work_alone_sees_no_face_and_nothing_shows_one_beside_it(app, session, bench, row):
    file = make.photograph(session, row, NOW)
    task = sheets.exercise(session, bench.workshop, bench.version, position=2, title="Case", written=True)
    bench.performance = bench.perform(exercise_id=task.id, written=True)
    paper = bench.assign(bench.three, Turn.FIRST)
    page = browser_of(app, session, bench.three)
    assert page.get(f"/files/{file.uuid}/content").status_code == 404
    own = bench.assign(bench.one, Turn.SECOND)
    desk = browser_of(app, session, bench.one)
    assert "portrait" in desk.get(f"/sheets/{bench.first.uuid}").text
    assert "portrait" not in desk.get(f"/sheets/{own.uuid}").text
    assert "portrait" not in page.get(f"/sheets/{paper.uuid}").text


def pictures(pdf):
    return [len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_printed_station_sheet_shows_photograph_and_code_and_written_work_neither(app, session, bench, row):
    runs = people.person(session, "Coordinator", place=people.administration(session))
    people.give_anywhere(session, runs, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    task = sheets.exercise(session, bench.workshop, bench.version, position=2, title="Case", written=True)
    bench.performance = bench.perform(exercise_id=task.id, written=True)
    bench.assign(bench.one, Turn.FIRST)
    desk = browser_of(app, session, runs)
    assert desk.post(f"/paper-sheets/{bench.workshop.uuid}").status_code == 303
    without = desk.get(f"/paper-sheets/{bench.workshop.uuid}/sheets.pdf").data
    assert (sum(pictures(without)), len(pictures(without))) == (0, 3)
    make.photograph(session, row, NOW, make.portrait())
    session.commit()
    assert sorted(pictures(desk.get(f"/paper-sheets/{bench.workshop.uuid}/sheets.pdf").data)) == [0, 1, 1]


def test_an_assessor_sees_the_faces_of_the_day_and_an_interpreter_none(app, session, now):
    made = workshops.small(session, now)
    made.exercise("Case on paper", written=True)
    voice = made.interpreter("Ivo Santos", languages=("en", "fr"))
    use_rotation(session, made.parts, made.worked_out(), by=made.by.id, now=now)
    parts = made.parts
    for one in parts.candidates:
        make.photograph(session, one, now)
    assessor = session.get_one(Person, parts.assessors[0].person_id)
    at = f"/workshops/{parts.row.uuid}/my-day"
    assert 'class="portrait"' in browser_of(app, session, assessor).get(at).text
    assert 'class="portrait"' not in browser_of(app, session, voice).get(at).text
    candidate = browser_of(app, session, session.get_one(Person, parts.candidates[0].person_id)).get(at).text
    assert 'class="portrait"' not in candidate
    assert f"/workshops/{parts.row.uuid}/photograph" in candidate


def test_who_is_no_longer_a_candidate_has_no_photograph_there(session, bench, row):
    make.photograph(session, row, NOW)
    end_participant(session, workshop_by_id(session, bench.workshop.id), row.uuid, by=bench.moderator.id, now=NOW)
    assert kept(session) == []
    assert "workshop.photograph-removed" in told(session)


def test_without_a_decision_it_goes_a_year_after_the_workshop(session, bench, row):
    file = make.photograph(session, row, NOW)
    services.set_keeping(session, [bench.candidate.id], by_id=None, now=NOW)
    over = file.keep_until
    delete_overdue(session, now=over - timedelta(seconds=1))
    assert [one.uuid for one in kept(session)] == [file.uuid]
    delete_overdue(session, now=over)
    assert kept(session) == []


def test_questions_to_the_database_do_not_grow_with_candidates(app, session, bench, counting):
    asked = []
    at = f"/workshops/{bench.workshop.uuid}/photographs"
    page = browser_of(app, session, bench.moderator)
    page.get(at)
    for number in (2, 3, 4):
        make.photograph(
            session,
            make.candidacy(session, bench.workshop.id, sheets.candidate(session, bench.workshop, number).id),
            NOW,
        )
        session.commit()
        with counting() as seen:
            page.get(at)
        asked.append(len(seen))
    assert len(set(asked)) == 1
