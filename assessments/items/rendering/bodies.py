"""The body of an item as pages show it: every text that is Markdown as clean HTML too, made when the item is saved."""

from collections.abc import Mapping
from typing import Any

from assessments.items.scoring.answers import Json
from lms.text.markup import inline_html

LISTS = ("options", "prompts")


def as_shown(body: Json) -> Json:
    """The body with `html` beside each `text`."""
    made: Json = dict(body)
    for name in LISTS:
        if name in body:
            made[name] = [{**one, "html": inline_html(one["text"])} for one in body[name]]
    if "text" in body:
        made["html"] = inline_html(body["text"])
    return made


def html_by_id(body: Mapping[str, Any]) -> dict[str, str]:
    """The HTML of every option and prompt, for a result page."""
    return {one["id"]: one["html"] for name in LISTS for one in body.get(name, ())}
