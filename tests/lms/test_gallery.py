"""Every part of the pages in every state: usable by everybody, in both modes, on a small phone too."""

import re
import threading
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.lms.axe import findings
from tests.lms.gallery.site import WEB, create

pytestmark = pytest.mark.browser

PAGES = [
    "/page/parts",
    "/page/lesson",
    "/page/exam",
    "/verify",
    "/form",
    "/problem",
    "/error",
    "/stranger",
    "/long",
    "/charts",
]
SIZES = {  # every rule at both widths and in both modes; what hangs on width and mode together is contrast alone
    (360, "light"): (),
    (360, "dark"): ("color-contrast",),
    (1280, "light"): ("color-contrast",),
    (1280, "dark"): (),
}


@pytest.fixture(scope="module")
def site():
    server = make_server("127.0.0.1", 0, create(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def window(browser):
    """A browser for all that only look: opening one takes longer than looking at a page."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def complaints_of(page):
    """Whatever the page complains about from now on, and how to hear no more of it."""
    heard = []
    ears = {
        "console": lambda message: heard.append(message.text) if message.type == "error" else None,
        "pageerror": lambda error: heard.append(str(error)),
    }
    for event, ear in ears.items():
        page.on(event, ear)
    return heard, lambda: [page.remove_listener(event, ear) for event, ear in ears.items()]


@pytest.fixture
def glance(window, site):
    """Opens an address to be looked at; no script may fail on it and no policy be breached."""
    complaints, deaf = complaints_of(window)

    def at(path, width=360):
        window.set_viewport_size({"width": width, "height": 800})
        window.emulate_media(color_scheme="light", reduced_motion="reduce")  # colours change at once
        assert window.goto(site + path).status == 200
        return window

    yield at
    deaf()
    assert complaints == []


@pytest.fixture
def look(browser, site):
    """Opens an address at a width and in a mode; at the end no script may have failed and no policy been breached."""
    contexts, complaints = [], []

    def at(path, width=360, scheme="light", **more):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more))
        page = contexts[-1].new_page()
        page.set_default_timeout(5000)
        complaints.append(complaints_of(page)[0])
        assert page.goto(site + path).status == 200
        return page

    yield at
    for context in contexts:
        context.close()
    assert [one for heard in complaints for one in heard] == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_at_both_widths_in_both_modes(glance, path):
    page, found = glance(path), []
    for (width, scheme), rules in SIZES.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += findings(page, *rules)
    assert found == []


def test_axe_does_find_what_is_wrong(look):
    page = look("/page/lesson")
    page.evaluate("document.querySelector('figure img').removeAttribute('alt')")
    assert any("image-alt" in finding for finding in findings(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_all_that_opens_opened(look, scheme):
    page = look("/page/parts", 360, scheme)
    page.locator("summary").first.click()
    page.locator("summary").last.click()
    assert findings(page) == []
    page.get_by_role("button", name="Menu").click()
    assert findings(page) == []
    page = look("/page/lesson", 360, scheme)
    page.locator("a.term").click()
    expect(page.locator(".gloss")).to_contain_text("Fine crossing lines")
    assert findings(page) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_sticks_out_of_a_phone_of_320_pixels(glance, path, direction):
    page = glance(f"{path}?dir={direction}", 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    edges = "[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, .vh, .skip, thead'))"
    edges += ".map(e => [e.outerHTML, e.getBoundingClientRect()]).map(([html, box]) => [html, box.left, box.right])"
    assert [html for html, left, right in page.evaluate(edges) if left < -0.5 or right > 320.5] == []


@pytest.mark.parametrize("path", PAGES)
def test_what_one_touches_is_at_least_44_pixels_high(glance, path):
    page = glance(path)
    targets = ".btn, .link, .brand, summary, .bar a, .outline li > *, .numbers a, .choice, .problem a, select, textarea"
    targets += ", input:not([type=radio], [type=checkbox], [type=hidden])"
    sizes = f"[...document.querySelectorAll('{targets}')].filter(e => e.checkVisibility())"
    sizes += ".map(e => [e.outerHTML, e.getBoundingClientRect().height])"
    measured = page.evaluate(sizes)
    assert measured
    assert [(html, height) for html, height in measured if height < 44] == []


def test_the_menu_of_a_phone_opens_and_closes_without_script(look):
    page = look("/page/lesson", java_script_enabled=False)
    entry = page.get_by_role("link", name="My certificates")
    expect(entry).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(entry).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(entry).to_be_hidden()


def test_a_wide_page_shows_its_menu_without_a_button(look):
    page = look("/page/lesson", 1280)
    expect(page.get_by_role("link", name="My certificates")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()


def test_a_word_opens_by_keyboard_and_escape_gives_the_focus_back(look):
    page = look("/page/lesson")
    word = page.get_by_role("link", name="Schreger lines")
    word.focus()
    page.keyboard.press("Enter")
    expect(word).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".gloss")).to_contain_text("Fine crossing lines")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".gloss")).to_have_count(0)
    expect(word).to_be_focused()


def test_without_script_a_word_leads_to_its_meaning(look):
    page = look("/page/lesson", java_script_enabled=False)
    page.get_by_role("link", name="Schreger lines").click()
    assert page.url.endswith("#term-schreger")
    expect(page.locator("#term-schreger")).to_be_in_viewport()


def test_a_form_pressed_twice_is_sent_once(look, site):
    page = look("/page/lesson")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    button = page.get_by_role("button", name="Check my answer")
    button.evaluate("button => { button.click(); button.click(); }")
    expect(page.get_by_role("button", name="Checking…")).to_have_attribute("aria-disabled", "true")
    assert sent == [f"{site}/here"]
    expect(page.locator("#said")).to_have_text("Sending…")


def test_after_signing_out_a_page_that_the_browser_remembered_is_asked_for_again(look):
    page = look("/page/lesson")
    shown_again = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    page.evaluate(shown_again)
    page.evaluate("window.standing = true")
    page.evaluate(
        "document.querySelector('form[action=\"/sign-out\"]').dispatchEvent(new Event('submit', {bubbles: true}))"
    )
    assert page.evaluate("window.standing") is True
    with page.expect_navigation():
        page.evaluate(shown_again)
    assert page.evaluate("window.standing") is None


def test_a_copied_link_is_in_the_clipboard_and_said(look):
    page = look("/page/parts", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == "http://127.0.0.1/credentials/abcdefghijklmnop"


def test_the_errors_of_a_form_take_the_focus_and_lead_to_their_fields(look):
    page = look("/problem")
    expect(page.locator(".problem")).to_be_focused()
    assert page.locator(".problem a").count() == 9
    page.get_by_role("link", name="Script: Choose one.").click()
    expect(page.get_by_role("radio", name="Lao")).to_be_focused()
    for link in page.locator(".problem a").all():
        assert page.locator(link.get_attribute("href")).count() == 1


def test_a_wrong_field_names_its_hint_and_its_error(look):
    field = look("/problem").get_by_label("Name", exact=True)
    expect(field).to_have_attribute("aria-describedby", "name-hint name-error")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("As it stands in the identity document. Error: Write the name.")


def test_a_printed_check_holds_its_date_and_no_buttons(look):
    page = look("/verify", 800, "dark")
    page.emulate_media(media="print")
    expect(page.get_by_text("Checked on 25 November 2026")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    body = page.evaluate("(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))")
    assert body == ["rgb(27, 38, 33)", "rgb(255, 255, 255)"]


def test_the_sheet_and_the_script_are_small():
    assert len(brotli.compress((WEB / "static" / "app.css").read_bytes())) <= 8_000
    assert len(brotli.compress((WEB / "static" / "app.js").read_bytes())) <= 1_500


def macros():
    return re.findall(r"{% macro ([a-z]\w*)\(", (WEB / "templates" / "macros.html").read_text())


def test_the_gallery_shows_every_macro():
    texts = [page.read_text() for page in Path(__file__).parent.joinpath("gallery").glob("*.html")]
    texts += [(WEB / "templates" / name).read_text() for name in ("base.html", "error.html", "macros.html")]
    called = {name for text in texts for name in re.findall(r"(?<!macro )\b([a-z]\w*)\(", text)}
    assert set(macros()) - called == set()


def test_the_design_system_describes_every_macro():
    text = (WEB.parents[1] / "docs" / "design-system.md").read_text()
    assert [name for name in macros() if f"`{name}(" not in text] == []
