"""Forms filled in as a browser without scripts would, where looking at the page is no part of the test."""

from collections.abc import Mapping
from urllib.parse import urlencode

from lxml import html
from playwright.sync_api import BrowserContext

Said = Mapping[str, str | tuple[str, ...]]


def fill_in(context: BrowserContext, url: str, said: Said, *, button: str = "") -> tuple[str, str]:
    """Send the form of a page that has these fields, or this button; answers where it led, and what stands there.

    Of a list, what is said is a value or the words that one sees. A page that finds something to mend fails the test.
    """
    page = context.request.get(url)
    assert page.status == 200, f"{url}: {page.status}"
    form = form_of(html.fromstring(page.text(), base_url=url), said, button)
    kept = [(name, value) for name, value in form.form_values() if name not in said]
    given = [(name, chosen(form, name, one)) for name, value in said.items() for one in each(value)]
    pressed = [(one.get("name"), one.get("value")) for one in buttons(form, button) if one.get("name")]
    answer = context.request.post(
        form.action or url,
        data=urlencode([*kept, *given, *pressed]),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": url},
    )
    text = answer.text()
    assert answer.status == 200, f"{url}: {answer.status} {words_of(text)[:600]}"
    return answer.url, text


def words_of(text: str) -> str:
    """What one reads in the main part of a page."""
    whole = html.fromstring(text)
    main = whole.find(".//main")
    return " ".join(" ".join((whole if main is None else main).itertext()).split())


def each(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """One or several values as several."""
    return (value,) if isinstance(value, str) else value


def buttons(form: html.FormElement, label: str) -> list[html.HtmlElement]:
    """The button with this label, where one is asked for."""
    return [one for one in form.iter("button") if label and " ".join(one.text_content().split()) == label]


def form_of(page: html.HtmlElement, said: Said, button: str) -> html.FormElement:
    """The first form of a page that has all that is said, and the button."""
    for form in page.forms:
        names = {one.get("name") for one in form.iter("input", "select", "textarea")}
        if form.method == "POST" and set(said) <= names and (not button or buttons(form, button)):
            form.make_links_absolute()
            return form
    raise AssertionError(f"No form has {sorted(said)} and “{button}” at {page.base_url}.")


def chosen(form: html.FormElement, name: str, wanted: str) -> str:
    """The value of the option of a list that one sees under these words; else what was said itself."""
    for option in form.iter("option"):
        of = next(option.iterancestors("select"))
        if of.get("name") == name and " ".join(option.text_content().split()) == wanted:
            return str(option.get("value"))
    return wanted
