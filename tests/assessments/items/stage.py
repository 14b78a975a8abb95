"""A page with one question on it, made of the real templates, sheets and scripts, for a browser that has no server."""

import functools
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from playwright.sync_api import Page, Route

from assessments.items.kinds.registry import kind, scored
from assessments.items.rendering.bodies import as_shown, html_by_id
from assessments.items.rendering.fields import question_fields
from assessments.items.rendering.kind_files import composed_scripts, template_loader
from lms.text.markup import inline_html
from tests.assessments.items.samples import define
from tests.builders.kind_names import KindName

ROOT = Path(__file__).resolve().parents[3]
ITEMS, WEB = ROOT / "assessments" / "items", ROOT / "lms" / "web"
SITE = "http://items.test"
SCRIPTS = {name: data.decode() for name, data in composed_scripts().items()}
POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" width="640" height="400">'
    '<rect width="640" height="400" fill="#f3efe6"/><circle cx="320" cy="400" r="240" fill="#f4ead3"/></svg>'
)
ALL = "{% for name, q in questions %}{% include 'items/kinds/' ~ name ~ '/fields.html' %}{% endfor %}"
ALL_REVIEWS = "{% for kind, review, option_html in reviews %}{% include 'items/review.html' %}{% endfor %}"
FRAME = (
    '<!doctype html><html lang="en" dir="{{ direction }}"><meta charset="utf-8"><title>Question</title>'
    '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/app.css">'
    '<link rel="stylesheet" href="/items.css"><main class="wrap"><form method="post" action="/answer">'
    '{% include "items/kinds/" ~ name ~ "/fields.html" %}<button class="btn">Save</button></form></main>'
    '<script type="module" src="/spot.js"></script><script type="module" src="/angle.js"></script>'
    '<script type="module" src="/ordering.js"></script></html>'
)


@functools.cache
def environment() -> Environment:
    """The templates as the product loads them, untranslated; a worker compiles each of them once."""
    loader = ChoiceLoader([template_loader(), FileSystemLoader(WEB / "templates")])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"])
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    made.filters["inline_markdown"] = lambda text: Markup(inline_html(text))  # as the site has it
    return made


def render(name: KindName, answer=None, error="", direction="ltr", **more) -> str:
    """The page of a question of this kind."""
    q = question(name, answer, error, **more)
    return environment().from_string(FRAME).render(q=q, name=name, direction=direction)


def question(name: KindName, answer=None, error="", prefix="q1", text=None, **more):
    """What a template shows of a question of this kind; of the sample, or of what `text` defines."""
    body = as_shown(kind(name).body(define(name, text)))
    q = question_fields(name, body, answer, prefix=prefix, stem_html="What do you <em>see</em>?", **{
        "picture_url": "/picture.svg", "heading": "h1", **more,
    })  # fmt: skip
    return type(q)(**{**vars(q), "error": error}) if error else q


def render_all(answers: Mapping[KindName, object], error="", direction="ltr") -> str:
    """One page with a question of each of these kinds."""
    questions = [
        (name, question(name, answer, error, f"q{at}", heading="")) for at, (name, answer) in enumerate(answers.items())
    ]
    frame = FRAME.replace('{% include "items/kinds/" ~ name ~ "/fields.html" %}', "<h1>Questions</h1>" + ALL)
    return environment().from_string(frame).render(questions=questions, direction=direction)


def render_reviews(answers: Mapping[KindName, object]) -> str:
    """One page with the result of a question of each of these kinds."""
    frame = FRAME.replace('{% include "items/kinds/" ~ name ~ "/fields.html" %}', ALL_REVIEWS)
    page = environment().from_string(frame.replace("<form", "<h1>Results</h1><form"))
    reviews = []
    for name, answer in answers.items():
        definition = define(name)
        htmls = html_by_id(as_shown(kind(name).body(definition)))
        reviews.append((name, scored(name).review(definition, answer), htmls))
    return page.render(reviews=reviews, picture_url="/picture.svg", direction="ltr")


def put_on_stage(page: Page, html: str) -> list[Mapping[str, list[str]]]:
    """Show the page; answers the list into which every form that is sent will be put."""
    sent: list[Mapping[str, list[str]]] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if route.request.method == "POST":
            sent.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
            route.fulfill(body="<!doctype html><title>Saved</title>", content_type="text/html")
        elif path == "/":
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})
        elif path == "/picture.svg":
            route.fulfill(body=PICTURE, content_type="image/svg+xml")
        else:
            name = path.removeprefix("/")
            if name.endswith(".js"):
                route.fulfill(body=SCRIPTS[name], content_type="text/javascript")
            else:
                folder = WEB if name == "app.css" else ITEMS
                route.fulfill(body=(folder / "static" / name).read_text(), content_type="text/css")

    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/")
    return sent
