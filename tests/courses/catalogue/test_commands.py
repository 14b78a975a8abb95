"""The commands on course folders: what they print, and how they end."""

import json
from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from courses.catalogue.commands import courses_commands
from courses.catalogue.models import CourseVersion
from lms import clock
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.cli import main
from tests.builders.courses import FakeQuestions, load
from tests.builders.people import person


@pytest.fixture
def lms(app):
    """Runs `lms courses …` in the application of this test."""
    return lambda *words: CliRunner().invoke(
        courses_commands,
        [str(word) for word in words],
        obj=SimpleNamespace(get=lambda: app, apart=lambda _folder, _port: nullcontext(app)),
    )


def spoil(folder):
    file = folder / "lessons" / "first.md"
    file.write_text(file.read_text().replace("[[scute]]", "[[skute]]"))


def test_a_sound_folder_passes(lms, folder):
    answer = lms("check", folder)
    assert (answer.exit_code, "3 lessons" in answer.output) == (0, True)


def test_a_fault_is_one_line_with_file_and_line_and_exit_code_1(lms, folder):
    spoil(folder)
    answer = lms("check", folder)
    assert answer.exit_code == 1
    assert "lessons/first.md:7: “skute” is not a term of the glossary." in answer.stderr.splitlines()


def test_json_is_one_document_and_nothing_else(lms, folder):
    spoil(folder)
    answer = lms("check", folder, "--json")
    document = json.loads(answer.stdout)
    assert (answer.exit_code, answer.stderr, document["ok"], document["course"]) == (1, "", False, "tiny-course")
    assert [(one["file"], one["line"]) for one in document["problems"]] == [("lessons/first.md", 7)]


def test_a_folder_that_is_not_there_is_wrong_usage(lms, tmp_path):
    assert lms("check", tmp_path / "nowhere").exit_code == 2


def test_a_check_in_the_folder_of_an_author_leaves_nothing_there_whatever_is_set(folder, monkeypatch):
    for name in ("INSTANCE_PATH", "SECRET_KEY", "KEYS_SECRET", "SITE_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
    before = {path.relative_to(folder) for path in folder.rglob("*")}
    for kind in ("embedded", "production"):
        monkeypatch.setenv("SPOOR_ENV", kind)
        json.loads(CliRunner().invoke(main, ["courses", "check", ".", "--json"]).stdout)
    assert {path.relative_to(folder) for path in folder.rglob("*")} == before


def test_an_empty_folder_is_faulty(lms, tmp_path):
    (tmp_path / "empty").mkdir()
    answer = lms("check", tmp_path / "empty")
    assert (answer.exit_code, "course.yaml:1" in answer.stderr) == (1, True)


def test_loading_says_the_version_and_again_says_that_nothing_changed(lms, folder):
    assert "Version 1 is published" in lms("load", folder).output
    again = lms("load", folder)
    assert (again.exit_code, "Nothing was changed" in again.output) == (0, True)


def test_loading_in_json_says_whether_it_was_new(lms, folder):
    documents = [json.loads(lms("load", folder, "--json").stdout) for _ in range(2)]
    assert [(one["version"], one["new"]) for one in documents] == [(1, True), (1, False)]


def test_a_faulty_folder_is_not_loaded(lms, folder, session):
    spoil(folder)
    assert lms("load", folder).exit_code == 1
    assert session.scalar(select(func.count()).select_from(CourseVersion)) == 0


def test_an_export_can_be_checked_and_loaded(lms, folder, session, now, tmp_path):
    load(session, folder, now)
    session.commit()
    assert lms("export", "tiny-course", tmp_path / "out").exit_code == 0
    assert lms("check", tmp_path / "out").exit_code == 0
    assert "Nothing was changed" in lms("load", tmp_path / "out").output


def test_a_folder_is_checked_once_when_it_is_loaded_on_the_day_of_loading(lms, folder, monkeypatch, now):
    days = []
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(FakeQuestions, "check", lambda _self, _files, _facts, today: days.append(today) or [])
    assert lms("load", folder).exit_code == 0
    assert days == [now.date()]


def test_a_faulty_folder_is_told_when_it_is_loaded_in_the_words_of_the_check(lms, folder):
    spoil(folder)
    checked, loaded = lms("check", folder, "--json"), lms("load", folder, "--json")
    assert (loaded.exit_code, json.loads(loaded.stdout)) == (1, json.loads(checked.stdout))
    assert lms("load", folder).stderr == lms("check", folder).stderr


def test_the_day_of_a_check_can_be_named(lms, folder, monkeypatch):
    days = []
    monkeypatch.setattr(FakeQuestions, "check", lambda _self, _files, _facts, today: days.append(today) or [])
    assert lms("check", folder, "--on", "2028-01-01").exit_code == 0
    assert days == [date(2028, 1, 1)]
    assert lms("check", folder, "--on", "next year").exit_code == 2


def test_who_is_named_holds_the_files_and_nobody_else(lms, folder, session, tmp_path):
    row = person(session, None, Role.TRAINER)
    session.commit()
    assert lms("load", folder, "--as", row.username).exit_code == 0
    version = session.scalars(select(CourseVersion)).one()
    assert lms("export", "tiny-course", tmp_path / "out", "--as", row.username).exit_code == 0
    told = [(one.actor_id, one.data) for one in entries(session)]
    assert told == [(row.id, {"course_version_id": version.id})] * 2


def test_where_nobody_is_named_the_command_says_that_it_is_not_written_down(lms, folder, session, tmp_path):
    for answer in (lms("load", folder), lms("export", "tiny-course", tmp_path / "out")):
        assert answer.exit_code == 0
        assert "Nobody is named with --as" in answer.stderr
    assert entries(session) == []


def test_a_name_that_nobody_has_is_refused_before_anything_is_loaded(lms, folder, session):
    answer = lms("load", folder, "--as", "nobody.here")
    assert answer.exit_code != 0
    assert "Nobody has the user name" in str(answer.exception) + answer.output
    assert session.scalar(select(func.count()).select_from(CourseVersion)) == 0


def test_who_loads_proposes_no_cut_score_by_the_name_on_a_command(lms, folder, session, questions):
    row = person(session, None, Role.TRAINER)
    session.commit()
    lms("load", folder, "--as", row.username)
    assert questions.actors == [None]


def test_loading_says_which_questions_stay_withdrawn(lms, folder, questions):
    questions.kept_out = ["“exam-one” stays withdrawn from new papers: The key is wrong."]
    assert questions.kept_out[0] in lms("load", folder).stderr.splitlines()
    assert json.loads(lms("load", folder, "--json").stdout)["withdrawn"] == questions.kept_out


def entries(session):
    wanted = select(AuditEntry).where(AuditEntry.name == "course.files-held")
    return session.scalars(wanted.order_by(AuditEntry.id)).all()


def test_advice_is_told_and_refuses_nothing(lms, folder, app, monkeypatch):
    monkeypatch.setattr(FakeQuestions, "advice", lambda *_facts: ["Options that begin with “let” are never right."])
    answer = lms("check", folder)
    assert (answer.exit_code, "Advice: Options that begin with “let”" in answer.stdout) == (0, True)
    document = json.loads(lms("check", folder, "--json").stdout)
    assert (document["ok"], document["advice"]) == (True, ["Options that begin with “let” are never right."])
