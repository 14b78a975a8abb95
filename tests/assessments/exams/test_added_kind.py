"""A kind of question is added by a folder and a line, and is asked, saved, scored, reviewed and practised."""

from __future__ import annotations

from dataclasses import replace

import pytest

import config
from assessments.exams.queries.attempts import questions
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.grading import grade_attempt
from assessments.items.content.bundle import Surroundings, read_items
from assessments.items.kinds import registry
from assessments.items.kinds.base import QuestionKind
from assessments.items.rendering.kind_files import composed_scripts, judges, scripts
from assessments.items.rendering.practice_keys import practice_keys
from lms.app import create_app
from lms.web.assets import asset
from tests.assessments.items.even_odd import kind as even_odd
from tests.builders import assessments as make
from tests.builders.sources import sources

LESSON = f"/courses/{make.SLUG}/lessons/first"
CHECK = "practice-first-1"
ENTRY = (
    "- id: checkpoint-even-odd-0\n  kind: even-odd\n  use: checkpoint\n  topic: even\n  lesson: first\n"
    '  stem: "Can this be halved?"\n  number: 12\n  explain: "Because of the zebrawood."\n  sources: [S1]\n'
)
ONE = Surroundings({"first": "one"}, sources("S1"))


@pytest.fixture(scope="module")
def shared_app(shared_database, tmp_path_factory):
    """An application that is composed with the line in place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "KINDS", (*registry.KINDS, even_odd.KIND))
        folder = str(tmp_path_factory.mktemp("instance"))
        yield create_app(
            config.Testing(INSTANCE_PATH=folder, DATABASE_URL=shared_database.url), database=shared_database
        )


@pytest.fixture
def version(session, tmp_path, now):
    """The small course, whose second quiz and first check ask the new kind."""
    root = make.write_exam_course(tmp_path)
    checkpoint, practice, exams = (
        root / name for name in ("questions/checkpoint.yaml", "questions/practice.yaml", "exams.yaml")
    )
    checkpoint.write_text(checkpoint.read_text() + ENTRY)
    exams.write_text(exams.read_text().replace("[checkpoint-true-false-1]", "[checkpoint-even-odd-0]"))
    first, others = practice.read_text().split("- id: practice-second", 1)
    changed = first.replace("kind: true-false", "kind: even-odd").replace("answer: true", "number: 7")
    practice.write_text(f"{changed}- id: practice-second{others}")
    return make.load_folder(session, root, now)


@pytest.fixture
def officer(session, version, now):
    return make.learner(session, version, now)


def test_it_is_asked_saved_scored_and_reviewed(session, version, officer, signed_in, now):
    attempt = make.start(session, make.exam_of(session, version, "quiz-two"), officer, now)
    session.commit()
    here = signed_in(officer)
    page = here.get(f"/attempts/{attempt.uuid}").text
    assert '<p class="figure-shown">12</p>' in page
    assert "parity" not in page
    assert make.save(session, attempt, 1, "neither", now).verdict == "invalid"
    assert make.save(session, attempt, 1, "even", now).verdict == "taken"
    session.commit()
    assert 'value="even" id="a1-even" checked' in here.get(f"/attempts/{attempt.uuid}").text
    submit_attempt(session, attempt, key="k", now=now)
    assert grade_attempt(session, attempt.id, now=now).percent == "100"
    session.commit()
    result = here.get(f"/attempts/{attempt.uuid}").text
    assert '<div class="review" data-kind="even-odd">' in result
    assert "the word even" in result
    assert "the word odd" in result
    (question,) = questions(session, attempt.id)
    assert question.value == "even"


def test_it_is_practised_in_a_lesson_with_the_result_from_the_server(version, officer, signed_in):
    here = signed_in(officer)
    lesson = here.get(LESSON).text
    assert '<p class="figure-shown">7</p>' in lesson
    assert asset("even-odd.js") in lesson
    said = here.post(f"{LESSON}/checks/{CHECK}", data={"answer": "even"}).text
    assert "your answer, wrong" in said
    assert "the word odd" in said


def test_its_scripts_are_served_with_those_of_the_others(app):
    made = composed_scripts()
    assert b"evenOdd" in made["even-odd.js"]
    assert b'rules["even-odd"]' in made["practice-even-odd.js"]
    assert b"/*" not in made["practice-even-odd.js"]  # a comment at the head is for who reads the source
    assert scripts(["even-odd", "spot"]) == ("spot.js", "even-odd.js")
    assert judges(["even-odd"]) == ("practice.js", "practice-even-odd.js", "result.js")
    with app.test_client().get(asset("even-odd.js")) as served:
        assert served.status_code == 200
        assert b"evenOdd" in served.data


def test_a_kept_lesson_judges_it_in_the_browser(session, version, browser):
    told = practice_keys(session, version.id, [CHECK])
    page = browser.new_page()
    page.set_content("<!doctype html><title>Judge</title>")
    made = composed_scripts()
    for name in judges(["even-odd"]):
        page.add_script_tag(content=made[name].decode())
    assert judged(page, told, "odd")["outcome"] == "right"
    assert judged(page, told, "even")["outcome"] == "wrong"
    assert judged(page, told, "")["error"] == "Give an answer first."
    page.close()


def test_without_a_script_for_practice_a_kept_lesson_says_that_it_needs_a_line(
    session, version, monkeypatch, browser, officer, signed_in
):
    monkeypatch.setattr(registry, "KINDS", (*registry.KINDS[:-1], replace(even_odd.KIND, practice=None)))
    told = practice_keys(session, version.id, [CHECK])
    assert told["checks"] == {}  # nothing of its key is kept either
    assert judges(["even-odd"]) == ("practice.js", "result.js")
    page = browser.new_page()
    page.set_content("<!doctype html><title>Judge</title>")
    made = composed_scripts()
    for name in judges(["even-odd"]):
        page.add_script_tag(content=made[name].decode())
    assert "needs a connection" in judged(page, told, "odd")["error"]
    page.close()
    assert "your answer, right" in signed_in(officer).post(f"{LESSON}/checks/{CHECK}", data={"answer": "odd"}).text


def judged(page, told, answer):
    """How the page judges this answer to the check."""
    script = """([told, id, answer]) => {
      const form = new FormData();
      form.append("answer", answer);
      const { outcome, error } = practice.judge(told, id, form);
      return { outcome, error };
    }"""
    return page.evaluate(script, [told, CHECK, answer])


def test_without_the_line_the_loader_refuses_it_and_names_the_kinds_that_there_are(monkeypatch, app):
    monkeypatch.setattr(registry, "KINDS", registry.KINDS[:-1])
    items, problems = read_items({"questions/one.yaml": ENTRY.encode()}, ONE)
    assert items == []
    assert any("“kind” is “even-odd”; it must be one of one-choice, several-choices" in str(one) for one in problems)


def test_a_kind_that_people_score_has_no_key_and_is_refused_where_a_rule_must_score(monkeypatch, app):
    shared = {name: getattr(even_odd.KIND, name) for name in QuestionKind.__dataclass_fields__}
    monkeypatch.setattr(registry, "KINDS", (*registry.KINDS, QuestionKind(**shared | {"name": "essay"})))
    with pytest.raises(ValueError, match="No rule scores questions of the kind “essay”"):
        registry.scored("essay")
    items, problems = read_items({"questions/one.yaml": ENTRY.replace("even-odd\n", "essay\n").encode()}, ONE)
    assert items == []
    assert any("No rule scores questions of the kind “essay”" in str(one) for one in problems)
