"""A version of a course that waits for signatures: what it says is seen by who answers for it, and by nobody else."""

from datetime import timedelta
from zlib import crc32

import pytest
from flask import current_app

from assessments.exams.queries.care import exam_titles
from assessments.exams.queries.cuts import open_proposal
from assessments.exams.queries.exams import cut_score_in_force, pool_at
from assessments.exams.queries.managing import exam_lines, exam_named, exams_openable
from assessments.exams.queries.reviewing import short_exams
from courses.catalogue.queries import course_titles, titles_of_slugs
from courses.catalogue.review.rules.standing import Need
from courses.permissions import CoursePermission, CourseRole
from courses.reviews.scope_kind import CourseScope
from lms.access import Grant, Role
from lms.access_model import access_model
from lms.errors import NotFound
from lms.scopes import EVERYWHERE, Scopes
from tests.builders import assessments as make
from tests.builders.people import administration, give, give_anywhere, person, viewer
from tests.courses.reviews.test_services import rule
from tests.suite.changes import head

SECRET = "Zanzibar"  # stands in every title of the version that waits


@pytest.fixture
def folder(tmp_path):
    return make.write_exam_course(tmp_path)


def retitled(folder):
    """The folder with other titles of course, modules, lessons and exams."""
    for path in (folder / "course.yaml", folder / "exams.yaml", *sorted((folder / "lessons").iterdir())):
        path.write_text(path.read_text().replace('title: "', f'title: "{SECRET} '))
    return folder


@pytest.fixture
def waiting(session, version, folder, now):
    """The next version, with other titles everywhere, which nobody has signed."""
    rule(session, version, [Need(role=CourseRole.LAW_SPECIALIST)], now)
    made = make.load_folder(session, retitled(folder), now)
    assert (made.no, made.published_at) == (2, None)
    return made


@pytest.fixture
def stranger(session, version, now):
    """Somebody who holds every role of the product, but for those that let them see versions that wait."""
    row, place = make.learner(session, version, now), administration(session)
    model = access_model()
    for role in model.roles:
        if model.may_be_held(role, EVERYWHERE) and CoursePermission.COURSE_REVIEWS not in model.carried_by(
            [Grant(role)]
        ):
            give_anywhere(session, row, Grant(role))
    give(session, row, Role.PROGRAMME_MANAGER, place)
    session.commit()
    return row


def test_what_courses_are_called_is_what_their_published_version_says(session, version, waiting):
    assert course_titles(session, [version.course_id]) == {version.course_id: "Tiny course"}
    assert titles_of_slugs(session, [make.SLUG]) == {make.SLUG: "Tiny course"}
    number = str(version.course_id)
    assert CourseScope().titles(session, [number]) == {number: "Tiny course"}


def test_a_course_of_which_nothing_is_published_goes_by_its_name_in_addresses(session, version, now):
    version.published_at = None
    session.flush()
    assert course_titles(session, [version.course_id]) == {}
    (offered,) = CourseScope().inside(session, Scopes(everywhere=True))
    assert offered.title == make.SLUG
    assert exam_lines(session, viewer(session, person(session, None, Role.PROGRAMME_MANAGER)), "en") == []
    with pytest.raises(NotFound):
        exam_named(session, make.exam_of(session, version).uuid)


def test_exams_are_called_as_in_their_published_version(session, version, exam, waiting):
    manager = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    titles = {one.title for one in exam_lines(session, manager, "en")}
    assert titles == {"Quiz one", "Quiz two", "The exam"}
    assert exam_named(session, exam.uuid)[1].title == "The exam"
    assert exam_titles(session, [exam.exam_id], "en") == {exam.exam_id: "The exam"}
    assert exams_openable(session, manager, [exam.exam_id], "en")[exam.exam_id] == ("The exam", exam.uuid)


def test_papers_follow_the_dates_of_the_published_version(session, version, exam, folder, waiting, now):
    officer = make.learner(session, version, now)
    before = pool_at(session, exam, officer.id, now)
    file = folder / "questions" / "exam.yaml"
    until = (now + timedelta(days=1)).date()
    file.write_text(file.read_text().replace("  use: exam\n", f"  use: exam\n  until: {until}\n"))
    made = make.load_folder(session, folder, now)
    assert (made.no, made.published_at) == (3, None)
    assert pool_at(session, exam, officer.id, now) == before
    assert short_exams(session, now) == []


def test_cut_scores_of_a_version_that_waits_are_proposed_when_it_is_published(session, version, exam, folder, now):
    rule(session, version, [Need(role=CourseRole.LAW_SPECIALIST)], now)
    quiz = make.exam_of(session, version, "quiz-one")
    exams = folder / "exams.yaml"
    exams.write_text(exams.read_text().replace("cut: 50", "cut: 60").replace("cut: 70", "cut: 80"))
    made = make.load_folder(session, folder, now)
    assert made.published_at is None
    assert cut_score_in_force(session, quiz.exam_id).percent == "50"
    assert open_proposal(session, exam.exam_id) is None
    rule(session, version, [], now, by=person(session, "Admin three", Role.ADMINISTRATOR))
    assert made.published_at == now
    assert cut_score_in_force(session, quiz.exam_id).percent == "60"
    assert cut_score_in_force(session, exam.exam_id).percent == "70"
    proposed = open_proposal(session, exam.exam_id)
    assert proposed is not None
    assert proposed.row.percent == "80"


@pytest.mark.parametrize("page", ["/cohorts/new", "/programme/activities/new"])
def test_forms_offer_what_can_be_begun_also_to_who_may_read_what_waits(session, waiting, signed_in, page):
    manager = person(session, None, Role.PROGRAMME_MANAGER)
    give(session, manager, Role.PROGRAMME_MANAGER, administration(session))
    session.commit()
    offered = signed_in(manager).get(page)
    assert offered.status_code == 200
    assert "Tiny course" in offered.text
    assert SECRET not in offered.text


@pytest.mark.parametrize("part", [3, pytest.param(1, marks=pytest.mark.long)], ids=["a third", "all"])
def test_no_page_without_a_name_in_its_address_shows_a_title_that_waits(
    session, exam, waiting, stranger, signed_in, part
):
    """In each run every third page, beginning with one that the commit decides."""
    browser = signed_in(stranger)
    rules = current_app.url_map.iter_rules()
    every = sorted(str(one) for one in rules if "GET" in (one.methods or ()) and not one.arguments)
    pages = every[crc32(head().encode()) % part :: part]
    course = f"/courses/{make.SLUG}"
    named = [course, f"{course}/glossary", f"{course}/lessons/first", "/search?q=lesson", f"/manage/exams/{exam.uuid}"]
    opened = {page: browser.get(page) for page in (*pages, *named)}
    shown = [page for page, answer in opened.items() if SECRET.encode() in answer.data]
    assert shown == []
    assert sum(answer.status_code == 200 for answer in opened.values()) > 50 // part
    assert all(opened[page].status_code == 200 for page in (course, f"/manage/exams/{exam.uuid}"))
