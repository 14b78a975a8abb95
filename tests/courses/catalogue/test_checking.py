"""Every fault is found, with its file and line."""

import shutil
from datetime import date

import pytest

from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import read_bundle
from tests.builders.courses import SVG

TODAY = date(2026, 11, 26)


def found(folder):
    return [(one.file, one.line, one.message) for one in problems_of(read_bundle(folder), TODAY)]


def places(folder):
    return [(file, line) for file, line, _ in found(folder)]


def change(folder, path, old, new):
    file = folder / path
    text = file.read_text()
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1))
    return file


def test_a_sound_folder_has_no_faults(folder):
    assert found(folder) == []


FIRST = "lessons/first.md"


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "word"),
    [
        (FIRST, "lesson:second", "lesson:nowhere", 11, "nowhere"),
        (FIRST, "[[scute]]", "[[skute]]", 7, "skute"),
        (FIRST, "[[scute]]", "[[scute", 7, "]]"),
        (FIRST, "|plate]]", "|plate]] <strong onclick=x>a</strong>", 15, "onclick"),
        (FIRST, "[S1, S2]", "[S1, S9]", 5, "S9"),
        (FIRST, "sources: [S1, S2]\n", "", 2, "sources"),
        (FIRST, "minutes: 7", "minutes: seven", 3, "minutes"),
        (FIRST, "minutes: 7", "minutes: true", 3, "minutes"),
        (FIRST, "minutes: 7", "minutes: 7\nmood: bad", 4, "mood"),
        (FIRST, 'act: "Look at the first end."\n', "", 2, "act"),
        (FIRST, "plate.svg", "plaice.svg", 13, "plaice.svg"),
        (FIRST, "plate.svg", "../../secret.svg", 13, "leads out"),
        (FIRST, "alt: A dark disc on a pale ground.\n", "", 13, "text alternative"),
        (FIRST, "alt: A dark disc on a pale ground.", "alt:", 13, "text alternative"),
        (FIRST, "caption: Look at the disc. It is a [[Scute|plate]].\n", "", 13, "caption"),
        (FIRST, "alt: A dark", "title: A dark", 14, "these lines"),
        (FIRST, "## A heading", "# A heading", 9, "second level"),
        (FIRST, "The bag is heavy.", "The <script>alert(1)</script> bag.", 22, "<script>"),
        (FIRST, "The bag is heavy.", 'The <span style="color:red">bag</span>.', 22, "<span>"),
        (FIRST, "The bag is heavy.", '<p class="x">The bag</p>', 22, "class"),
        (FIRST, "The bag is heavy.", "![x](http://a.example/x.png)", 22, "<img>"),
        (FIRST, "The bag is heavy.", "[x](https://a.example/)", 22, "a.example"),
        (FIRST, "The bag is heavy.", "[x](javascript:alert)", 22, "javascript"),
        (FIRST, "Look first.", "Describe it. <!-- hidden -->", 26, "comment"),
        (FIRST, "::: counter", "::: counter\nDo this.\n:::\n\n::: counter", 29, "one “::: counter”"),
        (FIRST, "::: counter", "::: case Another", 1, "no “::: counter”"),
        (FIRST, "::: case A bag at the gate (invented)", "::: case", 21, "title"),
        (FIRST, "::: case A", "::: story A", 21, "story"),
        (FIRST, "practice-first-1", "practice-first-9", 18, "unknown check"),
        (FIRST, "practice-first-1", "", 18, "id of its question"),
        (FIRST, "practice-first-1\n", "practice-first-1\nwords\n", 18, "nothing between"),
        (FIRST, 'title: "Lesson first"', 'title: "Lesson first', 4, "not YAML"),
        (FIRST, "---\ntitle", "title", 1, "three hyphens"),
        ("course.yaml", "lessons: [third]", "lessons: [third, fourth]", 18, "fourth"),
        ("course.yaml", "lessons: [third]", "lessons: [third, first]", 18, "second time"),
        ("course.yaml", "slug: tiny-course", "slug: ../tiny", 1, "small letters"),
        ("course.yaml", "valid_months: 36", "valid_months: long", 8, "valid_months"),
        ("course.yaml", "valid_months: 36", "valid_months: 601", 8, "from 1 to 600"),
        ("course.yaml", "final: the-exam", "final: the-exam\nfinal_opens: later", 21, "one of: always"),
        ("course.yaml", "final: the-exam", "final: the-exam\nfinal_opens: [lessons]", 21, "one of: always"),
        ("course.yaml", "final: the-exam", "final_opens: lessons", 20, "“final” names none"),
        ("course.yaml", "final: the-exam", "final: the-exam\nrenewal_window_months: 61", 21, "from 1 to 60"),
        ("course.yaml", "final: the-exam", "final: the-exam\nrenewal_window_months: 0", 21, "from 1 to 60"),
        ("course.yaml", "final: the-exam", "final: the-exam\nrenewal_window_months: true", 21, "whole number"),
        ("course.yaml", "final: the-exam", "final: the-exam\nholders_open_cohorts: maybe", 21, "true or false"),
        ("course.yaml", "final: the-exam", "final: the-exam\ncorrection: 7", 21, "not a text"),
        ("course.yaml", "final: the-exam", f"final: the-exam\ncorrection: {'x' * 301}", 21, "301 signs"),
        ("course.yaml", "checkpoint: quiz-two", "checkpoint: quiz-one", 19, "twice"),
        ("course.yaml", "final: the-exam", "final: first", 20, "twice"),
        ("course.yaml", 'certifies: "The holder can look twice."', 'certifies: ""', 5, "certifies"),
        ("course.yaml", "slug: two", "slug: one", 15, "twice"),
        ("course.yaml", 'title: "Tiny course"', 'title: "Tiny course"\ntitle: "Again"', 4, "written twice"),
        ("course.yaml", "language: en", "language: &a en", 0, ""),
        ("sources.yaml", "S2: {", "S2: A book #{", 2, "is a bare text"),
        ("sources.yaml", "S2: {", "S2: *a\nS3: {", 2, "References"),
        ("figures/plate.svg", "<circle", "<script>1</script><circle", 3, "<script>"),
        ("figures/plate.svg", "<circle", "<foreignObject/><circle", 3, "foreignObject"),
        ("figures/plate.svg", "<circle", "<image href='x.png'/><circle", 3, "<image>"),
        ("figures/plate.svg", "<circle", "<animate/><circle", 3, "<animate>"),
        ("figures/plate.svg", "<circle", "<html xmlns='http://www.w3.org/1999/xhtml'/><circle", 3, "<html>"),
        ("figures/plate.svg", "<circle", "<circle onload='x()'", 3, "onload"),
        ("figures/plate.svg", "<circle", "<circle style='fill:red'", 3, "style"),
        ("figures/plate.svg", "<circle", "<use href='https://a.example/x#y'/><circle", 3, "own parts"),
        ("figures/plate.svg", 'fill="#14463a"', "fill=\"url('https://a.example/')\"", 3, "outside"),
        ("figures/plate.svg", "<svg", '<?xml-stylesheet href="x"?>\n<svg', 1, "processing"),
        ("figures/plate.svg", "<svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg", 1, "document type"),
        ("figures/plate.svg", "</svg>", "</sgv>", 4, "not an SVG"),
        ("figures/plate.svg", 'width="640" height="300"', "", 1, "width and height"),
        ("figures/plate.svg", 'viewBox="0 0 640 300"', 'viewBox="0 0 640 301"', 1, "width and height"),
        ("../glossary.csv", '"Bone"', '"scute"', 3, "second time"),
        ("../glossary.csv", '"Bone","Os",', '"Bone",', 3, "columns"),
        ("../glossary.csv", "term_en", "word", 1, "term_en"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_named_with_its_line(folder, path, old, new, line, word):
    change(folder, path, old, new)
    if line == 0:
        assert found(folder) == []
        return
    file = path.removeprefix("../")
    assert [(f, n) for f, n, words in found(folder) if word in words] == [(file, line)]


def test_the_same_element_on_two_lines_is_named_on_both(folder):
    change(folder, FIRST, "The bag is heavy.", "Described: <u>x</u>\nand <u>y</u>")
    assert places(folder) == [(FIRST, 22), (FIRST, 23)]


def test_a_lesson_that_the_course_does_not_name_is_found(folder):
    shutil.copy(folder / FIRST, folder / "lessons" / "spare.md")
    assert ("lessons/spare.md", 1) in places(folder)


def test_a_missing_lesson_is_found_where_the_course_names_it(folder):
    (folder / "lessons" / "third.md").unlink()
    assert ("course.yaml", 18) in places(folder)


def test_a_missing_course_file_is_found(folder):
    (folder / "course.yaml").unlink()
    assert places(folder) == [("course.yaml", 1)]


def test_a_check_that_stands_twice_is_found_at_its_second_place(folder):
    change(folder, "lessons/second.md", "practice-second-1", "practice-first-1")
    assert places(folder) == [("lessons/second.md", 18)]


def test_a_lesson_without_figure_and_case_is_found(folder):
    file = folder / FIRST
    text = file.read_text()
    start, end = text.index("::: figure"), text.index("::: counter")
    file.write_text(text[:start] + text[end:])
    assert places(folder) == [(FIRST, 1)]


def test_a_block_that_is_never_closed_is_found_where_it_opens(folder):
    file = folder / FIRST
    file.write_text(file.read_text().removesuffix(":::\n"))
    assert places(folder) == [(FIRST, 25)]


def test_a_block_that_another_interrupts_is_found_where_it_opens(folder):
    change(folder, FIRST, "You hold it.\n:::\n", "You hold it.\n")
    assert places(folder)[0] == (FIRST, 21)


def test_a_wrong_encoding_is_found_on_its_line(folder):
    file = folder / FIRST
    file.write_bytes(file.read_bytes().replace(b"The bag", b"L'\xe9t\xe9"))
    assert (FIRST, 22) in places(folder)


def test_a_bom_is_found(folder):
    file = folder / FIRST
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert (FIRST, 1) in places(folder)


def test_line_ends_of_another_system_do_not_move_the_lines(folder):
    file = change(folder, FIRST, "[[scute]]", "[[skute]]")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert places(folder) == [(FIRST, 7)]


@pytest.mark.parametrize("path", ["lessons/long.md", "figures/large.svg", "sources.yaml", "figures/large.png"])
def test_a_file_that_is_too_large_is_not_read(folder, path):
    (folder / path).write_bytes(b"x" * 600_000)
    assert any(file == path and "too large" in words for file, _, words in found(folder))
    assert path not in read_bundle(folder).files


def test_a_link_out_of_the_folder_is_refused_and_not_read(folder, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(SVG)
    (folder / "figures" / "spare.svg").symlink_to(secret)
    assert places(folder) == [("figures/spare.svg", 1)]
    assert "figures/spare.svg" not in read_bundle(folder).files


def test_a_linked_folder_is_refused_and_not_read(folder, tmp_path):
    (folder / "more").symlink_to(tmp_path)
    assert places(folder) == [("more", 1)]


@pytest.mark.parametrize("path", ["notes.txt", "lessons/first.txt", "figures/page.html", "lesons/first.md"])
def test_a_file_without_a_place_is_named(folder, path):
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("x")
    assert places(folder) == [(path, 1)]


def test_a_folder_inside_a_folder_is_refused(folder):
    (folder / "lessons" / "old").mkdir()
    assert places(folder) == [("lessons/old", 1)]


def test_an_entity_bomb_does_no_harm(folder):
    bomb = "<!DOCTYPE a [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(9)) + "]>"
    change(folder, "figures/plate.svg", "<circle", "<text>&e8;</text><circle")
    change(folder, "figures/plate.svg", "<svg", bomb + "<svg")
    assert any("document type" in words or "not an SVG" in words for _, _, words in found(folder))


def test_a_picture_of_pixels_must_be_what_its_name_says(folder):
    (folder / "figures" / "photo.png").write_bytes(b"GIF89a" + b"\0" * 40)
    assert places(folder) == [("figures/photo.png", 1)]


def test_a_language_to_review_that_the_glossary_does_not_have_is_named(folder):
    change(folder, "../glossary.csv", '"definition_en"\n', '"definition_en","review"\n')
    change(folder, "../glossary.csv", '"A horny plate"', '"A horny plate","fr"')
    change(folder, "../glossary.csv", '"Hard, porous tissue"', '"Hard, porous tissue","fr pt"')
    words = "“review” names pt, and there is no such language in the first line."
    assert found(folder) == [("glossary.csv", 3, words)]
