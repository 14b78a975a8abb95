"""A figure of a lesson opens in a view as large as the window, by finger and by keyboard, and closes again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_figure_opens_larger_and_the_place_in_the_lesson_is_kept(opened, width):
    page = opened(width=width)
    link = page.locator("a.larger").first
    small = link.locator("img").bounding_box()["width"]
    link.focus()
    page.keyboard.press("Enter")
    view = page.locator("dialog.larger-view")
    expect(view).to_be_visible()
    expect(view.locator("img")).to_have_attribute("alt", link.locator("img").get_attribute("alt"))
    assert view.locator("img").bounding_box()["width"] >= max(small, 960)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    expect(view).to_have_count(0)
    expect(link).to_be_focused()


def test_a_finger_opens_it_and_the_button_closes_it(opened):
    page = opened(language="fr")
    page.locator("a.larger").first.tap()
    view = page.locator("dialog.larger-view")
    expect(view).to_be_visible()
    view.get_by_role("button", name="Fermer").tap()
    expect(view).to_have_count(0)


def test_without_scripts_the_picture_opens_alone(opened):
    page = opened(scripts=False)
    link = page.locator("a.larger").first
    address = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**{address}")
