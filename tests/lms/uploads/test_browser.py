"""A file in a real browser: the line drops in the middle, the page waits, and what is here is not sent again."""

import re
import threading

import pytest
from flask import Blueprint, render_template_string
from playwright.sync_api import expect
from werkzeug.serving import make_server

from config import Settings
from lms import clock, schema
from lms.access import Permission, needs
from lms.app import create_app, manifests
from lms.db import Database, read_session, transaction
from lms.manifest import Package
from lms.people.authentication.login_session import cookie_name
from lms.people.services.sessions import begin_session
from lms.uploads.api import add_files, held_files, sent_files, takes_files
from lms.uploads.pages import waiting_files
from lms.uploads.rules.pieces import PIECE
from lms.web.api import PageForm
from tests.builders import people
from tests.builders import uploads as make
from tests.lms.axe import findings

pytestmark = pytest.mark.browser
PURPOSE = make.purpose()
bp = Blueprint("thing", __name__)
PAGE = """{% extends "base.html" %}
{% from "uploads/parts.html" import add_files %}
{% block title %}Thing{% endblock %}
{% block head %}
  <link rel="stylesheet" href="{{ asset("uploads.css") }}">
  <script src="{{ asset("uploads.js") }}" defer></script>
{% endblock %}
{% block main %}
  <h1>Thing</h1>
  <p id="got">{{ got }}</p>
  <form class="form" method="post" enctype="multipart/form-data">
    {{ form.hidden_tag() }}
    {{ add_files(part, held) }}
    <button class="btn" type="submit">Save</button>
  </form>
{% endblock %}"""


@bp.route("/thing", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
@takes_files
def page():
    form = PageForm()
    got = len(sent_files(PURPOSE.name).uuids) if form.validate_on_submit() else ""
    return render_template_string(PAGE, form=form, part=add_files(PURPOSE), got=got, held=held_files())


@pytest.fixture(scope="module")
def site(tmp_path_factory, new_database, migrated_database):
    folder, database = tmp_path_factory.mktemp("uploads"), Database(new_database("uploads", migrated_database))
    schema.upgrade(database.engine, database.url)
    settings = Settings(INSTANCE_PATH=str(folder), DATABASE_URL=database.url, SITE_URL="http://127.0.0.1:8000")
    thing = Package(name="thing", blueprints=(bp,), upload_purposes=(PURPOSE,))
    app = create_app(settings, database=database, packages=[*manifests(), thing])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    database.close()


@pytest.fixture
def phone(browser, site):
    app, url = site
    with app.app_context(), transaction() as session:
        row = people.person(session, "Ann Officer")
        token, name, person_id = begin_session(session, row, device="x", now=clock.now()), cookie_name(), row.id
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": name, "value": token, "url": url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{url}/thing")
    yield page, person_id
    context.close()


def chosen(content, name="talk.wav", kind="audio/wav"):
    return {"name": name, "mimeType": kind, "buffer": content}


def test_a_file_whose_line_drops_in_the_middle_goes_on_by_itself_and_no_piece_comes_twice(phone, site):
    page, person_id = phone
    content, sent = make.sound(PIECE * 5)[: PIECE * 5], []

    def pass_on(route):
        sent.append(re.search(r"offset=(\d+)", route.request.url)[1])
        if len(sent) == 3:  # the third is lost on its way, and then nothing goes
            page.context.set_offline(True)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/pieces"), pass_on)
    page.get_by_label("Choose files").set_input_files(chosen(content))
    expect(page.locator(".uploads li")).to_contain_text("offline at 40 %")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-said]")).to_contain_text("Wait: 1 of your files")
    assert findings(page) == []
    app, url = site
    with app.app_context():
        assert [one.percent for one in waiting_files(read_session(), person_id)] == [40]
    page.context.set_offline(False)
    expect(page.locator(".uploads li")).to_contain_text("talk.wav has arrived")
    assert sent == [str(PIECE * number) for number in (0, 1, 2, 2, 3, 4)]
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#got")).to_have_text("1")
    expect(page.locator(".uploads")).to_contain_text("has arrived")  # the form holds it still
    page.goto(f"{url}/uploads")
    expect(page.locator(".uploads-mine")).to_contain_text("not used yet")
    assert findings(page) == []


def test_a_refused_file_says_why_beside_its_name_and_the_camera_is_offered(phone):
    page, _person = phone
    expect(page.get_by_label("Or take a photo")).to_be_visible()
    page.get_by_label("Choose files").set_input_files(
        [chosen(b"<html>", "photo.jpg", "image/jpeg"), chosen(make.photo(), "good.jpg", "image/jpeg")]
    )
    items = page.locator(".uploads > li")
    expect(items.nth(0)).to_contain_text("web page with another name")
    expect(items.nth(1)).to_contain_text("good.jpg has arrived")
    assert findings(page) == []


def test_without_a_script_the_form_brings_its_files_along(browser, site):
    app, url = site
    with app.app_context(), transaction() as session:
        row = people.person(session, "Ben Officer")
        token, name = begin_session(session, row, device="x", now=clock.now()), cookie_name()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": name, "value": token, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/thing")
    page.get_by_label("Choose files").set_input_files(chosen(make.sound(3_000_000)))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#got")).to_have_text("1")
    context.close()
