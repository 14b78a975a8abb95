"""The home page of officers, whatever they have done so far: its first heading is the one thing to do first."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.credentials.models import Claim
from certificates.credentials.queries.held import is_open
from courses.api import newest_runs, record_completion, record_read
from lms.access import Role
from tests.builders import assessments as make
from tests.builders import certificates as build
from tests.builders import crowd
from tests.builders.kind_names import KindName
from tests.builders.people import NOW, browser, person, sign_in

HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
LESSONS, QUIZZES = ("first", "second", "third"), ("quiz-one", "quiz-two")
MOST = 8


@pytest.fixture
def version(session, tmp_path):
    return make.load_folder(session, make.write_exam_course(tmp_path), NOW)


@pytest.fixture
def learner(session, version):
    row = make.learner(session, version, NOW - timedelta(days=1))
    build.name_checked(session, row, "Ngozi Okafor")
    return row


@pytest.fixture
def opened(app, session):
    """The page as somebody gets it."""

    def open_as(row):
        made = browser(app)
        sign_in(made, session, row)
        session.commit()
        answer = made.get("/")
        assert answer.status_code == 200
        return answer.text

    return open_as


def read(session, row, version, *lessons):
    for one in lessons:
        record_read(session, row.id, version.course_id, one, now=NOW)


def done(session, row, version):
    """Everything before the exam."""
    read(session, row, version, *LESSONS)
    run = newest_runs(session, [row.id], version.course_id)[row.id]
    for one in QUIZZES:
        record_completion(session, run.id, one, now=NOW)


def passed(session, row, version):
    make.sit(session, make.exam_of(session, version), row, NOW)
    session.commit()
    return session.scalars(select(Claim).where(Claim.person_id == row.id, *is_open())).one()


def headings(page):
    """The headings of the page with their levels, in order."""
    return [(int(level), re.sub(r"<[^>]+>", "", text).strip()) for level, text in HEADING.findall(page)]


def first(page):
    """The first heading, which is the only one of its level."""
    found = headings(page)
    assert [level for level, _text in found].count(1) == 1
    assert found[0][0] == 1
    return found[0][1]


def test_who_has_begun_nothing_is_led_to_a_course(session, version, opened):
    page = opened(person(session, None, Role.OFFICER))
    assert first(page) == "Tiny course"
    assert 'href="/courses/tiny-course"' in page
    assert 'class="path"' not in page


def test_who_is_half_done_is_led_to_the_next_lesson_with_its_figure_and_minutes(session, version, learner, opened):
    read(session, learner, version, "first")
    page = opened(learner)
    assert first(page) == "Lesson second"
    assert re.search(
        r'<img class="first-picture" src="/media/[^"]+" width="640" height="300" alt="" loading="lazy">', page
    )
    assert "Next lesson · Tiny course" in page
    assert 'href="/courses/tiny-course/lessons/second">Continue' in page
    assert re.search(r"\d minutes?</span>", page)


def test_the_way_to_the_certificate_is_told_step_by_step(session, version, learner, opened):
    read(session, learner, version, "first")
    page = opened(learner)
    told = re.findall(r"<span class=\"vh\">([^<]+)</span></li>", page)
    assert told == [
        "Lesson: Lesson first, done",
        "Lesson: Lesson second, next",
        "Quiz: Quiz one, to come",
        "Lesson: Lesson third, to come",
        "Quiz: Quiz two, to come",
        "Exam: The exam, to come",
        "Certificate, to come",
    ]
    assert page.count('aria-current="step"') == 1
    assert "1 of 6 steps" in page


def test_home_counts_as_the_course_page_does(app, session, version, learner, opened):
    read(session, learner, version, "first", "second")
    made = browser(app)
    sign_in(made, session, learner)
    session.commit()
    said = {re.search(r"(\d+ of \d+) ", made.get(address).text)[1] for address in ("/", "/courses/tiny-course")}
    assert said == {"2 of 6"}


def test_what_was_learnt_in_the_last_seven_days_is_told(session, version, learner, opened):
    record_read(session, learner.id, version.course_id, "first", now=NOW - timedelta(days=8))
    read(session, learner, version, "second", "third")
    record_completion(
        session, newest_runs(session, [learner.id], version.course_id)[learner.id].id, "quiz-one", now=NOW
    )
    page = opened(learner)
    assert "<b>2</b> lessons read" in page
    assert "<b>1</b> quiz or exam passed" in page


def test_who_has_failed_reads_when_they_may_try_again(session, version, learner, opened, time):
    done(session, learner, version)
    make.sit(session, make.exam_of(session, version), learner, NOW, wrong=list(KindName)[:4])
    page = opened(learner)
    assert re.fullmatch(r"The exam: not passed, [\d.]+ %", first(page))
    assert "You may try again from 26 November 2026, 16:00, Bangkok time (09:00 UTC)." in page or (
        "You may try again from 26 November 2026, 09:00 UTC." in page
    )
    time.now = NOW + timedelta(days=1)
    assert first(opened(learner)) == "The exam"


def test_a_certificate_that_waits_for_a_name_comes_before_anything_half_done(session, version, learner, opened):
    read(session, learner, version, "first")
    other = make.exam_of(session, version, make.QUIZ)
    claim = passed(session, learner, version)
    make.start(session, other, learner, NOW)
    page = opened(learner)
    assert first(page) == "Your certificate waits"
    assert f'href="/certificates/claims/{claim.uuid}">Confirm my name' in page
    assert "Quiz one" in page  # under way, and further down
    assert page.count('aria-current="step"') == 1
    assert "Certificate, next" in page


def test_who_has_passed_sees_it_with_the_result_and_until_when(session, version, learner, opened):
    held = build.taken(session, passed(session, learner, version), "Ngozi Okafor", at=NOW)
    page = opened(learner)
    assert first(page) == "Passed with 100 %, certificate valid until 25 November 2029"
    assert f'href="/certificates/{held.credential.uuid}">See the certificate' in page
    assert "Lesson first" not in page  # what they left out is no duty any more


def test_an_account_without_a_role_says_whom_to_ask_and_leads_nowhere_that_is_closed(session, version, opened):
    page = opened(person(session, None))
    assert first(page) == "This account has no role yet"
    main = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r'href="([^"]+)"', main) == ["/offline"]


def test_who_decides_about_others_is_offered_no_lesson_and_still_led_somewhere_that_opens(
    app, session, version, opened
):
    row = person(session, None, Role.ADMINISTRATOR)
    page = opened(row)
    assert first(page) == "Nothing waits for you"
    assert "Tiny course" not in page
    main = page[page.index("<main") : page.index("</main>")]
    made = browser(app)
    sign_in(made, session, row)
    session.commit()
    assert [made.get(one).status_code for one in set(re.findall(r'href="([^"]+)"', main))] == [200, 200]


def test_pictures_are_left_out_where_this_device_leaves_them_out(app, session, version, learner):
    made = browser(app)
    sign_in(made, session, learner)
    session.commit()
    assert "<img" in made.get("/").text
    made.get("/pictures/off?next=/")
    assert "<img" not in made.get("/").text


STATES = ("never begun", "half done", "failed", "waits for a name", "passed", "passed, and nothing left")


def stand(session, version, learner, state):
    """Have somebody be where the name of the state says."""
    exam = make.exam_of(session, version)
    match state:
        case "never begun":
            return person(session, None, Role.OFFICER)
        case "half done":
            read(session, learner, version, "first")
        case "failed":
            make.sit(session, exam, learner, NOW, wrong=list(KindName)[:4])
        case "waits for a name":
            passed(session, learner, version)
        case "passed":
            build.taken(session, passed(session, learner, version), "Ngozi Okafor", at=NOW)
        case _:
            done(session, learner, version)
            build.taken(session, passed(session, learner, version), "Ngozi Okafor", at=NOW)
    return learner


@pytest.mark.parametrize("state", STATES)
def test_home_takes_at_most_eight_queries_however_many_people_there_are(
    app, session, version, learner, counting, state
):
    row = stand(session, version, learner, state)
    counts = []
    for count in (30, 3000):
        crowd.make_crowd(session, version, count)
        made = browser(app)
        sign_in(made, session, row)
        session.commit()
        made.get("/")  # once for what is remembered
        with counting() as statements:
            assert made.get("/").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= MOST
