"""A question's fields as HTML. Where nothing is filled in they are drawn once, and then only put together."""

from dataclasses import replace

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from assessments.items.definitions import Stored
from assessments.items.fields import Filled, QuestionFields
from lms.db import database

Part = str | dict[str, str]
PLACE, CUT = "\x02", "\x03"  # no text that people read holds them; one that does is drawn anew each time


def drawn(stored: Stored, fields: QuestionFields) -> Markup:
    """The fields as HTML, in the language of the page."""
    parts = None if fields.filled != Filled() or fields.error or fields.heading else _remembered(stored, fields)
    if not parts:
        return Markup(_render(fields))  # noqa: S704  # the template has escaped it
    html = "".join(_ordered(part, fields) for part in parts)
    return Markup(html.replace(PLACE, fields.prefix))  # noqa: S704  # as above


def _ordered(part: Part, fields: QuestionFields) -> str:
    """A piece as it stands, or a list of options in the order of the paper."""
    if isinstance(part, str):
        return part
    return "".join(part[option["id"]] for option in fields.options if option["id"] in part)


def _remembered(stored: Stored, fields: QuestionFields) -> list[Part]:
    """The question cut up; nothing where it holds a sign that the cutting needs."""
    memory = database().cache("question-fields", 1024)
    key = stored.id, str(get_locale())
    parts: list[Part] | None = memory.get(key)
    if parts is None:
        parts = memory[key] = [] if PLACE in (plain := _render(fields)) or CUT in plain else _parts(fields)
    return parts


def _parts(fields: QuestionFields) -> list[Part]:
    """Pieces that never change and, between them, lists of options, each option by its id."""
    before, *cut = _render(replace(fields, prefix=PLACE, cut=CUT)).split(CUT)
    parts: list[Part] = [before]
    options: dict[str, str] = {}
    for name, html in zip(cut[::2], cut[1::2], strict=True):  # each mark is a name between two cuts
        if name:
            options[name] = html
        else:
            parts += [options, html]
            options = {}
    return parts


def _render(fields: QuestionFields) -> str:
    return current_app.jinja_env.get_template(f"items/{fields.kind}.html").render(q=fields)
