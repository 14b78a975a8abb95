"""Contextual output in templates: where an expression stands in text, it says when it is of another language.

A text that the catalogue of a page lacks is English (`lms.words.English`). While a template is compiled, each
expression that stands in text, and not inside a tag or in an element that holds no other, gets a filter that sets
`lang` round such a text. Inside tags it stays plain, so that nothing forgotten can break an attribute.
"""

import re
from collections.abc import Iterator

from flask import Flask
from flask.json.tag import JSONTag, TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from lms.i18n import English, in_its_language

FILTER = "in_its_language"
TEXT_ONLY = re.compile(r"<(?:title|option|textarea|script|style|text|tspan|desc)\b")  # hold no element of a text


def in_text(since: str) -> bool:
    """Whether what follows stands in text, by the template since its last `<`."""
    return not since.startswith("<") or (">" in since and not TEXT_ONLY.match(since))


class TextLanguage(Extension):
    """Marks the language of what a template shows as text."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The template with the filter behind each expression that stands in text."""
        since, marked = "", False
        for token in stream:
            if token.type == "data":
                at = token.value.rfind("<")
                since = since + token.value if at < 0 else token.value[at:]
            if token.type == "variable_end" and marked:
                for kind, value in (("rparen", ")"), ("pipe", "|"), ("name", FILTER)):
                    yield Token(token.lineno, kind, value)
            yield token
            if token.type == "variable_begin":
                marked = in_text(since)
                if marked:
                    yield Token(token.lineno, "lparen", "(")


class EnglishTag(JSONTag):
    """Keeps what a message that waits in the session knows of its language."""

    key = " en"
    __slots__ = ()

    def check(self, value: object) -> bool:
        """Whether this is such a text."""
        return isinstance(value, English)

    def to_json(self, value: object) -> str:
        """The text alone."""
        return str(value)

    def to_python(self, value: str) -> English:
        """The text as it was."""
        return English(value)


def init(app: Flask) -> None:
    """Before the first template is compiled."""
    app.jinja_env.filters[FILTER] = in_its_language
    app.jinja_env.add_extension(TextLanguage)
    sessions = SecureCookieSessionInterface()
    sessions.serializer = TaggedJSONSerializer()  # Flask's own is one for all applications of a process
    sessions.serializer.register(EnglishTag, index=0)
    app.session_interface = sessions
