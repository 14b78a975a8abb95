"""Reporting a mistake: what can be reported by whom, and what becomes of bad input."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.services.loading import load_course
from courses.learning.services import enrol
from courses.mistakes.models import MistakeNote, MistakeReport, MistakeStep
from courses.mistakes.queries.pieces import NamedPiece, find_piece
from courses.mistakes.rules import AT_ONCE, NOTES_MOST, SENTENCE_MOST, TEXT_MOST, MistakeSort
from courses.mistakes.services.reporting import MistakeDraft, report_mistake
from lms.audit.models import AuditEntry
from lms.errors import RuleBroken, TooMany
from tests.builders.courses import write_french
from tests.builders.crowd import statements
from tests.builders.people import person, viewer
from tests.courses.mistakes.conftest import LESSON, NEW, SAID, WORD, load_newer

SCRIPT = '<script>alert("x")</script>'


def count(session, model):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


def test_a_lesson_and_each_word_of_the_glossary_lead_to_the_report_of_a_mistake(reader, version):
    lesson = reader.get("/courses/tiny-course/lessons/first").text
    assert f'action="/mistakes/new?course=tiny-course&amp;lesson=first&amp;version={version.uuid}' in lesson
    assert "Report a mistake" in lesson
    words = reader.get("/courses/tiny-course/glossary").text
    assert f"/mistakes/new?course=tiny-course&amp;word=scute&amp;version={version.uuid}" in words


@pytest.mark.parametrize("address", [LESSON, WORD])
def test_a_report_is_kept_with_the_version_and_language_that_were_read(session, reader, version, address):
    assert reader.get(address).status_code == 200
    answer = reader.post(address, data={**SAID, "sentence": "A horny plate"})
    assert answer.status_code == 303
    page = reader.get(answer.headers["Location"]).text
    assert "A scute is not a bone." in page
    assert "received" in page
    note = session.scalars(select(MistakeNote)).one()
    assert (note.course_version_id, note.language, note.sentence) == (version.id, "en", "A horny plate")


def test_a_script_in_a_report_is_shown_as_text(session, reader, judge):
    reader.post(LESSON, data={"sort": "other", "text": SCRIPT, "sentence": SCRIPT})
    uuid = session.scalars(select(MistakeReport.uuid)).one()
    for page in (reader.get("/mistakes/mine"), judge.get("/mistakes"), judge.get(f"/mistakes/{uuid}")):
        assert SCRIPT not in page.text
        assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"sort": "fact", "text": ""}, "Write what is wrong."),
        ({"sort": "fact", "text": " \n "}, "Write what is wrong."),
        ({"sort": "fact", "text": "\u200b…?"}, "Write what is wrong."),
        ({"sort": "fact", "text": "x" * (TEXT_MOST + 1)}, f"Use at most {TEXT_MOST} characters."),
        ({**SAID, "sentence": "x" * (SENTENCE_MOST + 1)}, f"Use at most {SENTENCE_MOST} characters."),
        ({**SAID, "sort": "poem"}, "Choose from the list."),
        ({"text": "No kind."}, "Choose from the list."),
    ],
    ids=["nothing", "blank", "signs alone", "too long", "sentence too long", "another kind", "no kind"],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_nothing_is_kept(session, reader, sent, words):
    answer = reader.post(LESSON, data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert count(session, MistakeReport) == 0


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "course=tiny-course",
        "course=tiny-course&lesson=none",
        "course=tiny-course&word=none",
        "course=tiny-course&lesson=first&check=none",
        "course=none&lesson=first",
        "attempt=none&question=1",
        "attempt=none&question=²",
    ],
)
def test_a_piece_that_there_is_not_is_not_found(session, reader, asked):
    assert reader.get(f"{NEW}?{asked}").status_code == 404
    assert reader.post(f"{NEW}?{asked}", data=SAID).status_code == 404
    assert count(session, MistakeReport) == 0


def test_what_one_may_not_read_one_cannot_report(session, version, signed_in):
    browser = signed_in(person(session, "Alone", "officer"))
    assert browser.post(LESSON, data=SAID).status_code == 404
    assert browser.post(WORD, data=SAID).status_code == 303  # the glossary is open before the course is begun


@pytest.mark.parametrize("language", ["xx", '"', "$.x", "x" * 200])
def test_a_language_that_there_is_not_is_that_of_the_course(session, reader, language):
    address = f"{NEW}?course=tiny-course&lesson=first&language={language}"
    assert reader.post(address, data=SAID).status_code == 303
    assert session.scalars(select(MistakeNote.language)).one() == "en"


def test_a_version_that_is_gone_gives_way_to_the_one_that_one_takes(session, reader, version):
    assert reader.post(f"{LESSON}&version=00000000-0000-0000-0000-000000000000", data=SAID).status_code == 303
    assert session.scalars(select(MistakeNote.course_version_id)).one() == version.id


def test_what_a_kept_page_names_and_the_course_has_lost_is_told_as_that(session, reader):
    answer = reader.post(f"{NEW}?course=tiny-course&lesson=lost&version=gone", data=SAID)
    assert answer.status_code == 409
    assert "This is no longer in your course" in answer.text
    assert count(session, MistakeReport) == 0


def test_a_report_of_an_older_version_names_that_version(session, folder, version, signed_in, now):
    newer = load_newer(session, folder, now)
    late = person(session, "Late", "officer")
    enrol(session, late.id, newer.id, now=now)
    browser = signed_in(late)
    assert browser.post(f"{LESSON}&version={version.uuid}", data=SAID).status_code == 303
    assert session.scalars(select(MistakeNote.course_version_id)).one() == version.id


def test_a_report_of_a_french_page_says_that_it_was_french(session, folder, signed_in, officer, now):
    write_french(folder)
    version = load_course(session, read_bundle(folder), actor_id=None, now=now).version
    enrol(session, officer.id, version.id, now=now)
    browser = signed_in(officer)
    browser.post(LESSON.replace("language=en", "language=fr"), data={**SAID, "sort": "translation"})
    browser.post(WORD + "&language=xx", data=SAID)  # a language that the course does not speak
    assert session.scalars(select(MistakeNote.language).order_by(MistakeNote.id)).all() == ["fr", "en"]
    assert session.scalars(select(MistakeReport.title).order_by(MistakeReport.id)).first() == "Leçon first"


def test_the_same_words_sent_twice_are_one_and_more_words_belong_to_the_same_report(session, reader):
    first = reader.post(LESSON, data=SAID)
    again = reader.post(LESSON, data=SAID)
    assert first.headers["Location"] == again.headers["Location"]
    assert "You reported this already" in reader.get(again.headers["Location"]).text
    reader.post(LESSON, data={**SAID, "text": "And the picture is upside down."})
    assert [count(session, one) for one in (MistakeReport, MistakeNote, MistakeStep)] == [1, 2, 1]
    assert "You wrote about it 2 times. This is the last." in reader.get("/mistakes/mine").text


def test_each_person_has_a_report_of_their_own(session, reader, version, signed_in, now):
    other = person(session, "Other", "officer")
    enrol(session, other.id, version.id, now=now)
    for browser in (reader, signed_in(other)):
        browser.post(LESSON, data=SAID)
    assert count(session, MistakeReport) == 2
    assert signed_in(other).get("/mistakes/mine").text.count('id="report-') == 1


def test_a_thousand_reports_of_one_person_are_slowed_and_then_folded(session, enrolled, version, now):
    me = viewer(session, enrolled)
    found = find_piece(session, me, NamedPiece(course="tiny-course", lesson="first"), "en")

    def say(number, at):
        return report_mistake(session, me, found, MistakeDraft(MistakeSort.FACT, f"Mistake {number}"), now=at)

    assert all(say(number, now).is_new for number in range(AT_ONCE))
    with pytest.raises(TooMany, match="16 minutes"):
        say("more", now)
    assert say("more", now + timedelta(minutes=17)).is_new
    for number in range(AT_ONCE, NOTES_MOST - 1):
        say(number, now + timedelta(minutes=18 + number * 2))
    with pytest.raises(RuleBroken, match="You have said a lot"):
        say("one too many", now + timedelta(days=1))
    assert [count(session, one) for one in (MistakeReport, MistakeNote)] == [1, NOTES_MOST]


def test_the_record_tells_that_somebody_reported_and_never_the_words(session, reported, version):
    entry = session.query(AuditEntry).filter_by(name="mistake.reported").one()
    assert entry.subject == f"course:{version.course_id}"
    assert entry.data["piece_name"] == "first"
    assert "scute" not in json.dumps(entry.data)


def test_ones_own_reports_are_a_file_too(reader, reported):
    (row,) = json.loads(reader.get("/mistakes/mine/export.json").text)
    assert (row["title"], row["text"], row["state"]) == ("Lesson first", SAID["text"], "received")


def test_a_formula_in_a_report_does_not_run_in_a_spreadsheet(reader, judge):
    reader.post(LESSON, data={"sort": "other", "text": '=HYPERLINK("http://x.example";"Look")'})
    text = judge.get("/mistakes/export.csv").text
    assert '"=HYPERLINK' not in text
    assert ",=HYPERLINK" not in text


def test_a_lesson_takes_no_statement_more_for_its_report(session, reader, counting):
    reader.get("/courses/tiny-course/lessons/first")
    assert statements(session, lambda: reader.get("/courses/tiny-course/lessons/first"))[0] <= 3
