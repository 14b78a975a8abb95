"""A page says which of its words are of another language than itself: those that its catalogue lacks are English.

Texts carry their language through templates between two signs that no text holds (see `lms.words.English`). At the
end the page turns them into elements where there can be one, and leaves them out in attributes.
"""

import re

from flask import Flask, Response

from lms.i18n import BEGIN, END

IN_ENGLISH, END_OF_IT = '<span lang="en" dir="ltr">', "</span>"
TAG = r"""<[A-Za-z/!](?:"[^"]*"|'[^']*'|[^'">])*>"""
TOKEN = re.compile(
    rf"<!--.*?-->|<(?P<name>title|textarea|option|script|style)(?P<more>(?:\s[^>]*)?)>(?P<inside>.*?)</(?P=name)>|{TAG}",
    re.DOTALL,
)
SIGNS = re.compile(f"[{BEGIN}{END}]")
ESCAPED = re.compile(rb"\\ufdd[01]|" + f"{BEGIN}|{END}".encode())


def _quiet(token: re.Match[str]) -> str:
    """A place that takes no elements; one that holds nothing but such a text says so itself."""
    plain = SIGNS.sub("", token[0])
    inside = (token["inside"] or "").strip()
    whole = inside.startswith(BEGIN) and inside.endswith(END)
    if whole and inside.count(BEGIN) == 1 and not token["more"].count("lang="):
        name = token["name"]
        return plain.replace(f"<{name}", f'<{name} lang="en" dir="ltr"', 1)
    return plain


def told_apart(html: str) -> str:
    """The page with its English words marked as such."""
    return TOKEN.sub(_quiet, html).replace(BEGIN, IN_ENGLISH).replace(END, END_OF_IT)


def tell_apart(response: Response) -> Response:
    """Turn the signs of an answer into elements; an answer for a script loses them."""
    if (
        response.direct_passthrough
        or response.is_streamed
        or not (response.mimetype or "").startswith(("text/", "application/json"))
    ):
        return response
    body = response.get_data()
    if not ESCAPED.search(body):
        return response
    if response.mimetype == "text/html":
        response.set_data(told_apart(body.decode()))
    else:
        response.set_data(ESCAPED.sub(b"", body))
    return response


def init(app: Flask) -> None:
    """Before an answer is compressed."""
    app.after_request(tell_apart)
