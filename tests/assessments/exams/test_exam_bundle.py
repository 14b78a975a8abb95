"""The exams of a course folder: what they ask of its items."""

import json

import pytest

from assessments.exams.content.bundle import parse_bundle, read_bundle
from assessments.exams.rules.blueprint import blueprint_json, restore_blueprint
from assessments.items.content.bundle import Surroundings
from tests.builders.folders import files_of

AROUND = Surroundings({"ivory": "first", "horn": "second"})

EXAMS = """\
- slug: checkpoint-first
  use: checkpoint
  title: "Checkpoint: the first look"
  draw:
    - items: [checkpoint-ivory-0, checkpoint-ivory-1]
  minutes: null
  cut: 70
  attempts: null
- slug: final-exam
  use: exam
  title: "Final exam"
  minutes: 40
  attempts: 3
  wait_hours: 24
  cut: 70
  cut_by: "Course authors"
  cut_method: "Provisional: to be replaced by a panel"
  provisional: true
  draw:
    - {topic: ivory, count: 2}
    - {topic: horn, count: 1}
"""
WORDS = ["tusk", "horn", "scale", "skin", "fin", "eel", "bird", "claw", "tooth", "shell", "root"]


def item(use, topic, number):
    word = WORDS[number]
    return (
        f"- {{id: {use}-{topic}-{number}, kind: true-false, use: {use}, topic: {topic}, lesson: {topic}, answer: true, "
        f'stem: "{word} {word}x {word}y {use}", explain: "Because of the {word}.", sources: [S1]}}\n'
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "questions").mkdir()
    items = [item("exam", "ivory", n) for n in range(6)] + [item("exam", "horn", n) for n in range(6, 9)]
    items += [item("checkpoint", "ivory", n) for n in range(3)] + [item("practice", "horn", 9)]
    (tmp_path / "questions" / "all.yaml").write_text("".join(items))
    (tmp_path / "exams.yaml").write_text(EXAMS)
    return tmp_path


def problems(folder, old="", new=""):
    assert old in EXAMS
    (folder / "exams.yaml").write_text(EXAMS.replace(old, new, 1) if old else EXAMS)
    return [str(problem) for problem in read_bundle(files_of(folder), AROUND)[2]]


def test_good_exams_have_no_problem_and_keep_what_was_written(folder):
    items, exams, found, _refused = read_bundle(files_of(folder), AROUND)
    assert found == []
    assert len(items) == 13
    quiz, final = exams
    assert (quiz.draws, quiz.minutes, quiz.attempts) == (2, None, None)
    assert (final.draws, final.minutes, final.attempts, final.wait_hours) == (3, 40, 3, 24)
    assert (final.cut.percent, final.cut.set_by, final.cut.provisional) == (70, "Course authors", True)


def test_a_folder_without_fault_is_read_alike_whether_or_not_it_is_looked_through(folder):
    read = read_bundle(files_of(folder), AROUND)
    assert parse_bundle(files_of(folder), AROUND) == (read.items, read.exams)


def test_a_blueprint_is_stored_as_json_and_read_back(folder):
    for exam in read_bundle(files_of(folder), AROUND)[1]:
        assert restore_blueprint(json.loads(json.dumps(blueprint_json(exam)))) == exam


def test_a_cell_of_a_kind_is_stored_and_its_questions_are_not_counted_for_the_cell_of_their_topic(folder):
    cells = "    - {topic: ivory, count: 2}"
    found = problems(
        folder, cells, "    - {topic: ivory, count: 1}\n    - {kinds: [true-false], topic: ivory, count: 1}"
    )
    assert len(found) == 1
    assert "The cell of topic ivory draws 1 of 0 items; there must be 3." in found[0]
    folder.joinpath("exams.yaml").write_text(
        EXAMS.replace(cells, "    - {kinds: [true-false], topic: ivory, count: 2}")
    )
    _items, exams, faults, _refused = read_bundle(files_of(folder), AROUND)
    assert faults == []
    assert exams[1].cells[0].kinds == ("true-false",)
    assert restore_blueprint(json.loads(json.dumps(blueprint_json(exams[1])))) == exams[1]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{topic: horn, count: 1}", "{kinds: [essay], count: 1}", "“essay” is no kind of question; there are one-"),
        (
            "{topic: ivory, count: 2}",
            "{topic: ivory, count: 3}",
            "9: final-exam: The cell of topic ivory draws 3 of 6 items; there must be 9",
        ),
        ("{topic: horn, count: 1}", "{topic: birds, count: 1}", "draws 1 of 0 items"),
        ("{topic: horn, count: 1}", "{module: third, count: 1}", "There is no module “third”"),
        ("{topic: horn, count: 1}", "{count: 1}", "overlaps another"),
        ("checkpoint-ivory-1]", "checkpoint-ivory-8]", "1: checkpoint-first: There is no item “checkpoint-ivory-8”"),
        ("checkpoint-ivory-1]", "exam-ivory-1]", "“exam-ivory-1” is for exam, and cannot be asked here"),
        ("checkpoint-ivory-1]", "practice-horn-9]", "“practice-horn-9” is for practice, and cannot be asked here"),
        ("checkpoint-ivory-1]", "checkpoint-ivory-0]", "names an item twice"),
        ("use: checkpoint", "use: practice", "2: checkpoint-first: A paper is not drawn from practice items"),
        ("slug: final-exam", "slug: checkpoint-first", "Two exams have this slug"),
        ("minutes: 40", "minutes: 0", "12: final-exam: “minutes” must be at least 1"),
        ("minutes: 40", "minutes: long", "“minutes” must be a number"),
        ("attempts: 3", "attempts: 2.5", "whole number"),
        ("cut: 70\n  cut_by", "cut: 101\n  cut_by", "at most 100"),
        ("  cut: 70\n  cut_by", "  cut_by", "“cut” is missing"),
        ('  cut_by: "Course authors"\n', "", "“cut_by” is missing"),
        ("wait_hours", "wait_days", "“wait_days” is not known"),
        ("{topic: horn, count: 1}", "{topic: horn}", "“count” is missing"),
        ("{topic: horn, count: 1}", "{topic: horn, count: 0}", "“count” must be at least 1"),
        ("{topic: horn, count: 1}", "{topic: horn, count: 1, much: 1}", "“much” is not known"),
        ("slug: final-exam", "slug: Final exam", "A slug has small letters and figures with single hyphens between."),
        ("  use: exam\n", "", "“use” is missing."),
        ("minutes: 40", "minutes: 1441", "“minutes” is at most 1440."),
        ("attempts: 3", "attempts: 0", "“attempts” must be at least 1"),
        ("wait_hours: 24", "wait_hours: -1", "“wait_hours” must be at least 0"),
        ("cut: 70\n  cut_by", "cut: 0\n  cut_by", "“cut” is a percentage: more than 0 and at most 100."),
        ('  cut_method: "Provisional: to be replaced by a panel"\n', "", "“cut_method” is missing"),
        (
            "    - {topic: ivory, count: 2}\n    - {topic: horn, count: 1}\n",
            "    []\n",
            "Nothing is drawn; a paper needs a question.",
        ),
    ],
)
def test_a_faulty_exam_is_told_with_its_line(folder, old, new, problem):
    found = problems(folder, old, new)
    assert any(problem in one for one in found), found
    assert all(one.startswith("exams.yaml:") for one in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("minutes: 40", "minutes: 1440"),
        ("minutes: 40", "minutes: 1"),
        ("attempts: 3", "attempts: 1"),
        ("wait_hours: 24", "wait_hours: 0"),
        ("cut: 70\n  cut_by", "cut: 100\n  cut_by"),
        ("cut: 70\n  cut_by", "cut: 0.5\n  cut_by"),
        ("slug: final-exam", "slug: final-2"),
    ],
)
def test_what_is_just_allowed_is_no_fault(folder, old, new):
    assert problems(folder, old, new) == []


def test_what_an_exam_does_not_say_is_no_limit_no_wait_and_nothing_provisional(folder):
    left = ("  minutes: 40\n", "  attempts: 3\n", "  wait_hours: 24\n", "  provisional: true\n")
    text = EXAMS
    for line in left:
        text = text.replace(line, "")
    (folder / "exams.yaml").write_text(text)
    quiz, final = parse_bundle(files_of(folder), AROUND)[1]
    assert (final.minutes, final.attempts, final.wait_hours, final.cut.provisional) == (None, None, 0, False)
    assert (final.spare, quiz.spare, quiz.cut.set_by, quiz.cut.method) == (3, 1, "", "")
    assert final.words == {}


def test_a_checkpoint_may_ask_all_that_it_has(folder):
    assert problems(folder, "checkpoint-ivory-1]", "checkpoint-ivory-1, checkpoint-ivory-2]") == []


def test_a_folder_without_exams_has_none(folder):
    (folder / "exams.yaml").unlink()
    assert read_bundle(files_of(folder), AROUND)[1:3] == ([], [])
