"""The counter card from a person's own course, answers and administration, and nobody else's."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from courses.api import record_read
from lms import clock
from lms.access import Role
from lms.people.api import ContactDraft, ContactKind, set_contacts
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import NOW, administration, browser, person, sign_in

HOME = f"/courses/{make.SLUG}"
CARD, PDF = f"{HOME}/card", f"{HOME}/card.pdf"


@pytest.fixture(autouse=True)
def time(monkeypatch, shared_app):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    shared_app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def version(session, tmp_path):
    return make.load_folder(session, make.write_exam_course(tmp_path), NOW)


@pytest.fixture
def place(session):
    made = administration(session, "Harbour Customs")
    police = ContactDraft(ContactKind.POLICE, "Harbour police", "+66 2 555 0103")
    set_contacts(session, made.id, [police], now=NOW)
    return made


@pytest.fixture
def officer(session, version, place):
    row = make.learner(session, version, NOW, place=place)
    row.name = "Malee Srisuk"
    session.flush()
    return row


@pytest.fixture
def enter(app, session):
    def at(row, language="en"):
        made = browser(app)
        sign_in(made, session, row)
        made.set_cookie("language", language)
        session.commit()
        return made

    return at


def read_all(session, row, version):
    for lesson in ("first", "second", "third"):
        record_read(session, row.id, version.course_id, lesson, now=NOW)


def text_of(answer):
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    (page,) = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(page.extract_text().split())


def test_the_card_opens_when_every_lesson_is_read(session, officer, version, enter):
    own = enter(officer)
    assert "3 lessons are still to be read" in own.get(CARD).text
    assert (own.get(PDF).status_code, own.get(PDF).location) == (303, CARD)
    read_all(session, officer, version)
    session.commit()
    assert "Open the card to print it" in own.get(CARD).text
    assert "Lesson first" in text_of(own.get(PDF))


def test_passing_the_final_exam_opens_it_too(session, officer, version, enter):
    make.sit(session, make.exam_of(session, version), officer, NOW - timedelta(days=1))
    assert text_of(enter(officer).get(PDF))


def test_own_wrong_answers_come_first_and_the_contacts_are_those_of_the_own_administration(
    session, officer, version, enter
):
    read_all(session, officer, version)
    stranger = make.learner(session, version, NOW, place=administration(session))
    read_all(session, stranger, version)
    make.sit(session, make.exam_of(session, version, make.QUIZ), officer, NOW, wrong=[list(KindName)[2]])
    mine, theirs = text_of(enter(officer).get(PDF)), text_of(enter(stranger).get(PDF))
    assert "These first Lesson third" in mine
    assert "Harbour police" in mine
    assert "At the counter Lesson first" in theirs
    assert "Harbour police" not in theirs
    page = enter(stranger).get(CARD).text
    assert "Some contacts of your administration are missing" in page
    assert "First, because you made mistakes" in enter(officer).get(CARD).text


def test_the_card_names_nobody_and_holds_no_question(session, officer, version, enter):
    make.sit(session, make.exam_of(session, version), officer, NOW - timedelta(days=1), wrong=list(KindName)[:1])
    answer = enter(officer).get(PDF)
    text = text_of(answer) + str(PdfReader(io.BytesIO(answer.data)).metadata)
    assert "Malee" not in text
    assert officer.username not in text
    assert make.SECRET not in text
    for kind in KindName:
        for number in range(3):
            assert make.word(f"exam{kind}{number}x") not in text


def test_the_card_speaks_the_language_of_the_page(session, officer, version, enter):
    read_all(session, officer, version)
    french = enter(officer, "fr")
    assert "Qui appeler" in text_of(french.get(PDF))
    assert "Whom to call" in text_of(enter(officer).get(PDF))


def test_it_is_kept_as_a_file_or_looked_at_and_never_cached(session, officer, version, enter):
    read_all(session, officer, version)
    own = enter(officer)
    assert own.get(PDF).headers["Content-Disposition"] == f'attachment; filename="counter-card-{make.SLUG}.pdf"'
    assert "Content-Disposition" not in own.get(PDF + "?show=1").headers
    assert own.get(PDF).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("address", [CARD, PDF])
def test_who_does_not_take_the_course_finds_no_card(session, version, enter, role, address):
    assert enter(person(session, None, role)).get(address).status_code == 404


@pytest.mark.parametrize("address", [CARD, PDF])
def test_a_stranger_is_asked_who_it_is(app, version, address):
    assert browser(app).get(address).location == f"/sign-in?next={address}"


def test_who_belongs_to_no_administration_gets_lines_to_write_on(session, version, enter):
    alone = make.learner(session, version, NOW)
    read_all(session, alone, version)
    assert text_of(enter(alone).get(PDF)).count("Telephone") == 4


def test_the_course_page_leads_to_the_card(session, officer, version, enter):
    read_all(session, officer, version)
    assert f'href="{CARD}"' in enter(officer).get(HOME).text


def test_a_course_in_signs_that_no_font_has_says_so(session, tmp_path, place, enter):
    root = make.write_exam_course(tmp_path)
    lesson = root / "lessons" / "first.md"
    lesson.write_text(lesson.read_text().replace("Look at the first end.", "看第一端。"))
    version = make.load_folder(session, root, NOW)
    row = make.learner(session, version, NOW, place=place)
    read_all(session, row, version)
    answer = enter(row).get(PDF)
    assert answer.status_code == 409
    assert "these characters are missing in the font: 看 第 一 端" in answer.text
    assert enter(row).get(CARD).status_code == 200


def test_the_number_of_queries_does_not_grow_with_answers_and_contacts(session, officer, version, enter, connection):
    from sqlalchemy import event

    read_all(session, officer, version)
    own = enter(officer)

    def asked():
        seen = []

        def note(_connection, _cursor, statement, *_more):
            seen.append(statement)

        own.get(CARD)
        event.listen(connection, "before_cursor_execute", note)
        own.get(CARD)
        event.remove(connection, "before_cursor_execute", note)
        return len(seen)

    few = asked()
    for n in range(3):
        at = NOW - timedelta(days=9 - n)
        make.sit(session, make.exam_of(session, version, make.QUIZ), officer, at, wrong=list(KindName), seed=n)
    drafts = [ContactDraft(kind, "Somebody", "191 191") for kind in ContactKind]
    set_contacts(session, officer.administration_id, drafts, now=NOW)
    session.commit()
    assert asked() == few
    assert few <= 10
