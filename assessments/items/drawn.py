"""A question's fields as HTML. Where nothing is filled in they are drawn once, and then only put together."""

from dataclasses import replace

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from assessments.items.definitions import Stored
from assessments.items.fields import Filled, QuestionFields
from lms.db import database

PLACE, CUT = "\x02", "\x03"  # no text that people read holds them; one that does is drawn anew each time


def drawn(stored: Stored, fields: QuestionFields) -> Markup:
    """The fields as HTML, in the language of the page."""
    parts = None if fields.filled != Filled() or fields.error or fields.heading else _remembered(stored, fields)
    if not parts:
        return Markup(_render(fields))  # noqa: S704  # the template has escaped it
    html = parts[""] + "".join(parts[option["id"]] for option in fields.options) + parts[CUT]
    return Markup(html.replace(PLACE, fields.prefix))  # noqa: S704  # as above


def _remembered(stored: Stored, fields: QuestionFields) -> dict[str, str]:
    """What stands before the options, each option by its id, and what stands behind them; {} where it has no parts."""
    memory = database().memory("question-fields", 1024)
    key = stored.id, str(get_locale())
    parts: dict[str, str] | None = memory.get(key)
    if parts is None:
        parts = memory[key] = {} if PLACE in (plain := _render(fields)) or CUT in plain else _parts(fields)
    return parts


def _parts(fields: QuestionFields) -> dict[str, str]:
    before, *options = _render(replace(fields, prefix=PLACE, cut=CUT)).split(CUT)
    after = options.pop() if options else ""
    return {"": before, CUT: after} | {one["id"]: html for one, html in zip(fields.options, options, strict=True)}


def _render(fields: QuestionFields) -> str:
    return current_app.jinja_env.get_template(f"items/{fields.kind}.html").render(q=fields)
