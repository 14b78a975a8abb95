"""What an assessor keeps to read: photographs and dossiers without names, of their own candidates, small."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from assessments.candidate_files import views
from assessments.candidate_files.day_files import CandidateDayFiles
from assessments.sheets.offline.pages.day import keeping_plan
from assessments.sheets.rules.states import Turn
from lms.audit.models import AuditEntry
from lms.web.api import wire_size
from tests.builders import candidate_files as make
from tests.builders import evidence, people, sealed_sheets, sheets
from tests.builders.people import NOW, browser_of, viewer
from tests.builders.sheets import Bench

LARGEST = 1_500_000  # bytes of a day of twelve performances with its photographs
STORY = (
    "Boupha Keo taught twelve officers of the airport for two days: which shells, scales and plants pass, how they "
    "are packed, what to ask, and what to do with what was found. On the second day they searched eleven bags. "
)


@pytest.fixture
def bench(session):
    sealed_sheets.key(session)
    return Bench(session)


@pytest.fixture
def shown(session, bench):
    """The candidate of the bench with a photograph and evidence."""
    row = make.candidacy(session, bench.workshop.id, bench.candidate.id)
    file = make.photograph(session, row, NOW, make.portrait())
    evidence.item(session, bench.candidate.id, NOW, title="Two days with Boupha Keo", text=STORY)
    return row, file


def read(app, session, who, day):
    """What this person fetches for their day, by address."""
    page = browser_of(app, session, who)
    urls = [file["url"] for sheet in day["sheets"] for file in sheet["files"]]
    return {url: page.get(url) for url in dict.fromkeys(urls)}


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_kept_day_has_photograph_and_dossier_without_names_and_says_who_read(app, session, bench, shown):
    _row, file = shown
    day = browser_of(app, session, bench.one).get("/sheets/day/kept").json
    photograph, dossier = day["sheets"][0]["files"]
    assert (photograph["title"], photograph["type"]) == ("Photograph of C-01", "image/jpeg")
    assert photograph["url"] == f"/files/{file.uuid}/content"
    assert photograph["size"] == len(make.portrait())
    assert dossier["title"] == "Dossier of C-01, without names"
    answers = read(app, session, bench.one, day)
    assert answers[photograph["url"]].data == make.portrait()
    answer = answers[dossier["url"]]
    assert answer.headers["Content-Disposition"] == "attachment; filename=dossier-C-01.pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    said = words(answer.data)
    assert "Two days with C-01" in said
    assert "left out of this copy" in said
    assert not any(part in said for part in ("Boupha", "Keo", "room.jpg"))
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "evidence.dossier-read")).all()
    assert [(one.subject, one.actor_id, one.data["names"]) for one in told] == [
        (f"person:{bench.candidate.id}", bench.one.id, False)
    ]


def test_the_address_of_a_dossier_changes_with_what_is_in_it(app, session, bench, shown):
    page = browser_of(app, session, bench.one)

    def url():
        return page.get("/sheets/day/kept").json["sheets"][0]["files"][1]["url"]

    first = url()
    assert url() == first
    evidence.item(session, bench.candidate.id, NOW, title="A search", text="Three boxes.")
    session.commit()
    assert url() != first


def test_written_work_has_no_photograph_and_who_rates_nothing_of_somebody_reads_nothing(app, session, bench, shown):
    row, _file = shown
    task = sheets.exercise(session, bench.workshop, bench.version, position=2, title="Case", written=True)
    bench.performance = bench.perform(exercise_id=task.id, written=True)
    bench.assign(bench.three, Turn.FIRST)
    day = browser_of(app, session, bench.three).get("/sheets/day/kept").json
    (dossier,) = day["sheets"][0]["files"]
    assert dossier["type"] == "application/pdf"
    assert day["sheets"][0]["name"] == ""
    at = f"/workshops/candidates/{row.uuid}/dossier.pdf"
    others = sheets.workshop(session, title="Another")
    foreign = sheets.assessor(session, others, 1, "Foreign Assessor")
    for who, status in ((bench.two, 200), (bench.moderator, 404), (bench.candidate, 404), (foreign, 404)):
        assert browser_of(app, session, who).get(at).status_code == status
    with app.test_request_context():
        assert CandidateDayFiles().files(session, viewer(session, foreign), [bench.performance.id]) == {
            bench.performance.id: []
        }
    bench.workshop.closed_at = NOW
    session.commit()
    assert browser_of(app, session, bench.two).get(at).status_code == 404


def test_a_dossier_that_is_too_large_for_a_device_is_read_with_a_connection_alone(
    app, session, bench, shown, monkeypatch
):
    row, _file = shown
    monkeypatch.setattr(views, "KEPT_MOST", 2_000)
    page = browser_of(app, session, bench.one)
    at = f"/workshops/candidates/{row.uuid}/dossier.pdf"
    answer = page.get(f"{at}?kept=1")
    assert (answer.status_code, answer.text) == (413, "This dossier is too large to be kept on a device.")
    assert page.get(at).status_code == 200
    assert f'href="{at}"' in page.get(f"/sheets/{bench.first.uuid}").text


def test_a_day_of_twelve_performances_with_photographs_and_dossiers_is_under_the_limit(app, session, bench, shown):
    for number in range(2, 13):
        who = sheets.candidate(session, bench.workshop, number, f"Candidate Number{number}")
        make.photograph(session, make.candidacy(session, bench.workshop.id, who.id), NOW, make.portrait())
        for piece in range(6):
            evidence.item(session, who.id, NOW, title=f"Work {piece}", text=STORY * 5, files=False)
        bench.performance = bench.perform(person_id=who.id)
        bench.assign(bench.one, Turn.FIRST)
    page = browser_of(app, session, bench.one)
    kept = page.get("/sheets/day/kept")
    assert len(kept.json["sheets"]) == 12
    answers = read(app, session, bench.one, kept.json)
    sizes = dict.fromkeys(("image/jpeg", "application/pdf"), 0)
    for answer in answers.values():
        sizes[answer.mimetype] += len(answer.data)
    with app.test_request_context():
        page_size = keeping_plan("/sheets/day", page.get("/sheets/day").text, NOW)["bytes"]
    day = wire_size(kept.data, "application/json")
    print(len(answers), sizes, day, page_size)
    assert len(answers) == 24
    assert sum(sizes.values()) + day + page_size < LARGEST


def test_questions_to_the_database_do_not_grow_with_candidates(app, session, bench, shown, counting):
    asked = []
    reader = viewer(session, bench.one)
    performances = [bench.performance.id]
    for number in (2, 3, 4):
        who = sheets.candidate(session, bench.workshop, number, f"Candidate Number{number}")
        make.photograph(session, make.candidacy(session, bench.workshop.id, who.id), NOW)
        evidence.item(session, who.id, NOW, files=False)
        bench.performance = bench.perform(person_id=who.id)
        bench.assign(bench.one, Turn.FIRST)
        performances.append(bench.performance.id)
        with app.test_request_context(), counting() as seen:
            session.expire_all()
            found = CandidateDayFiles().files(session, reader, performances)
        assert sum(len(files) for files in found.values()) == 2 * len(performances)
        asked.append(len(seen))
    assert asked[1] == asked[2]


def test_a_panel_reads_the_whole_dossier_only_through_its_own_rule(app, session, bench, shown):
    at = f"/evidence/of/{bench.candidate.uuid}/dossier.pdf"
    for who in (bench.one, bench.moderator, bench.candidate, people.person(session, "Officer")):
        assert browser_of(app, session, who).get(at).status_code == 404
