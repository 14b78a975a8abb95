"""Page shell: what every page shows round its own content, such as menu, notices and languages."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for
from flask_babel import format_date, format_timedelta
from flask_wtf.csrf import CSRFProtect
from jinja2 import Undefined
from markupsafe import Markup

from lms import moments
from lms.access import Viewer, viewer_or_none
from lms.charts import chart_svg, chart_table
from lms.i18n import direction
from lms.manifest import composition
from lms.ports import MenuEntry
from lms.text.markup import inline_html
from lms.web.languages import text_language
from lms.web.languages.language import chosen, known, lacks_texts, own_name
from lms.web.security import same_origin


class Blank(Undefined):
    """What an `if` without `else` leaves on a page: nothing, said at once; escaping would first look for it in vain."""

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class MenuItem:
    """A menu entry as the template shows it."""

    label: Any  # a text, or one that is translated when it is shown
    url: str
    current: bool


@dataclass(frozen=True)
class Language:
    """A language that the page can speak instead."""

    code: str
    label: str

    @property
    def url(self) -> str:
        """The address that switches to it and comes back here."""
        return url_for("web.choose_language", code=self.code, next=here())


def here() -> str:
    """Where to find this page again: its address, or that of its form if it only answers what was sent."""
    if request.method != "POST":
        return request.full_path.rstrip("?")
    adapter = current_app.create_url_adapter(request)
    if adapter is not None and "GET" in adapter.allowed_methods(request.path):
        return request.path
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host else "/"


def menu_of_page() -> list[MenuItem]:
    """The entries that this person may use; the one whose area this page belongs to is marked."""
    person = viewer_or_none()
    if person is None:
        return []
    entries = _entries_of(person)
    endpoints = {one.endpoint for one in entries}
    areas = {_area(one.endpoint): _area(one.under if one.under in endpoints else one.endpoint) for one in entries}
    area = areas.get(_area(request.endpoint), _area(request.endpoint))
    top = [one for one in entries if one.under not in endpoints]
    return [MenuItem(one.label, url_for(one.endpoint), _area(one.endpoint) == area) for one in top]


def menu_under(endpoint: str) -> list[MenuItem]:
    """The entries that stand on the pages of this one instead of in the menu."""
    person = viewer_or_none()
    below = [one for one in _entries_of(person) if one.under == endpoint] if person else []
    return [MenuItem(one.label, url_for(one.endpoint), one.endpoint == request.endpoint) for one in below]


def _entries_of(person: Viewer) -> list[MenuEntry]:
    """What this person may use, in the order of the menu."""
    return sorted((one for one in composition().menu if person.may(one.permission)), key=lambda one: one.order)


def _area(endpoint: str | None) -> str:
    """The package of pages to which an endpoint belongs."""
    return (endpoint or "").split(".")[0]


def context() -> dict[str, Any]:
    """The names that every template knows."""
    return {
        "viewer": viewer_or_none(),
        "menu": menu_of_page(),
        "demo_notice": next((text for notice in composition().notices if (text := notice())), None),
        "languages": [Language(code, own_name(code)) for code in known()],
        "letters_url": url_for("operating.letters") if current_app.config["DEMO"] else None,
        "page_scripts": composition().page_scripts,
        "language": chosen().replace("_", "-"),
        "text_direction": direction(),
        "lacks_texts": lacks_texts(),
    }


def init(app: Flask) -> None:
    """Protect forms, and give templates their names and filters."""
    CSRFProtect(app)
    same_origin.init(app)
    text_language.init(app)
    app.context_processor(context)
    app.jinja_env.globals["site_name"] = app.config["SITE_NAME"]
    app.jinja_env.filters["day"] = lambda moment: format_date(moment, "long")
    app.jinja_env.filters["inline_markdown"] = lambda text: Markup(inline_html(text))  # noqa: S704  # cleaned
    moments.init(app)
    app.jinja_env.filters["span"] = lambda length: format_timedelta(length, granularity="minute")
    app.jinja_env.globals["chart_svg"] = lambda chart: chart_svg(chart, direction())
    app.jinja_env.globals["menu_under"] = menu_under
    app.jinja_env.globals["chart_table"] = chart_table
    app.jinja_env.undefined = Blank
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
