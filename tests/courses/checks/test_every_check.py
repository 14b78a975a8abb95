"""Every check of every lesson of every course, in each language that it speaks: judged in place on a small phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from courses.catalogue.course_folder.files import read_folder
from tests.benchmarks.phone import Traffic
from tests.benchmarks.weight import to_the_end
from tests.courses.checks.hand import PHONE, give_all, press
from tests.courses.offline.live import CONTENT, SHIPPED

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.once]
SPOKEN = [(slug, language) for slug in SHIPPED for language in ("en", *read_folder(CONTENT / slug).languages)]


def lessons_of(page: Page, course: str) -> list[str]:
    """The addresses of its lessons."""
    page.goto(course)
    links = page.locator(f"main a[href*='{course.split('/', 3)[3]}/lessons/']")
    return list(dict.fromkeys(links.evaluate_all("(all) => all.map((one) => one.href.split('#')[0])")))


@pytest.mark.parametrize(("slug", "language"), SPOKEN)
def test_every_verdict_is_in_view_in_focus_and_costs_one_small_request(every_course, browser, slug, language):
    context = browser.new_context(viewport=PHONE, has_touch=True)
    every_course.officer("Ann Officer").sign_in(context)
    context.add_cookies([{"name": "language", "value": language, "url": every_course.url}])
    page, found, judged = context.new_page(), [], 0
    traffic = Traffic()
    traffic.watch(context.new_cdp_session(page))
    for lesson in lessons_of(page, f"{every_course.url}/courses/{slug}"):
        page.goto(lesson, wait_until="load")
        to_the_end(page)  # pictures come as they are scrolled to
        give_all(page)
        for box in page.locator(".card.check").all():
            name = f"{lesson.rsplit('/', 1)[1]}, {box.get_attribute('id')}"
            found += [f"{name}: {fault}" for fault in press(box, traffic).faults(language)]
            judged += 1
    context.close()
    assert judged > 30
    assert found == []
