"""What somebody does on a page before it is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.pages.site import Site

Act = Callable[[Page, "Site"], None]
SEND = """([path, fields]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: path });
  for (const [name, value] of Object.entries(fields))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}"""


def go(button: Locator) -> None:
    """Press what leads to another page, and wait for it."""
    with button.page.expect_navigation():
        button.click()


def press(name: str | re.Pattern[str]) -> Act:
    """Press a button."""
    return lambda page, _site: go(page.get_by_role("button", name=name).first)


def fill(button: str, **fields: str) -> Act:
    """Fill fields by their names, then press the button."""

    def act(page: Page, _site: Site) -> None:
        form = page.locator("form").filter(has=page.get_by_role("button", name=button, exact=True))
        for name, value in fields.items():
            form.locator(f"[name={name}]").fill(value)
        go(form.get_by_role("button", name=button, exact=True))

    return act


def choose_and_fill(button: str, chosen: str, **fields: str) -> Act:
    """Mark what is to be chosen, fill fields by their names, then press the button."""

    def act(page: Page, site: Site) -> None:
        page.locator(chosen).first.check()
        fill(button, **fields)(page, site)

    return act


def tick_first(button: str) -> Act:
    """Tick the first box of the list, then press the button."""

    def act(page: Page, _site: Site) -> None:
        page.locator("main [type=checkbox]").first.check()
        go(page.get_by_role("button", name=button, exact=True))

    return act


def tick_none(page: Page, _site: Site) -> None:
    """Take every tick away, then press the button of the form."""
    form = page.locator("form").filter(has=page.locator("[name=who]"))
    form.locator("[name=who]").evaluate_all("boxes => boxes.forEach((box) => { box.checked = false; })")
    go(form.get_by_role("button").first)


def choose(button: str, **values: str) -> Act:
    """Choose from lists and buttons by the names of their fields, then press the button."""

    def act(page: Page, site: Site) -> None:
        for name, value in values.items():
            wanted = value.format(**site.values)
            page.locator(f"select[name={name}]").select_option(wanted)
        go(page.get_by_role("button", name=button, exact=True))

    return act


def send(path: str, *, token: bool = True, **fields: str) -> Act:
    """Send a form that the page does not offer any more."""

    def act(page: Page, site: Site) -> None:
        known = {"csrf_token": page.locator("[name=csrf_token]").first.input_value()} if token else {}
        with page.expect_navigation():
            page.evaluate(SEND, [path.format(**site.values), known | fields])

    return act


def drop(name: str) -> Act:
    """Give a file to be checked."""

    def act(page: Page, site: Site) -> None:
        content = site.files[name] if name in site.files else name.encode()
        page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
        go(page.get_by_role("button", name="Check the file"))

    return act


def number(who: str, family_name: str) -> Act:
    """Type a number and a family name."""

    def act(page: Page, site: Site) -> None:
        page.get_by_label("Certificate number").fill(site.values.get(f"{who}-number", who))
        page.get_by_label("Family name").fill(family_name)
        go(page.get_by_role("button", name="Check the number"))

    return act


def until_no_day(page: Page, _site: Site) -> None:
    """Choose to extend until a day, and name none."""
    page.get_by_label("Until a day").check()
    go(page.get_by_role("button", name="Extend", exact=True))


def unfold(page: Page, _site: Site) -> None:
    """Open whatever opens."""
    closed = page.locator("details:not([open]) > summary:visible")
    assert closed.count(), "nothing opens here"
    while closed.count():
        closed.first.click()


def menu(page: Page, _site: Site) -> None:
    """Open the menu of a phone; a wide page shows it anyway."""
    button = page.get_by_role("button", name="Menu")
    if button.is_visible():
        button.click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def sign_out(page: Page, site: Site) -> None:
    """Sign out, on a phone by the menu."""
    menu(page, site)
    go(page.get_by_role("button", name="Sign out"))


def skip(page: Page, _site: Site) -> None:
    """Come from the address bar with the Tab key."""
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()


def word(page: Page, _site: Site) -> None:
    """Open a word of the glossary on the spot."""
    page.locator("a.term").first.click()
    expect(page.locator(".gloss")).to_be_visible()


def withdraw(page: Page, _site: Site) -> None:
    """Withdraw an officer without saying why."""
    page.locator("summary", has_text="Withdraw").click()
    go(page.get_by_role("button", name="Withdraw the officer"))


def device(page: Page, site: Site) -> None:
    """Sign in on another device too."""
    site.sign_in(page.context.browser.new_context(), "devices")
    page.reload()
    unfold(page, site)


TICKED = ("one-choice", "several-choices", "true-false", "manifest", "permit")
# As a browser without scripts sends what is pressed.
AS_PAGE = """(button) => {
  const { name, value } = button;
  button.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  button.form.action = button.formAction;
  button.form.submit();
}"""


def check(kind: str, *values: str, as_page: bool = False) -> Act:
    """Answer the first check of this kind in a lesson; `as_page` without the scripts that judge it in place."""

    def act(page: Page, _site: Site) -> None:
        box = page.locator(".card.check").filter(has=page.locator(f"[data-kind={kind}]")).first
        for value in values:
            name, _, given = value.partition("=")
            if name == "answer" and kind in TICKED:
                box.locator(f'input[value="{given}"]').check()
            elif box.locator(f"select[name$={name}]").count():
                box.locator(f"select[name$={name}]").select_option(given)
            else:
                box.locator(f"input[name$={name}]").fill(given)
        button = box.get_by_role("button", name="Check my answer")
        if as_page:
            with page.expect_navigation():
                button.evaluate(AS_PAGE)
        else:
            button.click()
        expect(page.locator(".card.check :is(.review, .error)").first).to_be_visible()

    return act


def practised(page: Page, _site: Site) -> None:
    """Answer a matching and a question with typed gaps of a practice quiz, judged in the browser."""
    expect(page.locator("html[data-practice]")).to_be_attached()
    for kind in ("matching", "gaps"):
        box = page.locator(".card.check").filter(has=page.locator(f"[data-kind={kind}]")).first
        for select in box.locator("select").all():
            select.select_option(index=1)
        for typed in box.locator("input[type=text]").all():
            typed.fill("115")
        box.get_by_role("button", name="Check my answer").click()
        expect(box.locator(".review")).to_be_visible()


# A paper under way


def begun(page: Page, _site: Site) -> None:
    """The paper has taken up its work."""
    expect(page.locator("#kept")).not_to_be_empty()


def tick(page: Page, kind: str = "one-choice") -> None:
    """Give an answer that was not given before."""
    box = page.locator(f".question-box:visible [data-kind={kind}]")
    box.locator("input:not(:checked)").first.check()


def offline(page: Page, site: Site) -> None:
    """Answer while there is no connection."""
    begun(page, site)
    page.context.set_offline(True)
    tick(page)
    expect(page.locator("#trouble")).to_contain_text("You are offline.")


def signed_out(page: Page, site: Site) -> None:
    """Answer after the sign-in has ended."""
    begun(page, site)
    site.end_sessions("sitter")
    tick(page)
    expect(page.locator("#trouble")).to_contain_text("You are no longer signed in.")


def stale(page: Page, site: Site) -> None:
    """Answer what was meanwhile answered on another device."""
    begun(page, site)
    expect(page.locator("#kept")).to_contain_text("All answers saved")
    position = int(site.values["paper-true-false"])
    chosen = page.locator(f"#q{position} input:checked")
    site.answer_elsewhere("paper", position, value=not (chosen.count() and chosen.input_value() == "true"))
    site.answer_elsewhere("paper", position, value=bool(chosen.count() and chosen.input_value() == "true"))
    tick(page, "true-false")
    expect(page.locator(f"#q{position} .kept")).to_contain_text("another window")


def nearly_over(page: Page, site: Site) -> None:
    """Let little time be left."""
    site.leave("paper", 80)
    page.reload()
    begun(page, site)
    expect(page.locator("#clock")).to_contain_text(re.compile(r"\d+ s left"))
    site.leave("paper", 2400)


def flagged(page: Page, site: Site) -> None:
    """Flag a question, so that it is looked at again."""
    begun(page, site)
    page.get_by_role("button", name="Flag for review").click()
    expect(page.locator(".map a.flag")).to_have_count(1)


def reviewed(page: Page, site: Site) -> None:
    """Go from the map to the review, with a question that is flagged."""
    flagged(page, site)
    page.locator("#to-review").click()
    expect(page.locator("#review-title")).to_be_focused()


def asked_once_more(page: Page, site: Site) -> None:
    """Submit with questions that have no answer."""
    reviewed(page, site)
    page.locator("#submit-form button").click()
    expect(page.locator("#sure-title")).to_be_focused()


def no_number(page: Page, site: Site) -> None:
    """Type what is no number."""
    begun(page, site)
    page.locator(".question-box:visible input[name=answer]").fill("many")
    expect(page.locator("#kept")).to_contain_text("could not be saved")


def no_number_without_script(page: Page, site: Site) -> None:
    """The same where no script sends it."""
    begun(page, site)
    box = page.locator(".question-box:visible")
    with page.expect_navigation():
        box.locator("form").evaluate(
            "form => { form.elements.answer.value = 'many'; HTMLFormElement.prototype.submit.call(form); }"
        )
    begun(page, site)


def marked(page: Page, site: Site) -> None:
    """Mark a place on a picture, and open the field to type places."""
    begun(page, site)
    picture = page.locator(".question-box:visible svg.marks-over")
    picture.click(position={"x": 60, "y": 60})
    expect(page.locator(".question-box:visible .marks li").first).to_be_visible()
    unfold(page, site)


def measured(page: Page, site: Site) -> None:
    """Type an angle."""
    begun(page, site)
    page.locator(".question-box:visible input[name=typed]").fill("118")
    expect(page.locator("#kept")).to_contain_text("All answers saved")


def pictures_off(page: Page, site: Site) -> None:
    """Leave pictures out, and come back."""
    page.goto(f"{site.url}/pictures/off?next={page.url.removeprefix(site.url)}")
    expect(page.locator("main img")).to_have_count(0)


def keep(page: Page, site: Site) -> None:
    """Save the first module of the course on this phone; it may be folded."""
    page.goto(f"{site.url}/courses/{site.values['course']}")
    module = page.locator("#module-1")
    if module.get_attribute("open") is None:
        module.locator("summary").first.click()
    module.locator("[data-part=keep]:visible").first.click()
    expect(module.locator("[data-part=state]:visible").first).to_be_visible()


def kept_and_marked(page: Page, site: Site) -> None:
    """Keep a module, mark a lesson that is gone, and look at what is on this phone."""
    keep(page, site)
    page.evaluate(
        """([subject]) => outbox.keep({ kind: "courses.read", subject, title: "A lesson that is gone",
          body: { lesson: "gone", version: "none" } })""",
        [site.values["course"]],
    )
    page.goto(f"{site.url}/offline")
    expect(page.locator("#marks li")).to_have_count(1)


def answered_twice(page: Page, _site: Site) -> None:
    """Answer a form, and open it again on the same device."""
    address = page.url
    page.locator("input[value='5']").first.check()
    go(page.get_by_role("button", name="Submit"))
    page.goto(address)


def as_supervisor(page: Page, _site: Site) -> None:
    """Answer as the supervisor of an officer."""
    page.locator("input[value='5']").first.check()
    page.get_by_label("Your name").fill("Sam Boss")
    go(page.get_by_role("button", name="Submit"))


def without_name(page: Page, _site: Site) -> None:
    """Answer, and leave one's name out."""
    page.locator("input[value='5']").first.check()
    go(page.get_by_role("button", name="Submit"))
