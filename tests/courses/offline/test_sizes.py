"""What the course page says that a module weighs is what a browser counts on the line."""

import pytest
from playwright.sync_api import expect

from tests.courses.offline.live import COURSE, LATEST, lesson, module

pytestmark = [pytest.mark.browser, pytest.mark.pages]
MOST = 400 * 1024
FIRST_VISIT = 40 * 1024


def counting(context, page, *, anew: bool = False) -> dict[str, int]:
    """Bytes on the line by path, headers included; anew: whatever the browser has from before is fetched again."""
    cdp, paths, counted = context.new_cdp_session(page), {}, {}

    def came(event):
        paths[event["requestId"]] = "/" + event["response"]["url"].split("/", 3)[3]

    def whole(event):
        path = paths.get(event["requestId"], "")
        counted[path] = counted.get(path, 0) + int(event["encodedDataLength"])

    cdp.on("Network.responseReceived", came)
    cdp.on("Network.loadingFinished", whole)
    cdp.send("Network.enable")
    if anew:
        cdp.send("Network.clearBrowserCache")
    return counted


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_module_weighs_what_was_said_and_not_too_much(site, officer, signed_in, number):
    page = signed_in.new_page()
    page.route("**/media/*", lambda route: route.abort())  # what the page shows already is not fetched twice
    page.goto(site.url + COURSE, wait_until="networkidle")
    page.unroute("**/media/*")
    plan = page.evaluate(
        "(url) => fetch(url).then((one) => one.json())", module(page, number).get_attribute("data-plan")
    )
    counted = counting(signed_in, page, anew=True)  # the page of the course has its own style and script already
    module(page, number).locator("[data-part=keep]").evaluate("(one) => one.click()")  # folded: its pictures stay away
    expect(module(page, number).locator("[data-part=state]")).to_have_js_property("hidden", value=False, timeout=LATEST)
    page.wait_for_timeout(300)
    assert set(plan["sizes"]) <= set(counted)
    assert abs(sum(counted[url] for url in plan["sizes"]) - plan["bytes"]) <= plan["bytes"] * 0.03
    assert plan["bytes"] <= MOST


def test_the_first_visit_of_a_lesson_stays_small(site, officer, signed_in):
    page = signed_in.new_page()
    counted = counting(signed_in, page)
    lesson(page, site, "reading-the-lines")
    page.wait_for_timeout(500)
    assert sum(size for path, size in counted.items() if not path.startswith("/media/")) <= FIRST_VISIT


def test_a_lesson_without_pictures_fetches_them_on_a_tap_alone(site, officer, signed_in):
    page = signed_in.new_page()
    page.goto(f"{site.url}/pictures/off?next=/learn")
    counted = counting(signed_in, page)
    lesson(page, site, "reading-the-lines")
    assert not [path for path in counted if path.startswith("/media/")]
    page.get_by_role("link", name="Show the picture").first.click()
    expect(page.locator("main img").first).to_be_visible()
