"""CSRF tokens in cached HTML: what is the same for every reader is cut at the places of its form tokens, and kept so.

While HTML is rendered to be cached, its forms carry a random sign in place of a token. It is drawn anew for each
rendering, is never shown and is forgotten with it: no text of an author or a visitor can hold it.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app, g
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

SIGN_BYTES = 32


@dataclass(frozen=True)
class CachedForms:
    """HTML without its form tokens: one belongs between each two pieces."""

    pieces: tuple[str, ...]

    def for_reader(self) -> Markup:
        """The HTML with the token of whoever asks."""
        return Markup(generate_csrf().join(self.pieces))  # noqa: S704  # rendered by our templates


@contextmanager
def tokens_left_out() -> Iterator[Callable[[str], CachedForms]]:
    """While it lasts, forms are rendered for everybody; yields what cuts the HTML that was rendered.

    What is rendered meanwhile must show nothing that belongs to one reader.
    """
    name = current_app.config.get("WTF_CSRF_FIELD_NAME", "csrf_token")  # Flask-WTF keeps the token of a request in `g`
    own = g.get(name)
    sign = secrets.token_urlsafe(SIGN_BYTES)
    setattr(g, name, sign)
    try:
        yield lambda html: CachedForms(tuple(html.split(sign)))
    finally:
        g.pop(name)
        if own is not None:
            setattr(g, name, own)
