"""What somebody does on a page when the line is lost, or to save something, before it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.pages.acts import Act, keep

if TYPE_CHECKING:
    from tests.pages.site import Site


def phone_page(page: Page, site: Site) -> None:
    """The page of what is on this phone, with its person signed in."""
    page.goto(f"{site.url}/offline")
    expect(page.locator("html[data-shown]")).to_be_attached()


def opened_offline(path: str) -> Act:
    """Save a module, leave something waiting, and open an address without a line."""

    def act(page: Page, site: Site) -> None:
        keep(page, site)
        page.context.set_offline(True)
        wait_for_line(page, site)
        page.goto(site.url + path)
        expect(page.locator("html[data-shown]")).to_be_attached()
        expect(page.locator("#line")).to_contain_text("1 waiting")

    return act


def wait_for_line(page: Page, site: Site) -> None:
    """Say that a lesson is read; it waits."""
    page.evaluate(
        """([subject]) => outbox.keep({ kind: "courses.read", subject, title: "A lesson",
          body: { lesson: "gone", version: "none" } })""",
        [site.values["course"]],
    )


def nearly_full(page: Page, site: Site) -> None:
    """Save a module that takes nearly all that may be saved, and look at what is on this phone."""
    keep(page, site)
    page.evaluate(
        """async () => {
          const { person } = document.body.dataset, cache = await caches.open(`kept-${person}`);
          const taken = keeping.limit(person) - (await keeping.used(person)) - 1024;
          const [one] = await store.of("kept", person);
          await cache.put("/media/large", new Response("x", { headers: { Size: taken } }));
          await store.put("kept", { ...one, urls: [...one.urls, "/media/large"] });
        }"""
    )
    phone_page(page, site)
    expect(page.locator("#limit-said")).to_be_visible()


def line_lost(page: Page, _site: Site) -> None:
    """Lose the line while the page is open."""
    page.context.set_offline(True)
    expect(page.locator("#line")).to_contain_text("offline")


def read_offline(page: Page, site: Site) -> None:
    """Read a saved lesson without a line, and say so; the next one opens."""
    keep(page, site)
    page.context.set_offline(True)
    page.goto(f"{site.url}/courses/{site.values['course']}/lessons/ten-second-look")
    wait_for_line(page, site)
    page.evaluate(
        """() => sessionStorage.setItem("waits", JSON.stringify({ person: document.body.dataset.person,
          text: document.getElementById("lesson-end").dataset.later }))"""
    )
    page.reload()
    expect(page.locator("#line")).to_contain_text("1 waiting")
    expect(page.locator(".messages")).to_contain_text("It will be sent when you are online.")


def saving_opened(page: Page, _site: Site) -> None:
    """Open what saves a lesson."""
    page.locator("#save > summary").click()
    expect(page.locator("#save [data-part=keep]").first).to_be_visible()


def unfold_lessons(page: Page, _site: Site) -> None:
    """Open the single lessons of the first module."""
    page.locator("summary:visible", has_text="Save single lessons").first.click()
    expect(page.locator("details[open] [data-part=keep]").first).to_be_visible()
