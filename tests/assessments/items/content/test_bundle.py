"""The questions of a course folder: each fault is found, with its file and line."""

import pytest

from assessments.items.content.bundle import Surroundings, read_items
from courses.ports.questions import NotExamined
from tests.builders.folders import files_of
from tests.builders.sources import sources

LATER = NotExamined(
    "This rests on CoP20, which is not confirmed: it may be taught as reported, but not examined.",
    frozenset({"S5"}),
    ("CoP20", "December 2025"),
)
AROUND = Surroundings({"ivory": "first", "horn": "first"}, sources("S1", "S5"), ("ivory", "horn"), (LATER,))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400"/>'

GOOD = """\
- id: exam-ivory-001
  kind: one-choice
  use: exam
  topic: ivory
  lesson: ivory
  stem: "What do you see on a clean cut across this tusk, near the outer edge?"
  options:
    - {id: a, text: "Two families of crossing lines", right: true}
    - {id: b, text: "One hollow canal with dark walls"}
    - {id: c, text: "Round dots like the ends of straws"}
  explain: "Crossing lines show dentine of elephant or mammoth."
  sources: [S1]
- id: practice-horn-1
  kind: spot
  use: practice
  topic: horn
  lesson: horn
  stem: "Mark every piece that could be horn."
  picture: {file: bag.svg, alt: "An open bag.", width: 640, height: 400}
  zones:
    - {id: z1, shape: circle, coords: [150, 100, 26]}
  explain: "The piece has no bone core."
  sources: [S1]
"""


@pytest.fixture
def problems(tmp_path):
    """Reads a folder whose one question file holds this text; answers its problems as lines."""

    def read(text, **files):
        (tmp_path / "questions").mkdir()
        (tmp_path / "figures").mkdir()
        (tmp_path / "figures" / "bag.svg").write_text(SVG)
        (tmp_path / "questions" / "one.yaml").write_text(text, encoding="utf-8")
        for name, more in files.items():
            (tmp_path / "questions" / f"{name}.yaml").write_text(more, encoding="utf-8")
        return [str(problem) for problem in read_items(files_of(tmp_path), AROUND)[1]]

    return read


def test_a_good_file_has_no_problem(problems, tmp_path):
    assert problems(GOOD) == []
    items, _ = read_items(files_of(tmp_path), AROUND)
    assert [(item.id, item.file, item.line, item.points) for item in items] == [
        ("exam-ivory-001", "questions/one.yaml", 1, 1),
        ("practice-horn-1", "questions/one.yaml", 13, 1),
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("kind: one-choice", "kind: essay", "2: exam-ivory-001: “kind” is “essay”"),
        ("use: exam", "use: test", "3: exam-ivory-001: “use” is “test”"),
        ("  use: exam\n", "", "1: exam-ivory-001: “use” is missing"),
        ("topic: ivory", "topic: birds", "4: exam-ivory-001: The topic “birds” is not one of ivory, horn"),
        ("lesson: ivory", "lesson: birds", "1: exam-ivory-001: There is no lesson “birds”"),
        ("sources: [S1]\n- id", "sources: [S9]\n- id", "1: exam-ivory-001: There is no source “S9”"),
        (", right: true", "", "7: exam-ivory-001: No option is marked"),
        ("id: exam-ivory-001", "id: practice-ivory-001", "1: practice-ivory-001: The id of an item for exam starts"),
        ("id: exam-ivory-001", "id: Exam Ivory", "1: Exam Ivory: An id has small letters"),
        ("file: bag.svg", "file: sack.svg", "13: practice-horn-1: There is no picture figures/sack.svg"),
        ("file: bag.svg", "file: ../one.svg", "19: practice-horn-1: “../one.svg” is not the name of a picture"),
        ("width: 640", "width: 600", "13: practice-horn-1: The picture is 640 by 400, not 600 by 400"),
        (', alt: "An open bag."', "", "19: practice-horn-1: “alt” is missing"),
        ("[150, 100, 26]", "[150, 390, 26]", "21: practice-horn-1 zone z1: The zone lies outside"),
        ('explain: "The piece has no bone core."', "", "13: practice-horn-1: “explain” is missing"),
        ("The piece has no", "The <b onclick=x>piece</b> has no", "is not allowed in “The <b onclick"),
        ('"The piece has no bone core."', '"#17 covers it"', None),  # a text, not a heading
        ("Crossing lines show", "Appendix I: they show", "1: exam-ivory-001: It names an Appendix"),
        ("The piece has no", "Appendix I: it has no", None),  # practice is mended with its lesson
        ("elephant or mammoth.\"", "elephant or mammoth.[^S1:Plate 3]\"", None),
        ("elephant or mammoth.\"", "elephant or mammoth.[^S9]\"", "1: exam-ivory-001: There is no source “S9”"),
        ("elephant or mammoth.\"", "elephant or mammoth.[^S1\"", "1: exam-ivory-001: A reference stands in"),
        ("near the outer edge?", "near the outer edge?[^S1]", "1: exam-ivory-001: A reference stands in"),
        ("sources: [S1]\n- id", "sources: [\"S1:Plate 3\"]\n- id", None),
        ('"The piece has no bone core."', '"One line.\\n\\nAnother."', "stands on one line"),
        ("The piece has no", "CoP20 says it has no", None),  # practice may speak of it
        ("Crossing lines show", "CoP20 says they show", "1: exam-ivory-001: This rests on CoP20"),
        ("Crossing lines show", "Since december  2025 they show", "1: exam-ivory-001: This rests on CoP20"),
        ("Crossing lines show", "The aCoP201 lines show", None),  # no word of its own
        ("sources: [S1]\n- id", "sources: [S1, S5]\n- id", None),  # another source carries it too
        ("sources: [S1]\n- id", "sources: [S5]\n- id", "1: exam-ivory-001: This rests on CoP20"),
        ("  use: practice", "  use: practice\n  shape: round", "16: practice-horn-1: “shape” is not known here"),
        ("  use: practice", "  use: practice\n  use: exam", "16: “use” is written twice; the first one is in line 15"),
        ("stem: \"Mark", "stem: \"" + "very " * 45 + "Mark", "18: practice-horn-1: The stem has 52 words"),
        ("  use: exam", "  use: exam\n  until: 2027-12-31", None),
        ("  use: exam", "  use: exam\n  until: 2027-02-30", "4: exam-ivory-001: “until” is “2027-02-30”; it must be"),
        ("  use: exam", "  use: exam\n  until: 20271231", "4: exam-ivory-001: “until” is “20271231”; it must be"),
        ("  use: exam", "  use: exam\n  until: next year", "4: exam-ivory-001: “until” is “next year”; it must be"),
        ("  use: exam", "  use: exam\n  until: [2027]", "4: exam-ivory-001: “until” must be a text"),
        ("  use: practice", "  use: practice\n  until: 2027-12-31", "16: practice-horn-1: “until” is for exams and"),
        ("[150, 100, 26]", "[150, 100, 26", "This is not YAML"),
        ("[150, 100, 26]", "*other", "21: References (*name) are not used"),
        ("- id: practice-horn-1", "- just words\n- id: practice-horn-1", "13: An entry must hold names and values"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_and_line(problems, old, new, problem):
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    if problem is None:
        assert found == []
    else:
        assert any(problem in one for one in found), found
        assert all(one.startswith("questions/one.yaml:") for one in found)


def test_every_fault_of_a_file_is_told_at_once(problems):
    text = GOOD.replace("kind: one-choice", "kind: essay").replace("shape: circle", "shape: star")
    found = problems(text)
    assert any("essay" in one for one in found)
    assert any("star" in one for one in found)


def test_an_id_used_twice_is_told_at_the_second_place(problems):
    again = GOOD.replace("practice-horn-1", "practice-horn-2").replace("What do you see on", "Which animal shows")
    found = problems(GOOD, two=again)
    assert "questions/two.yaml:1: exam-ivory-001: This id is used before, in questions/one.yaml, line 1." in found


def test_an_item_in_two_uses_is_refused(problems):
    found = problems(
        GOOD, two=GOOD.replace("use: exam", "use: checkpoint").replace("practice-horn-1", "practice-horn-2")
    )
    assert any("An item has one use only; it is for exam in questions/one.yaml, line 1" in one for one in found)


def test_two_items_that_differ_in_names_and_figures_alone_are_told(problems):
    other = (
        GOOD.split("- id: practice", maxsplit=1)[0]
        .replace("exam-ivory-001", "exam-ivory-002")
        .replace("this tusk", "Mirov's 3 tusk")
    )
    found = problems(GOOD, two=other)
    message = "exam-ivory-002: This item differs from exam-ivory-001 in little more than names or figures."
    assert found == [f"questions/two.yaml:1: {message}"]


def test_the_same_question_on_another_picture_is_another_item(problems, tmp_path):
    other = "- id: practice" + GOOD.split("- id: practice")[1].replace("horn-1", "horn-2").replace("bag.svg", "box.svg")
    assert any("There is no picture" in one for one in problems(GOOD, two=other))
    (tmp_path / "figures" / "box.svg").write_text(SVG)
    assert read_items(files_of(tmp_path), AROUND)[1] == []


def test_a_file_that_holds_no_list_is_told(problems):
    assert problems("id: exam-1\n") == [
        "questions/one.yaml:1: The file must hold a list: entries that start with “- ”."
    ]


def test_a_file_that_is_no_text_is_told(problems, tmp_path):
    problems(GOOD)
    (tmp_path / "questions" / "two.yaml").write_bytes(b"\xff\xfe\x00")
    assert [str(one) for one in read_items(files_of(tmp_path), AROUND)[1]] == [
        "questions/two.yaml:1: The file is not UTF-8 text."
    ]


def test_words_that_other_readers_take_for_true_or_times_stay_words(problems, tmp_path):
    text = GOOD.replace('"One hollow canal with dark walls"', "no").replace(
        '"Round dots like the ends of straws"', "1:30"
    )
    assert problems(text) == []
    options = read_items(files_of(tmp_path), AROUND)[0][0].definition.options
    assert [option.text for option in options][1:] == ["no", "1:30"]
