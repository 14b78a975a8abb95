"""Progress of a place, a person and an exam in a real browser: at both widths, by mouse, touch and keyboard, in French.

None of these pages needs a script; one of the ways goes without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from courses.catalogue.models import CourseVersion
from courses.learning.services import record_read
from lms import clock
from lms.access import Role
from lms.db import transaction
from lms.people.models import Person
from lms.people.services.sessions import begin_session
from tests.assessments.exams.live import Site, cookie_name_of
from tests.builders import assessments as make
from tests.builders.people import administration, person, unit
from tests.pages.looking import objections

pytestmark = pytest.mark.browser
PHONE, DESK = (360, 640), (1280, 900)


@dataclass(frozen=True)
class Watched:
    """The site, a manager of an administration in it, and where their people are."""

    site: Site
    manager: int
    place: str
    quiz: str


@pytest.fixture(scope="module")
def watched(running):
    """One officer passed an exam, one stopped ten days ago, one never began; twenty more have read a lesson."""
    site = running
    with site.app.app_context(), transaction() as session:
        version, now = session.get_one(CourseVersion, site.version_id), clock.now()
        home = administration(session, "Vientiane Customs", country="LA")
        port = unit(session, home, "River Port")
        there = {"place": home, "unit_id": port.id}
        passed, stuck, *others = (make.learner(session, version, now - timedelta(days=20), **there) for _ in range(22))
        passed.name, stuck.name = "Bounmy", "Khamla"
        person(session, "Anouk", (Role.OFFICER, home), **there)
        lesson = make.LESSONS[0]
        record_read(session, stuck.id, version.course_id, lesson, now=now - timedelta(days=10))
        for number, row in enumerate(others):
            row.name = f"Officer {number}"
            record_read(session, row.id, version.course_id, lesson, now=now - timedelta(hours=number))
        quiz = make.exam_of(session, version, make.QUIZ)
        make.sit(session, quiz, passed, now - timedelta(days=1))
        manager = person(session, "Manager", (Role.PROGRAMME_MANAGER, home), place=home)
        return Watched(site, manager.id, f"/progress/unit/{port.uuid}", quiz.uuid)


@pytest.fixture
def enter(browser: Browser, watched: Watched):
    """A browser of this width in which the manager is signed in."""
    opened = []

    def make_page(size=DESK, *, scripts=True, touch=False, language="en") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            has_touch=touch,
            base_url=watched.site.url,
        )
        opened.append(context)
        with watched.site.app.app_context(), transaction() as session:
            row = session.get_one(Person, watched.manager)
            token = begin_session(session, row, device="Chromium", now=clock.now())
        context.add_cookies([{"name": cookie_name_of(watched.site), "value": token, "url": watched.site.url}])
        page = context.new_page()
        if language != "en":
            page.goto(f"/language/{language}?next=/progress")
        return page

    yield make_page
    for context in opened:
        context.close()


def names(page: Page) -> list[str]:
    return page.locator(".board tbody th a").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_list_of_places_to_a_person_by_pressing(enter, watched, size, scripts):
    page = enter(size, scripts=scripts, touch=size == PHONE)
    page.goto("/progress")
    press = (lambda one: one.tap()) if size == PHONE else (lambda one: one.click())
    press(page.get_by_role("link", name="River Port"))
    expect(page.get_by_role("heading", level=1)).to_have_text("River Port")
    assert names(page)[0] == "Khamla"  # who is stuck comes first
    press(page.get_by_role("link", name="Stuck"))
    expect(page.locator(".board tbody tr")).to_have_count(1)
    press(page.get_by_role("link", name="Khamla"))
    expect(page.get_by_role("heading", name="Results of quizzes and exams")).to_be_visible()
    press(page.get_by_role("link", name="River Port"))
    expect(page.get_by_role("heading", level=1)).to_have_text("River Port")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_list_is_narrowed_by_keyboard_and_keeps_its_state(enter, watched, scripts):
    page = enter(scripts=scripts)
    page.goto(f"{watched.place}?show=in-progress")
    page.get_by_label("Name").focus()
    page.keyboard.type("officer 1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("show=in-progress.*words=officer"))
    assert {name.rstrip("0123456789") for name in names(page)} == {"Officer "}
    expect(page.locator('[aria-current="page"]', has_text="In progress")).to_be_visible()


def test_the_squares_of_a_desk_stand_in_one_row_and_their_numbers_are_read_out(enter, watched):
    page = enter(DESK)
    page.goto(watched.place)
    row = page.locator(".board tbody tr").first
    assert row.locator(".squares").get_attribute("aria-hidden") == "true"
    expect(row.locator("td").first).to_contain_text("1/")
    tops = row.locator(".squares i").evaluate_all(
        "all => all.map((one) => Math.round(one.getBoundingClientRect().top))"
    )
    assert len(set(tops)) == 1


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_results_of_a_quiz_are_drawn_with_the_cut_and_told_as_a_table(enter, watched, size):
    page = enter(size)
    page.goto(f"/manage/exams/{watched.quiz}")
    expect(page.locator("svg.chart .cut")).to_have_count(1)
    expect(page.get_by_role("img", name="Results, and the pass mark")).to_be_visible()
    expect(page.get_by_role("row", name="90–100 1")).to_be_visible()
    page.get_by_role("link", name="Attempts with names").click()
    expect(page.get_by_role("link", name="Bounmy")).to_be_visible()
    page.get_by_role("link", name="Not passed").click()
    expect(page.get_by_role("heading", name="No such attempt")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_sticks_out_and_axe_finds_nothing_in_french_either(enter, watched, size):
    page = enter(size, language="fr")
    assert page.locator("html").get_attribute("lang") == "fr"
    for at, words in (
        ("/progress", ("Progression", "Lieu de travail", "Ont commencé un cours", "Ont réussi un examen final")),
        (watched.place, ("À suivre d’abord", "Pas commencé")),
        (f"{watched.place}?course=all&show=stuck", ("Bloqués",)),
        (f"/manage/exams/{watched.quiz}/answers", ("Thèmes par réponses justes", "Réponses justes")),
        (f"/manage/exams/{watched.quiz}", ("Résultats et seuil de réussite", "Tentatives avec les noms")),
    ):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(at)
        for said in words:
            expect(page.locator("main")).to_contain_text(said)
        assert objections(page, size[0]) == [], at


def test_who_answers_for_nobody_here_finds_nothing(enter, watched):
    page = enter()
    answer = page.goto("/progress/country/TH")
    assert answer is not None
    assert answer.status == 404
