"""Judging reports of mistakes: who may, what becomes of one, who is told, and what the record says."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from courses.learning.services import enrol
from courses.mistakes.models import MistakeNote, MistakeReport, MistakeStep
from courses.mistakes.queries.reports import report_judged
from courses.mistakes.rules import MistakeState
from courses.mistakes.services.judging import MISTAKE_JUDGED, MistakeJudgement
from courses.mistakes.services.judging import judge as judge_report
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import Conflict
from lms.messages.models import Message
from tests.builders.audit import records_apart
from tests.builders.crowd import statements
from tests.builders.people import administration, give, person, viewer
from tests.courses.mistakes.conftest import LESSON, SAID, WORD, load_newer


@pytest.fixture
def newer(session, folder, version, now):
    """A version that came after the one that was read."""
    return load_newer(session, folder, now)


def told(session):
    session.expire_all()
    return session.scalars(select(Message).where(Message.kind == MISTAKE_JUDGED.name).order_by(Message.id)).all()


def states(session):
    session.expire_all()
    return session.scalars(select(MistakeStep.state).order_by(MistakeStep.id)).all()


def say(browser, uuid, state, seen=1, **more):
    return browser.post(f"/mistakes/{uuid}", data={"state": state, "seen": str(seen), **more})


def test_who_answers_for_courses_sees_reports_with_names_and_counts_by_piece(reported, reader, judge):
    reader.post(WORD, data=SAID)
    page = judge.get("/mistakes").text
    assert "2 reports" in page
    assert "Officer" in page
    assert "the word “Scute”" in page
    assert "Open reports by what they are about" in page


def test_a_manager_of_a_country_and_a_trainer_find_nothing(session, reported, signed_in):
    place = administration(session)
    near = person(session, "Near Manager", Role.OFFICER)
    give(session, near, Role.PROGRAMME_MANAGER, place)
    for row in (near, person(session, "Trainer", Role.TRAINER)):
        browser = signed_in(row)
        for path in ("/mistakes", "/mistakes/export.csv", f"/mistakes/{reported}"):
            assert browser.get(path).status_code == 404
        assert say(browser, reported, "looked-at").status_code == 404


def test_the_list_is_narrowed_by_course_state_piece_kind_and_name(reported, reader, judge):
    reader.post(WORD, data={**SAID, "sort": "picture"})
    for asked, found in (
        ("course=tiny-course", 2), ("course=none", 2), ("piece=word", 1), ("kind=picture", 1), ("state=mended", 0),
        ("state=all", 2), ("piece=lesson&name=first", 1), ("state=poem", 2),
    ):  # fmt: skip
        assert judge.get(f"/mistakes?{asked}").status_code == 200
        assert len(json.loads(judge.get(f"/mistakes/export.json?{asked}").text)) == found, asked


def test_whoever_reported_hears_in_the_inbox_what_became_of_it(session, reported, reader, judge, newer):
    assert say(judge, reported, "looked-at").status_code == 303
    assert say(judge, reported, "mended", 2, version="2").status_code == 303
    (message,) = told(session)  # the first was not opened yet, so the second took its place
    page = reader.get(f"/inbox/{message.uuid}").text
    assert "Your report about the lesson “Lesson first”" in page
    assert "It is corrected in version 2 of the course." in page
    mine = reader.get("/mistakes/mine").text
    assert "corrected" in mine
    assert states(session) == ["received", "looked-at", "mended"]


def test_the_message_speaks_the_language_of_its_reader(session, reported, enrolled, signed_in, judge):
    say(judge, reported, "no-mistake", reason="A scute is horn.")
    (message,) = told(session)
    enrolled = session.merge(enrolled)
    enrolled.language = "fr"
    session.commit()
    page = signed_in(enrolled).get(f"/inbox/{message.uuid}").text
    assert "A scute is horn." in page
    assert '<html lang="fr"' in page


def test_it_is_no_mistake_only_with_a_reason(session, reported, judge):
    answer = say(judge, reported, "no-mistake")
    assert answer.status_code == 422
    assert "Say why it is not a mistake" in answer.text
    assert states(session) == ["received"]
    assert say(judge, reported, "no-mistake", reason="A scute is horn.").status_code == 303


@pytest.mark.parametrize("number", ["", "1", "2", "9", "x"])
def test_it_is_mended_only_in_a_version_that_came_after(session, reported, judge, number):
    assert say(judge, reported, "mended", version=number).status_code == 422
    assert states(session) == ["received"]


def test_a_duplicate_names_another_report_of_the_course_that_is_none_itself(
    session, reported, version, judge, now, signed_in
):
    other = person(session, "Other", "officer")
    enrol(session, other.id, version.id, now=now)
    signed_in(other).post(LESSON, data=SAID)
    second = session.scalars(select(MistakeReport.uuid).where(MistakeReport.person_id == other.id)).one()
    assert say(judge, second, "duplicate").status_code == 422
    assert say(judge, second, "duplicate", before=second).status_code == 422
    assert say(judge, second, "duplicate", before=reported).status_code == 303
    assert say(judge, reported, "duplicate", before=second).status_code == 422  # no circle
    say(judge, reported, "no-mistake", reason="A scute is horn.")
    assert sorted(one.person_id for one in told(session)) == sorted(
        {other.id, session.scalars(select(MistakeReport.person_id).where(MistakeReport.uuid == reported)).one()}
    )


def test_who_was_slower_is_told_that_somebody_else_has_changed_it(session, reported, judge):
    say(judge, reported, "looked-at")
    answer = say(judge, reported, "no-mistake", reason="Late.")
    assert answer.status_code == 409
    assert states(session) == ["received", "looked-at"]


def test_of_two_at_once_one_succeeds(session, reported, manager, now):
    me = viewer(session, manager)
    found = report_judged(session, me, reported)
    judge_report(session, me, found, MistakeJudgement(MistakeState.LOOKED_AT, "", 1), now=now)
    with pytest.raises(Conflict):
        judge_report(session, me, found, MistakeJudgement(MistakeState.NO_MISTAKE, "No.", 1), now=now)


def test_a_decided_report_is_looked_at_again_and_what_its_person_says_later_is_a_new_one(
    session, reported, reader, judge
):
    say(judge, reported, "no-mistake", reason="A scute is horn.")
    reader.post(LESSON, data={**SAID, "text": "But look at line two."})
    assert len(session.scalars(select(MistakeReport.id)).all()) == 2
    assert say(judge, reported, "mended", 2).status_code == 422
    assert say(judge, reported, "looked-at", 2).status_code == 303


@pytest.mark.parametrize("sent", [{}, {"state": "received"}, {"state": "poem"}, {"state": "looked-at", "seen": "²"}])
def test_what_cannot_follow_is_refused(session, reported, judge, sent):
    assert judge.post(f"/mistakes/{reported}", data={"seen": "1", **sent}).status_code in (409, 422)
    assert states(session) == ["received"]


def test_another_manager_decides_about_a_report_of_ones_own(session, version, manager, judge, signed_in, now):
    enrol(session, manager.id, version.id, now=now)
    session.commit()
    assert judge.post(WORD, data=SAID).status_code == 303
    own = session.scalars(select(MistakeReport.uuid)).one()
    page = judge.get(f"/mistakes/{own}").text
    assert "This is your own report. Another manager must decide about it." in page
    assert 'name="state"' not in page
    for state in ("looked-at", "no-mistake"):
        answer = say(judge, own, state, reason="A scute is horn.")
        assert answer.status_code == 409
        assert "You cannot decide about your own report. Another manager must do it." in answer.text
    assert states(session) == ["received"]
    other = signed_in(person(session, "Other Manager", Role.PROGRAMME_MANAGER))
    assert say(other, own, "looked-at").status_code == 303
    assert states(session) == ["received", "looked-at"]


def test_a_script_in_the_reason_is_shown_as_text(reported, reader, judge):
    say(judge, reported, "no-mistake", reason="<script>1</script>")
    for page in (reader.get("/mistakes/mine"), judge.get(f"/mistakes/{reported}")):
        assert "<script>1" not in page.text
        assert "&lt;script&gt;1" in page.text


def test_the_record_keeps_every_judgement_and_agrees_with_the_reports(session, reported, judge, manager):
    say(judge, reported, "no-mistake", reason="A scute is horn.")
    session.expire_all()
    entry = session.query(AuditEntry).filter_by(name="mistake.judged").one()
    assert (entry.actor_id, entry.data["before"], entry.data["after"]) == (manager.id, "received", "no-mistake")
    assert "horn" not in json.dumps(entry.data)
    assert records_apart(session) == []


def test_the_file_of_the_list_names_people_and_is_told_to_the_record(session, reported, judge):
    (row,) = json.loads(judge.get("/mistakes/export.json?piece=lesson").text)
    assert (row["report"], row["name_of_person"], row["text"]) == (reported, "Officer", SAID["text"])
    assert judge.get("/mistakes/export.xlsx").status_code == 200
    session.expire_all()
    assert session.query(AuditEntry).filter_by(name="list.exported").first().data["filter"] == {"piece": "lesson"}


def add_report(session, version, number, now):
    """A report of somebody else about the first lesson."""
    who = person(session, f"Reader {number}", "officer").id
    piece = {"piece": "lesson", "name": "first", "lesson": "first", "exam": "", "title": "Lesson first"}
    row = MistakeReport(uuid=f"report-{number}", course_id=version.course_id, person_id=who, no=1, at=now, **piece)
    session.add(row)
    session.flush()
    read = {"course_version_id": version.id, "language": "en", "sort": "fact", "sentence": "", "text": "Wrong."}
    session.add(MistakeNote(key=f"key-{number}", report_id=row.id, at=now, **read))
    session.add(MistakeStep(report_id=row.id, no=1, state="received", reason="", by_id=who, at=now))


def test_the_list_takes_as_many_statements_for_sixty_as_for_one(session, version, reported, judge, now):
    judge.get("/mistakes")
    before = statements(session, lambda: judge.get("/mistakes"))[0]
    for number in range(60):
        add_report(session, version, number, now)
    session.commit()
    assert statements(session, lambda: judge.get("/mistakes"))[0] == before
    assert "page=2" in judge.get("/mistakes").text
