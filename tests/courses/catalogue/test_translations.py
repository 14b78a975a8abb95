"""A course in a second language: checked against the first, kept with it, and read in it."""

from datetime import date

import pytest
from flask_babel import force_locale

from courses.catalogue import queries
from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.services import exporting, rendering
from courses.learning.outline import lesson_page, outlines
from courses.learning.queries import runs as learning
from courses.learning.services import enrol
from lms.errors import RuleBroken
from lms.i18n import language
from tests.builders import courses as make

TODAY = date(2026, 11, 26)


@pytest.fixture
def folder(tmp_path):
    """A sound course in English and French."""
    return make.write_french(make.write_course(tmp_path))


def found(folder):
    return [(one.file, one.line, one.message) for one in problems_of(read_bundle(folder), TODAY)]


def test_a_sound_translation_has_no_faults(folder):
    assert found(folder) == []


FIRST, COURSE = "fr/lessons/first.md", "fr/course.yaml"


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "word"),
    [
        (FIRST, "minutes: 7", "minutes: 8", 3, "“minutes” must be"),
        (FIRST, "[S1, S2]", "[S1]", 5, "“sources” must be"),
        (FIRST, "::: check practice-first-1\n:::\n\n", "", 18, "Here stands case"),
        (FIRST, "practice-first-1", "practice-second-1", 18, "in the course it is check practice-first-1"),
        (FIRST, "## Un titre\n", "", 7, "headings"),
        (FIRST, "[[scute|écaille]]", "écaille", 7, "missing: scute"),
        (FIRST, "[[scute|écaille]]", "[[écaille]]", 7, "not a term of the glossary"),
        (FIRST, "lesson:second", "lesson:third", 7, "missing: second; added: third"),
        (FIRST, "alt: A dark disc on a pale ground.\n", "", 13, "text alternative"),
        (FIRST, "plate.svg", "plaque.svg", 13, "figures/plaque.svg is missing"),
        (FIRST, "The bag is heavy.", "The <script>alert(1)</script> bag.", 22, "<script>"),
        (COURSE, "language: fr", "language: pt", 2, "in the folder fr"),
        (COURSE, 'version: "1.0"', 'version: "1.1"', 6, "“version” must be"),
        (COURSE, "final: the-exam", "final: the-exam\nfinal_opens: lessons", 21, "“final_opens” must be"),
        (COURSE, "final: the-exam", "final: the-exam\nrenewal_window_months: 3", 21, "“renewal_window_months” must be"),
        (
            COURSE,
            "final: the-exam",
            "final: the-exam\nholders_open_cohorts: true",
            21,
            "“holders_open_cohorts” must be",
        ),
        (COURSE, "final: the-exam", "final: the-exam\ncorrection: Une clé.", 21, "in every language of the course"),
        (COURSE, "[first, second]", "[second, first]", 10, "Modules, their lessons"),
        (COURSE, 'title: "Petit cours"', 'title: ""', 3, "“title” is missing"),
    ],
)
def test_each_fault_of_a_translation_is_found_with_its_file_and_line(folder, path, old, new, line, word):
    file = folder / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    assert any((one[0], one[1]) == (path, line) and word in one[2] for one in found(folder)), found(folder)


def test_a_lesson_that_a_translation_lacks_or_adds_is_named(folder):
    (folder / FIRST).rename(folder / "fr" / "lessons" / "fourth.md")
    names = {(file, message) for file, _line, message in found(folder)}
    assert ("fr/lessons/fourth.md", "course.yaml does not name this lesson.") in names
    assert any(file == COURSE and "lessons/first.md is missing" in message for file, message in names)


def test_a_picture_of_a_translation_has_its_size_in_the_course(folder):
    (folder / "fr" / "figures").mkdir()
    (folder / "fr" / "figures" / "plate.svg").write_text(make.SVG.replace("300", "301"))
    (folder / "fr" / "figures" / "other.svg").write_text(make.SVG)
    assert [(file, message) for file, _line, message in found(folder)] == [
        ("fr/figures/other.svg", "The course itself has no picture of this name."),
        ("fr/figures/plate.svg", "The picture is 640 by 301; in the course it is 640 by 300."),
    ]


def test_a_folder_without_course_yaml_says_so_and_strange_files_are_refused(folder):
    (folder / "fr" / "course.yaml").unlink()
    (folder / "fr" / "sources.yaml").write_text(make.SOURCES)
    (folder / "fr" / "pt").mkdir()
    told = found(folder)
    assert ("fr/course.yaml", 1, "The file is missing.") in told
    assert any(file == "fr/sources.yaml" and "no place" in words for file, _line, words in told)
    assert any(file == "fr/pt" and "no folders inside" in words for file, _line, words in told)


def test_what_was_loaded_is_read_in_either_language_and_falls_back_to_its_own(folder, session, now, questions, steps):
    version = make.load(session, folder, now)
    assert queries.lesson_titles(session, version.id, "fr")["first"] == "Leçon first"
    assert queries.lesson_titles(session, version.id, "lo")["first"] == "Lesson first"
    assert queries.acts(session, version.id, "fr")[0] == queries.Act("first", "Leçon first", "Regardez le bout first.")
    titles = {
        language: queries.version_titles(session, [version.id], language)[version.id] for language in ("", "fr", "lo")
    }
    assert [titles[one].title for one in ("", "fr", "lo")] == ["Tiny course", "Petit cours", "Tiny course"]
    assert [titles[one].language for one in ("", "fr", "lo")] == ["en", "fr", "en"]
    assert titles["fr"].certifies == "Le titulaire sait regarder deux fois."
    [scute] = learning.words_of(session, version.id, "fr")
    assert (scute["id"], scute["term"], scute["meaning"]) == ("scute", "Écaille", "Une plaque cornée")


def test_a_page_and_an_outline_speak_the_language_of_who_reads(folder, session, now, questions, steps, officer):
    version = make.load(session, folder, now)
    enrol(session, officer.id, version.id, now=now)
    for wanted, title, module in (("fr", "Leçon first", "Module un"), ("en", "Lesson first", "Module one")):
        taken = learning.course_taken(session, officer.id, "tiny-course", wanted)
        page = lesson_page(session, taken, "first")
        outline = outlines(session, [taken], wanted)[version.id]
        assert (page.title, outline.modules[0].title) == (title, module)
        assert outline.lessons[0].title == title
        assert page.words[0]["term"] == ("Écaille" if wanted == "fr" else "Scute")


def test_pages_rendered_anew_are_so_in_every_language(folder, session, now, questions):
    version = make.load(session, folder, now)
    row = queries.lesson_of_version(session, version.id, "first")
    before = dict(row.translations["fr"])
    row.translations, row.renderer = {"fr": {**before, "parts": []}}, "old"
    rendering.render_again(session, version)
    assert row.translations["fr"] == before


def test_a_faulty_translation_keeps_the_whole_course_from_being_loaded(folder, session, now, questions):
    (folder / FIRST).write_text("nothing")
    with pytest.raises(RuleBroken, match="problems"):
        make.load(session, folder, now)


def test_the_language_of_a_page_is_that_of_its_texts(app):
    with app.test_request_context("/"):
        assert language() == "en"
        with force_locale("fr_CM"):
            assert language() == "fr"


def to_review(folder, languages):
    """Have the glossary say of its first word in which languages it is to be reviewed."""
    file = folder.parent / "glossary.csv"
    head, first, *rest = file.read_text().splitlines()
    lines = [f'{head},"review"', f'{first},"{languages}"', *(f'{line},""' for line in rest)]
    file.write_text("\n".join(lines) + "\n")


def test_a_word_says_that_its_translation_is_to_be_reviewed_where_that_language_is_shown(
    folder, session, now, questions, tmp_path
):
    to_review(folder, "fr")
    version = make.load(session, folder, now)
    row = queries.lesson_of_version(session, version.id, "first")
    assert [[one.get("review") for one in words] for words in (row.words, row.translations["fr"]["words"])] == [
        [None],
        [True],
    ]
    exporting.export_course(session, "tiny-course", tmp_path / "out")
    assert (tmp_path / "out" / "glossary.csv").read_bytes() == (folder.parent / "glossary.csv").read_bytes()


def test_the_note_comes_with_the_pages_that_are_rendered_anew(folder, session, now, questions):
    to_review(folder, "en fr")
    version = make.load(session, folder, now)
    kept = version.words, version.translations
    version.words = [{**one, "review": False} for one in version.words]
    version.translations = {"fr": {**kept[1]["fr"], "words": []}}
    rendering.render_again(session, version)
    assert (version.words, version.translations) == kept
    assert [one["review"] for one in kept[0]] == [True]


def test_page_and_word_on_the_spot_show_the_note_and_only_there(folder, session, now, questions, steps, officer, app):
    to_review(folder, "fr")
    version = make.load(session, folder, now)
    for wanted, times in (("fr", 1), ("en", 0)):
        words = learning.words_of(session, version.id, wanted)
        with app.test_request_context(), force_locale(wanted):
            macros = app.jinja_env.get_template("macros.html").module
            assert str(macros.words(words)).count('class="small muted"') == times
