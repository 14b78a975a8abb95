"""Form tokens in cached HTML: each reader gets their own, and nothing that anybody writes takes a token's place."""

from __future__ import annotations

import re

import pytest
from flask import render_template_string
from flask_wtf.csrf import generate_csrf
from hypothesis import given
from hypothesis import strategies as st

from lms.web.api import CachedForms, tokens_left_out
from lms.web.forms import PageForm
from lms.web.security import form_tokens
from tests.builders.people import forms_protected

TEMPLATE = """{% from "macros.html" import csrf %}<p>{{ text }}</p><a title="{{ text }}">x</a>
<form>{{ csrf() }}</form>{{ text | safe }}<form>{{ form.csrf_token }}</form>"""
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]*)"')


def cached(text: str) -> CachedForms:
    with tokens_left_out() as cut:
        return cut(render_template_string(TEMPLATE, text=text, form=PageForm()))


def tried(shared_app) -> list[str]:
    """What somebody writes who knows how it works: signs of now and before, a token of their own, the field itself."""
    with shared_app.app_context(), shared_app.test_request_context():
        own = generate_csrf()
    with shared_app.app_context(), shared_app.test_request_context(), tokens_left_out():
        before = generate_csrf()
    return ["\0form\0", "\x00", "\x02\x03", own, before, f'<input name="csrf_token" value="{before}">', "{{ csrf() }}",
            "{{ csrf_token() }}", "csrf_token", "\ufdd0\ufdd1"]  # fmt: skip


@pytest.fixture(autouse=True)
def protected(shared_app):
    with forms_protected(shared_app):
        yield


def test_nothing_that_is_written_takes_the_place_of_a_token(shared_app):
    for text in tried(shared_app):
        with shared_app.test_request_context():
            made, token = cached(text), generate_csrf()
            plain = render_template_string(TEMPLATE, text=text, form=PageForm())
            assert len(made.pieces) == 3, text
            assert made.for_reader() == plain, text
            assert TOKEN.findall(plain)[0] == TOKEN.findall(plain)[-1] == token


@given(st.text(max_size=40))
def test_whatever_a_page_holds_two_readers_differ_in_their_tokens_alone(shared_app, text):
    with shared_app.test_request_context():
        made = cached(text)
        one, token = str(made.for_reader()), generate_csrf()
    with shared_app.test_request_context():
        other, others = str(made.for_reader()), generate_csrf()
    assert token != others
    assert one.split(token) == other.split(others) == list(made.pieces)


def test_the_sign_is_never_the_same_and_never_seen(shared_app):
    with shared_app.test_request_context():
        signs = []
        for _turn in range(50):
            with tokens_left_out() as cut:
                signs.append(generate_csrf())
                made = cut(render_template_string(TEMPLATE, text="", form=PageForm()))
            assert not any(sign in made.for_reader() for sign in signs)
        assert len(set(signs)) == 50
        assert min(map(len, signs)) >= 4 * form_tokens.SIGN_BYTES / 3


def test_a_reader_keeps_their_token_whatever_happens_meanwhile(shared_app):
    with shared_app.test_request_context():
        own = generate_csrf()
        with pytest.raises(ZeroDivisionError), tokens_left_out():
            _ = 1 / 0
        assert generate_csrf() == own
    with shared_app.test_request_context():
        with tokens_left_out():
            sign = generate_csrf()
        assert generate_csrf() != sign


def test_a_token_that_was_made_up_is_refused(client, shared_app):
    with forms_protected(shared_app):
        good = TOKEN.search(client.get("/sign-in").text)[1]
        assert client.post("/sign-in", data={"login": "x", "password": "y", "csrf_token": good}).status_code == 422
        for text in tried(shared_app):
            answer = client.post("/sign-in", data={"login": "x", "password": "y", "csrf_token": text})
            assert answer.status_code == 400, text
