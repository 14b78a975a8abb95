"""What an author sees of a folder: the course as it is now, or what is wrong with it."""

import os
import shutil

import pytest

import config
from courses.preview.file_watcher import left_by_editor, stamp_of
from lms import schema
from lms.app import create_app
from lms.db import transaction
from lms.errors import RuleBroken
from lms.operating import single_user
from tests.courses.preview.conftest import Composer

COURSE = "/courses/tiny-course"
FIRST = f"{COURSE}/lessons/first"


def test_the_author_is_under_way_without_signing_in_or_beginning(author):
    page = author.get(COURSE)
    assert page.status_code == 200
    assert f'href="{FIRST}"' in page.text
    assert 'href="/courses/tiny-course/exams/the-exam"' in page.text
    assert "Start this course" not in page.text


def test_every_page_says_that_it_is_a_preview(author):
    assert "Preview of tiny-course. Nothing is saved." in author.get(FIRST).text


def test_a_saved_file_is_what_the_next_page_shows(author):
    assert "A heading" in author.get(FIRST).text
    author.change("lessons/first.md", "## A heading", "## Another heading")
    assert "Another heading" in author.get(FIRST).text


def test_what_was_read_stays_read_when_a_file_changes(author):
    author.post(f"{FIRST}/read")
    author.change("lessons/first.md", "## A heading", "## Another heading")
    assert '<span class="chip ok">read</span>' in author.get(COURSE).text


def test_an_author_who_takes_a_change_back_sees_the_first_words_again(author):
    author.get(FIRST)
    author.change("lessons/first.md", "## A heading", "## Another heading")
    author.get(FIRST)
    author.change("lessons/first.md", "## Another heading", "## A heading")
    assert "A heading" in author.get(FIRST).text
    author.change("lessons/first.md", "## A heading", "## A third heading")
    assert "A third heading" in author.get(FIRST).text


def test_the_same_moment_and_size_do_not_hide_a_change(author):
    author.get(FIRST)
    path = author.root / "lessons" / "first.md"
    before = path.stat()
    author.change("lessons/first.md", "## A heading", "## B heading")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "B heading" in author.get(FIRST).text


def test_a_course_with_another_slug_is_at_its_new_address_and_nowhere_else(author):
    author.get(FIRST)
    author.change("course.yaml", "slug: tiny-course", "slug: small-course")
    author.change("fr/course.yaml", "slug: tiny-course", "slug: small-course")
    assert author.get("/courses/small-course/lessons/first").status_code == 200
    assert author.get(COURSE).status_code == 404
    assert "/courses/tiny-course" not in author.get("/learn").text


def test_problems_stand_where_the_page_would_with_file_line_and_sentence(author):
    author.get(FIRST)
    author.change("lessons/first.md", "[[scute]]", "[[skute]]")
    page = author.get(FIRST)
    assert page.status_code == 422
    assert "<code>lessons/first.md</code>" in page.text
    assert "line 7" in page.text
    assert "“skute” is not a term of the glossary." in page.text
    assert "A heading" not in page.text


def test_mended_problems_give_the_course_back(author):
    author.change("lessons/first.md", "[[scute]]", "[[skute]]")
    assert author.get(FIRST).status_code == 422
    author.change("lessons/first.md", "[[skute]]", "[[scute]]")
    assert author.get(FIRST).status_code == 200


def test_the_page_of_problems_speaks_the_language_that_was_chosen(author):
    author.change("lessons/first.md", "[[scute]]", "[[skute]]")
    assert author.get("/language/fr").status_code == 303
    assert "<h1>2 problèmes</h1>" in author.get(FIRST).text


def test_pictures_and_what_scripts_ask_for_go_on_while_the_folder_has_problems(author):
    author.get(FIRST)
    author.change("lessons/first.md", "[[scute]]", "[[skute]]")
    assert author.get("/offline/token", **{"Sec-Fetch-Mode": "cors"}).status_code == 200
    assert author.post(f"{FIRST}/read").status_code == 303
    for address in (f"{FIRST}/checks/practice-first-1", f"{COURSE}/modules/1/practice/practice-first-1"):
        told = author.post(address, answer="true")
        assert (told.status_code, "is not a term of the glossary" in told.text) == (422, True)


def test_a_check_is_judged_in_place_and_not_once_its_author_has_changed_it(author):
    author.get(FIRST)
    sent = {"practice-first-1.answer": "true", "of": "1"}
    script = {"Accept": "application/json", "Sec-Fetch-Mode": "cors"}

    def asked():
        address = f"{FIRST}/checks/practice-first-1"
        return author.browser.post(address, data=sent, headers=script, base_url=author.preview.alone.url).json

    assert asked()["outcome"] == "right"
    for folder in ("", "fr/"):
        author.change(f"{folder}questions/practice.yaml", "answer: true", "answer: false")
    assert asked()["isStale"]
    assert "This question has changed" in author.post(f"{FIRST}/checks/practice-first-1", **sent).text


def test_a_folder_that_is_taken_away_is_a_problem_until_it_is_back(author, tmp_path):
    assert author.get(FIRST).status_code == 200
    shutil.move(author.root, tmp_path / "aside")
    assert "The folder is not there any more." in author.get(FIRST).text
    shutil.move(tmp_path / "aside", author.root)
    assert author.get(FIRST).status_code == 200


def test_a_folder_with_problems_at_the_start_is_shown_as_soon_as_it_is_mended(author):
    (author.root / "course.yaml").rename(author.root.parent / "aside.yaml")
    assert author.get("/").status_code == 422
    assert author.get("/preview", **{"Sec-Fetch-Mode": "cors"}).status_code == 404
    assert author.post("/preview/anew").status_code == 303
    (author.root.parent / "aside.yaml").rename(author.root / "course.yaml")
    assert author.get(COURSE).status_code == 200


@pytest.mark.parametrize("name", [".first.md.swp", "first.md~", "#first.md#", ".DS_Store", "4913"])
def test_what_an_editor_leaves_is_passed_over(author, name):
    (author.root / "lessons" / name).write_text("half a file")
    (author.root / ".git" / "objects").mkdir(parents=True)
    assert left_by_editor(name)
    assert author.get(FIRST).status_code == 200


def test_every_language_of_the_folder_can_be_read(author):
    author.get("/language/fr")
    assert "Un titre" in author.get(FIRST).text
    about = author.get("/preview").text
    assert "Français" in about
    assert "English" in about


def test_a_language_without_a_catalogue_is_read_round_english_words(author):
    shutil.move(author.root / "fr", author.root / "pt")
    author.change("pt/course.yaml", "language: fr", "language: pt")
    glossary = author.root.parent / "glossary.csv"
    glossary.write_text(glossary.read_text().replace("_fr", "_pt"))
    author.get(COURSE)
    assert author.get("/language/pt").status_code == 303
    page = author.get(FIRST).text
    assert "Un titre" in page
    assert "Mark as read" in page or "I have read" in page


def test_a_new_officer_has_read_nothing_and_may_begin_again(author):
    author.get(COURSE)
    author.post("/preview/read")
    assert author.get(COURSE).text.count('<span class="chip ok">read</span>') == 3
    author.post("/preview/anew")
    assert '<span class="chip ok">read</span>' not in author.get(COURSE).text


def test_one_press_opens_a_final_exam_that_waits_for_lessons_and_quizzes(author):
    for folder in ("", "fr/"):
        author.change(f"{folder}course.yaml", "final: the-exam\n", "final: the-exam\nfinal_opens: checkpoints\n")
    exam = f"{COURSE}/exams/the-exam"
    assert "This exam is not open yet" in author.get(exam).text
    author.post("/preview/read")
    assert "Start now" in author.get(exam).text


def test_an_exam_keeps_the_gates_of_an_officer_until_one_begins_anew(author):
    author.get(COURSE)
    exam = f"{COURSE}/exams/the-exam"
    paper = author.post(f"{exam}/start").headers["Location"]
    author.change("lessons/first.md", "## A heading", "## Another heading")
    assert author.get(paper).status_code == 200  # a paper under way outlives the change of a file
    author.post(f"{paper}/submit", unanswered="1,2,3,4,5,6", sure="1")
    assert "Start now" not in author.get(exam).text
    author.post("/preview/anew")
    assert "Start now" in author.get(exam).text


def test_whoever_signs_out_is_signed_in_again(author):
    author.get(COURSE)
    author.post("/sign-out")
    assert author.get(COURSE).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8010", "127.0.0.1", "127.0.0.1:1", ""])
def test_another_name_of_the_site_is_refused(author, host):
    for address in (COURSE, "/sw.js", "/static/app.css"):
        assert author.get(address, Host=host).status_code == 421


def test_localhost_is_this_computer_too(author):
    assert author.get(COURSE, Host=f"localhost:{author.preview.alone.url.rsplit(':')[-1]}").status_code == 200


@pytest.mark.parametrize("kind", [config.Settings, config.Testing])
def test_no_other_application_lets_anybody_in_without_a_password(kind, tmp_path):
    app = create_app(kind(INSTANCE_PATH=str(tmp_path)))
    with single_user.hold_port(None) as held, pytest.raises(RuntimeError, match="made for a preview"):
        single_user.Alone(app, held)
    app.extensions["spoor-database"].close()


def test_no_setting_makes_a_preview_of_an_installation():
    assert single_user.ENVIRONMENT not in config.SURROUNDINGS
    assert single_user.ENVIRONMENT not in {kind.ENVIRONMENT for kind in config.SURROUNDINGS.values()}


def test_a_second_preview_takes_the_next_port_and_cookies_of_its_own(here, monkeypatch):
    monkeypatch.setattr("lms.operating.serving.stop_on_terminate", lambda *_signals: None)
    with single_user.installation(Composer(), None) as second:
        assert second.url != here.url
        assert second.app.config["SESSION_COOKIE_NAME"] != here.app.config["SESSION_COOKIE_NAME"]
        assert second.app.config["DATABASE_URL"] != here.app.config["DATABASE_URL"]


def test_a_port_in_use_is_told_with_another_one_to_try():
    with single_user.hold_port(None) as held:
        port = held.getsockname()[1]
        with pytest.raises(RuleBroken, match=f"Port {port} on 127.0.0.1 cannot be used: .*--port {port + 1}"):
            single_user.hold_port(port)


def test_nothing_is_left_at_the_end_even_after_a_fault(monkeypatch):
    monkeypatch.setattr("lms.operating.serving.stop_on_terminate", lambda *_signals: None)
    composer = Composer()
    with pytest.raises(ZeroDivisionError), single_user.installation(composer, None) as here:
        with here.app.app_context(), transaction() as session:
            here.become_new(session, single_user.clock.now())
            assert schema.state(here.app.extensions["spoor-database"].engine, here.app.config["DATABASE_URL"])
        assert composer.folder.is_dir()
        raise ZeroDivisionError
    assert not composer.folder.exists()


def test_the_stamp_names_the_glossary_beside_the_folder(author):
    before = stamp_of(author.root)
    (author.root.parent / "glossary.csv").write_text("term_en,definition_en\n")
    assert stamp_of(author.root) != before
