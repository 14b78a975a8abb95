"""Where a form comes from, over HTTPS: nobody is locked out because a proxy strips a header."""

import re

import pytest
from werkzeug.datastructures import Headers

from lms.web.security.same_origin import comes_from
from tests.builders.people import forms_protected

OWN = "https://academy.example"
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]*)"')
OWN_REFERER, OTHER_REFERER = {"Referer": f"{OWN}/sign-in"}, {"Referer": "https://evil.example/"}


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        (OWN_REFERER, True),
        ({"Origin": OWN}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "none", "Origin": OWN}, True),
        ({}, False),
        ({"Origin": "null"}, False),
        (OTHER_REFERER, False),
        ({"Referer": "https://[/"}, False),
        ({"Referer": "https://academy.example.evil.example/"}, False),
        ({"Referer": "http://academy.example/"}, False),
        ({"Sec-Fetch-Site": "cross-site"} | OWN_REFERER, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "same-origin"} | OTHER_REFERER, False),
        ({"Origin": "https://evil.example"} | OWN_REFERER, False),
        ({"Origin": "https://academy.example:8443"}, False),
    ],
)
def test_one_header_must_name_this_site_and_none_another(headers, taken):
    assert comes_from(Headers(headers), OWN) is taken


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Origin": OWN}, 422), ({"Sec-Fetch-Site": "same-origin"}, 422), (OTHER_REFERER, 400), ({}, 400)],
)
def test_a_form_without_a_referer_is_judged_where_another_header_says_the_same(app, headers, status):
    with forms_protected(app):
        client = app.test_client()
        page = client.get("/sign-in", base_url=OWN)
        form = {"login": "", "password": "", "csrf_token": TOKEN.search(page.text)[1]}
        assert client.post("/sign-in", base_url=OWN, data=form, headers=headers).status_code == status


def test_on_this_computer_without_https_nothing_is_asked(app):
    with forms_protected(app):
        client = app.test_client()
        form = {"login": "", "password": "", "csrf_token": TOKEN.search(client.get("/sign-in").text)[1]}
        assert client.post("/sign-in", data=form).status_code == 422
