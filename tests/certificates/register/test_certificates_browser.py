"""Certificates in a real browser: seen, shared, hidden, revoked; on phones and desks, by mouse, touch and keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from lms.db import end_read_session
from tests.builders import certificates as build
from tests.certificates.register.acts import link, make_private

pytestmark = pytest.mark.browser
AT = "http://localhost"
SIZES = ((360, 640), (1280, 900))
PICTURE = {"en": "Picture of the certificate", "fr": "Image du certificat"}
WORDS = {  # as each of them reads them
    "en": {
        "holder": ("Awarded to", "Valid until", "Download the PDF"),
        "manager": ("Awarded on", "Valid until"),
        "stranger": ("Awarded to", "Issued by"),
    },
    "fr": {
        "holder": ("Délivré à", "Fin de validité", "Télécharger le PDF"),
        "manager": ("Délivré le", "Fin de validité"),
        "stranger": ("Délivré à", "Délivré par"),
    },
}
SHARING = """window.shared = [];
navigator.share = async (what) => {
  window.shared.push(what);
  if (window.refused) throw new DOMException("", window.refused);
};"""
NO_SHARING = "delete Navigator.prototype.share;"


class Answers:
    """Answers a browser by the application itself, as somebody who is signed in or as nobody."""

    def __init__(self, client) -> None:
        self.client = client

    def __call__(self, route: Route) -> None:
        with self.client.application.app_context():  # a route is answered outside of that of the test
            self.answer(route)

    def answer(self, route: Route) -> None:
        asked = route.request
        headers = {name: value for name, value in asked.headers.items() if name in {"content-type", "accept"}}
        end_read_session()
        answer = self.client.open(
            asked.url.removeprefix(AT), method=asked.method, data=asked.post_data_buffer, headers=headers
        )
        end_read_session()
        while answer.status_code in {302, 303}:
            answer.close()
            answer = self.client.get(answer.location)
        kept = {name: value for name, value in answer.headers if name.lower() not in {"set-cookie", "content-length"}}
        body = answer.data
        answer.close()
        route.fulfill(status=answer.status_code, headers=kept, body=body)


@pytest.fixture
def window(browser):
    """Opens a window of somebody at an address; `more` as contexts of browsers take it."""
    contexts = []

    def opened(client, path: str, *, size=SIZES[0], script="", **more) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, service_workers="block", **more)
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.route("**/*", Answers(client))
        page.goto(f"{AT}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def own(held) -> str:
    return f"/certificates/{held.credential.uuid}"


def sideways(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def loaded(page: Page, width: int) -> None:
    """The one picture of the page is there, in its size, without anything moving."""
    picture = page.locator("main img")
    expect(picture).to_have_count(1)
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", width)
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(297 / 210, rel=0.03)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_certificate_is_seen_by_its_holder_its_manager_and_strangers(
    window, at_home, at_desk, client, held, size, language
):
    for who in (at_home, at_desk, client):
        who.get(f"/language/{language}")
    for who, path, term in (
        (at_home, own(held), "holder"),
        (at_desk, f"/manage/credentials/{held.credential.uuid}", "manager"),
        (client, link(held), "stranger"),
    ):
        page = window(who, path, size=size)
        loaded(page, 960)
        expect(page.locator("main img")).to_have_attribute("alt", re.compile(f"^{PICTURE[language]}.*Ngozi Okafor"))
        expect(page.locator("html")).to_have_attribute("lang", language)
        for said in WORDS[language][term]:
            expect(page.get_by_text(said, exact=True).first).to_be_visible()
        assert sideways(page) <= 0


@pytest.mark.parametrize(("hand", "size"), [("mouse", SIZES[1]), ("touch", SIZES[0]), ("keyboard", SIZES[0])])
def test_a_card_of_the_list_leads_to_the_certificate(window, at_home, held, hand, size):
    page = window(at_home, "/certificates", size=size, has_touch=hand == "touch")
    loaded(page, 320)
    assert sideways(page) <= 0
    card = page.locator(".certificates > li").first
    if hand == "mouse":
        card.click(position={"x": 60, "y": 60})
    elif hand == "touch":
        card.tap(position={"x": 60, "y": 60})
    else:
        card.get_by_role("link").focus()
        page.keyboard.press("Enter")
    expect(page).to_have_url(f"{AT}{own(held)}")


def test_the_device_shares_the_link(window, at_home, held):
    page = window(at_home, own(held), script=SHARING)
    page.get_by_role("button", name="Share the certificate").click()
    [shared] = page.evaluate("window.shared")
    assert shared["title"] == held.title
    assert shared["url"].endswith(link(held))


@pytest.mark.parametrize(("fault", "copied"), [("AbortError", False), ("NotAllowedError", True)])
def test_where_the_device_cannot_share_the_link_is_copied(window, at_home, held, fault, copied):
    allowed = ["clipboard-read", "clipboard-write"]
    page = window(at_home, own(held), script=f"{SHARING} window.refused = '{fault}';", permissions=allowed)
    button = page.locator("[data-copy]")
    expect(button).to_have_text("Copy link")
    page.get_by_role("button", name="Share the certificate").press("Enter")
    expect(button).to_have_text("Copied" if copied else "Copy link")


def test_without_sharing_or_scripts_the_link_stands_there_alone(window, at_home, held):
    for page in (
        window(at_home, own(held), script=NO_SHARING),
        window(at_home, own(held), java_script_enabled=False),
    ):
        expect(page.locator("[data-share]")).to_be_hidden()
        expect(page.get_by_label("Link of this certificate")).to_have_value(re.compile(re.escape(link(held))))


def test_of_a_private_one_nothing_is_shared_and_the_page_says_how_to_allow_it(window, session, at_home, client, held):
    make_private(session, held)
    page = window(at_home, own(held), script=SHARING)
    expect(page.get_by_role("button", name="Share the certificate")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("choose the first answer below and save")
    loaded(page, 960)
    stranger = window(client, link(held))
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Valid, to the person named on the paper")
    expect(stranger.locator("img")).to_have_count(0)
    page.get_by_label(re.compile("name, title and status")).check()
    page.get_by_role("button", name="Save").click()
    stranger.reload()
    loaded(stranger, 960)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scripts", [True, False])
def test_revoking_asks_once_more_and_keeps_what_was_typed(window, session, at_desk, client, held, size, scripts):
    page = window(at_desk, f"/manage/credentials/{held.credential.uuid}", size=size, java_script_enabled=scripts)
    page.get_by_label("It was issued in error").focus()
    page.keyboard.press("Space")
    page.get_by_label("The reason in your words").fill("The wrong exam was counted.")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Revoke this certificate?")
    expect(page.locator("main")).to_contain_text("You cannot undo this.")
    assert sideways(page) <= 0
    page.get_by_role("button", name="Go back and change").press("Enter")
    expect(page.get_by_label("The reason in your words")).to_have_value("The wrong exam was counted.")
    expect(page.get_by_label("It was issued in error")).to_be_checked()
    loaded(window(client, link(held)), 960)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Revoke this certificate").click()
    expect(page.locator("main")).to_contain_text("No longer valid since")
    stranger = window(client, link(held))
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("was revoked on")
    expect(stranger.locator("img")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
def test_a_reader_of_french_has_it_made_in_french(window, session, at_home, officer, worker, size):
    version = build.course_version(session)
    version.translations = {"fr": {"title": "Reconnaître la faune", "certifies": "Distingue l’ivoire de l’os."}}
    claim = build.claim(session, officer, version)
    session.commit()
    at_home.get("/language/fr")
    page = window(at_home, f"/certificates/claims/{claim.uuid}", size=size)
    expect(page.locator("[name=language][value=fr]")).to_be_checked()
    assert sideways(page) <= 0
    page.locator("main form button").click()
    expect(page.locator("main figure img")).to_have_js_property("naturalWidth", 1123)
    expect(page.locator("main")).to_contain_text("Reconnaître la faune")
    page.locator("main form button").click()
    worker()
    page.goto(f"{AT}/certificates")
    expect(page.get_by_role("heading", name="Reconnaître la faune")).to_be_visible()
