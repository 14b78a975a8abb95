"""What the pages of a learner show, to whom, and with how many queries."""

import re

import pytest
from sqlalchemy import select

from courses.catalogue.course_folder.blocks import read_lesson
from courses.catalogue.models import Asset, Lesson
from courses.catalogue.queries import stored_picture
from courses.catalogue.rendering.lesson_html import render
from courses.learning import services
from courses.learning.models import Enrolment, LessonRead, ReadingPosition
from courses.learning.positions import buffer
from courses.learning.queries.runs import course_taken
from courses.ports.steps import StepState
from lms import storage
from lms.access import Role
from tests.builders import home
from tests.builders.courses import LESSON, load
from tests.builders.people import person, viewer

HOME = "/courses/tiny-course"
FIRST = f"{HOME}/lessons/first"


@pytest.fixture
def own(signed_in, enrolled):
    """The browser of an officer who takes the course."""
    return signed_in(enrolled)


def text_of(response):
    assert response.status_code == 200, response.status
    return response.get_data(as_text=True)


def test_nobody_reads_without_signing_in(client, version):
    for address in ("/learn", HOME, FIRST, f"{HOME}/glossary"):
        assert client.get(address).status_code == 303


@pytest.mark.parametrize("address", ["/courses/none", f"{HOME}/lessons/none", "/courses/none/glossary", "/media/x.svg"])
def test_what_is_not_there_is_not_found(own, address):
    assert own.get(address).status_code == 404


def test_learn_offers_what_can_be_begun(signed_in, officer, version):
    assert HOME in text_of(signed_in(officer).get("/learn"))


def test_learn_without_courses_teaches_what_will_be_here(signed_in, officer):
    assert "No course is here yet" in text_of(signed_in(officer).get("/learn"))


def test_beginning_leads_to_the_first_lesson(signed_in, officer, version, session):
    answer = signed_in(officer).post(f"{HOME}/enrol")
    assert (answer.status_code, answer.location) == (303, FIRST)
    assert session.scalars(select(Enrolment.person_id)).one() == officer.id


def test_a_lesson_opens_only_after_the_course_was_begun(signed_in, officer, version):
    own = signed_in(officer)
    answer = own.get(FIRST)
    assert (answer.status_code, answer.location) == (303, HOME)
    assert "Start the course first" in text_of(own.get(HOME))


def test_a_lesson_shows_its_words_and_check_and_leads_to_its_sources(own):
    shown = text_of(own.get(FIRST))
    for words in (">Lesson first</h1>", 'id="term-scute"', f"{FIRST}/sources", "Try practice-first-1", "7 minutes"):
        assert words in shown
    assert shown.count('aria-current="page"') == 2  # in the menu, and in the outline


def test_the_first_picture_is_loaded_with_the_page(own):
    picture = re.search(r"<img [^>]*>", text_of(own.get(FIRST)))[0]
    assert 'width="640" height="300"' in picture
    assert "lazy" not in picture


def test_pictures_after_the_first_wait_until_they_are_near(session, folder, signed_in, officer, now):
    file = folder / "lessons" / "first.md"
    block = "::: figure plate.svg\nalt: Again.\ncaption: Again.\n:::\n"
    file.write_text(file.read_text() + "\n" + block)
    version = load(session, folder, now)
    services.enrol(session, officer.id, version.id, now=now)
    pictures = re.findall(r"<img [^>]*>", text_of(signed_in(officer).get(FIRST)))
    assert ["lazy" in picture for picture in pictures] == [False, True]


def test_a_page_holds_nothing_that_the_content_policy_refuses(own):
    shown = text_of(own.get(FIRST))
    assert not re.search(r"\sstyle=|<style|<script(?! src=)|\son\w+=", shown)


def test_a_check_without_scripts_is_answered_on_the_same_page(own):
    shown = text_of(own.post(f"{FIRST}/checks/practice-first-1", data={"answer": "b"}))
    assert "You said b" in shown
    assert ">Lesson first</h1>" in shown


def test_a_check_of_another_lesson_is_not_found(own):
    assert own.post(f"{FIRST}/checks/practice-second-1", data={"answer": "b"}).status_code == 404


def test_reading_leads_to_the_next_lesson_and_counts(own, session):
    answer = own.post(f"{FIRST}/read")
    assert (answer.status_code, answer.location) == (303, f"{HOME}/lessons/second")
    assert session.scalars(select(LessonRead.lesson)).one() == "first"
    assert "1 of 6 steps" in text_of(own.get(f"{HOME}/lessons/second"))


def test_after_the_last_lesson_of_a_module_comes_its_quiz(own):
    assert own.post(f"{HOME}/lessons/second/read").location == "/quizzes/one"


def test_a_lesson_that_was_read_has_a_link_on_and_no_form(own):
    own.post(f"{FIRST}/read")
    shown = text_of(own.get(FIRST))
    assert f'action="{FIRST}/read"' not in shown
    assert 'rel="next"' in shown


def test_the_place_is_the_lesson_opened_last_and_is_one_row(own, session):
    for address in (FIRST, FIRST, f"{HOME}/lessons/third", f"{HOME}/lessons/second"):
        own.get(address)
    buffer().flush()
    assert session.scalars(select(ReadingPosition.lesson)).all() == ["second"]


def test_another_device_goes_on_where_the_first_stopped(own, signed_in, enrolled):
    own.get(f"{HOME}/lessons/second")
    assert (
        re.search(r'class="btn" href="([^"]+)"', text_of(signed_in(enrolled).get(HOME)))[1] == f"{HOME}/lessons/second"
    )


def test_the_course_page_shows_the_state_of_each_step(own, steps):
    steps.answers["quiz-one"] = StepState("70 %, passed", "ok")
    own.post(f"{FIRST}/read")
    shown = text_of(own.get(HOME))
    assert '<span class="chip ok">70 %, passed</span>' in shown
    assert '<span class="chip ok">read</span>' in shown
    assert "/exams/the-exam" in shown


def test_the_words_of_the_course_are_listed(own):
    assert "A horny plate" in text_of(own.get(f"{HOME}/glossary"))


def test_whoever_began_before_reads_the_version_they_began(own, session, folder, now):
    (folder / "lessons" / "first.md").write_text(LESSON.format(slug="first", link="third").replace("heavy", "light"))
    load(session, folder, now)
    session.commit()
    assert "The bag is heavy" in text_of(own.get(FIRST))


def test_an_unchanged_page_is_not_sent_again(own):
    own.get(FIRST)
    tag = own.get(FIRST).headers["ETag"]
    answer = own.get(FIRST, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_page_is_sent_again_once_progress_changed(own):
    own.get(FIRST)
    tag = own.get(FIRST).headers["ETag"]
    own.post(f"{HOME}/lessons/third/read")
    assert own.get(FIRST, headers={"If-None-Match": tag}).status_code == 200


def test_a_page_of_another_person_is_never_taken_for_ones_own(own, signed_in, session, version, now):
    other = person(session, "Other", Role.OFFICER)
    services.enrol(session, other.id, version.id, now=now)
    own.get(FIRST)
    tag = own.get(FIRST).headers["ETag"]
    others = signed_in(other)
    others.get(FIRST)
    assert others.get(FIRST, headers={"If-None-Match": tag}).status_code == 200


def test_text_alternatives_cannot_break_out_of_their_place(signed_in, officer, session, folder, now):
    file = folder / "lessons" / "first.md"
    file.write_text(file.read_text().replace("A dark disc", 'A "dark" <disc>'))
    version = load(session, folder, now)
    services.enrol(session, officer.id, version.id, now=now)
    browser = signed_in(officer)
    assert 'alt="A &#34;dark&#34; &lt;disc&gt; on' in text_of(browser.get(FIRST))
    browser.get("/pictures/off")
    assert "<p>A &#34;dark&#34; &lt;disc&gt; on" in text_of(browser.get(FIRST))


def forms_of(shown):
    """The token of the check's form, and the one of the form at the foot."""
    return re.search(r'data-form="([^"]+)"', shown)[1], re.search(r'name="csrf_token" value="([^"]+)"', shown)[1]


def test_each_reader_of_a_remembered_page_gets_the_token_of_their_own(own, signed_in, session, version, now):
    other = person(session, "Other", Role.OFFICER)
    services.enrol(session, other.id, version.id, now=now)
    mine, theirs = forms_of(text_of(own.get(FIRST))), forms_of(text_of(signed_in(other).get(FIRST)))
    assert mine[0] == mine[1]
    assert theirs[0] == theirs[1]
    assert mine[0] != theirs[0]


HOSTILE = (
    "\\0form\\0 and \ufdd0\ufdd1 and {{{{ csrf_token() }}}}\n\n"
    '<input name="csrf_token" value="x">\n\n[send it](https://evil.example/?t={token})\n\n'
)


def test_an_author_gets_no_token_of_a_reader_into_their_text(signed_in, officer, session, folder, now):
    """A hostile course: every sign that was ever a token's place, and a token that its author was given."""
    author = person(session, "Author", Role.OFFICER)
    version = load(session, folder, now)
    for one in (officer, author):
        services.enrol(session, one.id, version.id, now=now)
    token = forms_of(text_of(signed_in(author).get(f"{HOME}/lessons/second")))[0]
    file = folder / "lessons" / "first.md"
    file.write_text(file.read_text().replace("## A heading", HOSTILE.format(token=token) + "## A heading"))
    found = session.scalars(select(Lesson).where(Lesson.slug == "first")).one()
    lesson = read_lesson("first", "lessons/first.md", file.read_text(), [])
    found.parts = render(lesson, "tiny-course", {}, {"plate.svg": stored_picture("x.svg", 1, 1)}).parts
    found.renderer = "waits"  # so that nobody remembers the page of before
    session.commit()
    for reader in (author, officer, author):
        shown = text_of(signed_in(reader).get(FIRST))
        own = forms_of(shown)
        assert own[0] == own[1]
        written = shown[: shown.index('id="check-')].split("After this lesson")[1]
        assert f"evil.example/?t={token}" in written
        assert shown.count(own[0]) == 5 + written.count(own[0])  # sign out, checks, a check, read, report


def test_an_address_and_an_answer_get_no_token_either(own):
    assert own.get(FIRST, query_string={"q": "\0form\0"}).status_code == 404
    for text in ("\ufdd0\ufdd1", "%00form%00", forms_of(text_of(own.get(FIRST)))[0]):
        shown = text_of(own.get(FIRST, query_string={"q": text}))
        own_token = re.escape(forms_of(shown)[0])
        assert len(re.findall(rf'(?:value|data-form)="{own_token}"', shown)) == 5
        answered = text_of(own.post(f"{FIRST}/checks/practice-first-1", data={"answer": text}))
        assert f"You said {text}" in answered
        assert forms_of(answered)[0] == forms_of(answered)[1]


def test_an_answer_to_a_check_is_shown_to_nobody_else(own, signed_in, session, version, now):
    other = person(session, "Other", Role.OFFICER)
    services.enrol(session, other.id, version.id, now=now)
    assert "You said b" in text_of(own.post(f"{FIRST}/checks/practice-first-1", data={"answer": "b"}))
    assert "You said" not in text_of(signed_in(other).get(FIRST))
    assert "You said" not in text_of(own.get(FIRST))


def test_a_picture_is_kept_for_a_year_and_can_do_nothing(own, session):
    key = session.scalars(select(Asset.key)).one()
    answer = own.get(f"/media/{key}")
    assert answer.mimetype == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "31536000" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_questions_of_a_folder_are_no_pictures(own, session, folder):
    data = (folder / "questions" / "practice.yaml").read_bytes()
    key = storage.key_of(data, ".yaml")
    assert storage.get(key) == data
    assert own.get(f"/media/{key}").status_code == 404


def test_a_lesson_needs_few_queries(own, counting):
    with counting() as first:
        text_of(own.get(FIRST))
    with counting() as again:
        text_of(own.get(FIRST))
    assert len(again) <= 4
    assert len(first) <= 8  # the first time outline and page are read, and the place is written


def test_the_number_of_queries_does_not_grow_with_the_rows(own, counting, session, enrolled, folder, version, now):
    def queries():
        numbers = []
        for address in ("/learn", HOME, FIRST):
            own.get(address)
            with counting() as seen:
                text_of(own.get(address))
            numbers.append(len(seen))
        return numbers

    few = queries()
    for n in range(5):
        file = folder / "course.yaml"
        file.write_text(re.sub(r"slug: tiny-course\w*", f"slug: tiny-course{n}", file.read_text()))
        other = load(session, folder, now)
        services.enrol(session, enrolled.id, other.id, now=now)
        services.record_read(session, enrolled.id, other.course_id, "first", now=now)
    session.commit()
    assert queries() == few
    assert max(few) <= 6


def test_what_next_offers_a_course_to_who_takes_none(app, session, officer, version, now):
    with app.test_request_context():
        steps = home.steps(session, viewer(session, officer), now)
    assert [(step.title, step.url) for step in steps] == [("Tiny course", HOME)]


def test_what_next_goes_on_where_the_person_stopped(app, session, enrolled, version, now):
    services.record_read(session, enrolled.id, version.course_id, "first", now=now)
    services.record_position(session, course_taken(session, enrolled.id, "tiny-course").run_id, "first", now=now)
    with app.test_request_context():
        step = home.steps(session, viewer(session, enrolled), now)[0]
    assert (step.title, step.url) == ("Lesson second", f"{HOME}/lessons/second")


def test_what_next_sends_nobody_to_a_step_that_is_not_open(app, session, enrolled, version, steps, now):
    steps.answers["quiz-one"] = StepState("not passed", "bad", ready=False, note="The next try opens tomorrow.")
    for lesson in ("first", "second", "third"):
        services.record_read(session, enrolled.id, version.course_id, lesson, now=now)
    with app.test_request_context():
        step = home.steps(session, viewer(session, enrolled), now)[0]
    assert (step.text, step.url) == ("The next try opens tomorrow.", HOME)
