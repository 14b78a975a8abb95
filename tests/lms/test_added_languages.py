"""A language that an installation adds by a file: found, checked line by line, and English where it says nothing."""

import re
from pathlib import Path

import pytest
from flask import render_template_string
from flask_babel import force_locale

from config import Testing as Settings
from lms.app import create_app
from lms.db import Database
from lms.i18n import BEGIN, END, English, _, direction_of, ngettext, spoken, tongue
from lms.ports import Health
from lms.web.catalogues import find
from lms.web.language import check_languages
from lms.web.language_markup import told_apart
from tests.builders.languages import FORMS, add_language, catalogue, made_up

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'  # four lines
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin)-(?:left|right)|left|right|float|text-align)\s*:\s*([^;}]*)"
)
FOUR = re.compile(
    r"(?<![\w-])(?:margin|padding|border-width|inset|border-radius):\s*([^\s;}]+) ([^\s;}]+) ([^\s;}]+) ([^\s;}]+)[;}]"
)


@pytest.fixture(scope="module")
def arabic(tmp_path_factory):
    folder = tmp_path_factory.mktemp("added")
    add_language(folder, catalogue(without=["Sign out", "Good day %(name)s,", "Menu"]))
    database = Database(f"sqlite:///{folder / 'none.db'}")
    yield create_app(Settings(INSTANCE_PATH=str(folder)), database=database)
    database.close()


@pytest.fixture
def speaking(arabic):
    with arabic.test_request_context(headers={"Accept-Language": "ar-EG, en;q=0.5"}):
        yield arabic


def added(folder: Path, text: str, code: str = "ar"):
    add_language(folder, (HEAD + text).encode(), code)
    return find(folder)[code]


def test_a_browser_that_asks_for_it_gets_it_and_others_their_own(arabic):
    client = arabic.test_client()
    for asked, lang, way in (("ar-EG", "ar", "rtl"), ("fr", "fr", "ltr"), ("de", "en", "ltr")):
        page = client.get("/sign-in", headers={"Accept-Language": asked}).text
        assert f'<html lang="{lang}" dir="{way}">' in page
    assert client.get("/language/ar?next=/sign-in").status_code == 303
    assert f"<h1>{made_up('Sign in')}</h1>" in client.get("/sign-in").text
    assert 'lang="ar" dir="rtl" hreflang="ar"' in client.get("/language/en?next=/sign-in", follow_redirects=True).text


def test_each_of_its_six_forms_of_a_number_is_used(speaking):
    for number, form in zip((0, 1, 2, 3, 100, 11), FORMS, strict=True):
        assert ngettext("%(num)s lesson", "%(num)s lessons", number).startswith(form)
        assert str(number) in ngettext("%(num)s lesson", "%(num)s lessons", number)
    with force_locale("fr"):
        assert ngettext("%(num)s lesson", "%(num)s lessons", 0) == "0 leçon"


def test_what_it_lacks_is_english_and_says_so_on_a_page(speaking):
    assert _("Good day %(name)s,", name="<b>") == "Good day <b>,"
    shown = told_apart(render_template_string('{{ _("Good day %(name)s,", name="<b>") }} {{ _("Sign in") }}'))
    assert shown == f'<span lang="en" dir="ltr">Good day &lt;b&gt;,</span> {made_up("Sign in")}'
    assert isinstance(_("Sign out"), English)
    assert not isinstance(_("Sign in"), English)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>[Yes] b</p>", '<p><span lang="en" dir="ltr">Yes</span> b</p>'),
        ('<img alt="[A > b]">', '<img alt="A > b">'),
        ("<title>[Yes] · Spoor</title>", "<title>Yes · Spoor</title>"),
        ("<title>[Yes]</title>", '<title lang="en" dir="ltr">Yes</title>'),
        ('<option value="a">[Yes]</option>', '<option lang="en" dir="ltr" value="a">Yes</option>'),
        ("<textarea>[Yes]</textarea><!-- [no] -->", '<textarea lang="en" dir="ltr">Yes</textarea><!-- no -->'),
        ("<p>[a [b]]</p>", '<p><span lang="en" dir="ltr">a <span lang="en" dir="ltr">b</span></span></p>'),
    ],
)  # fmt: skip
def test_marked_texts_become_elements_where_there_can_be_one(before, after):
    assert told_apart(before.replace("[", BEGIN).replace("]", END)) == after


def test_an_answer_for_a_script_and_a_whole_page_hold_no_sign(arabic):
    client = arabic.test_client()
    client.get("/language/ar")
    for path, headers in (("/none", {"Accept": "application/json"}), ("/none", {}), ("/offline", {})):
        assert not re.search(f"{BEGIN}|{END}|ufdd[01]", client.get(path, headers=headers).text)


def test_pages_in_english_and_french_carry_no_mark(arabic):
    client = arabic.test_client()
    for code in ("en", "fr"):
        assert '<span lang="en"' not in client.get("/sign-in", headers={"Accept-Language": code}).text


def test_a_text_of_a_course_says_its_language_and_where_it_turns(speaking):
    assert str(spoken("Lesson <1>", "en")) == '<span lang="en" dir="ltr">Lesson &lt;1&gt;</span>'
    assert spoken("درس", "ar") == "درس"
    with force_locale("en"):
        assert (tongue("ar"), tongue("fr"), tongue("en")) == ('lang="ar" dir="rtl"', 'lang="fr"', 'lang="en"')
    assert [direction_of(code) for code in ("ar", "fa", "ur", "he", "fr", "pt-BR")] == ["rtl"] * 4 + ["ltr"] * 2


FAULTS = {
    'msgid "%(n)s min left"\nmsgstr "%(m)s"\n': (5, "must hold the same values"),
    'msgid "%(n)s min left"\nmsgstr "%(n)s 5%"\n': (5, "must hold the same values"),
    'msgid "Hello"\nmsgstr "<script>"\n': (5, "must hold the same values"),
    'msgid "%(num)s lesson"\nmsgid_plural "%(num)s lessons"\nmsgstr[0] "%(x)s"\n'
    + "".join(f'msgstr[{n}] "%(num)s"\n' for n in range(1, 6)): (5, "must hold the same values"),
    'msgid "Hello"\nmsgstr "x"\nHello there\n': (7, "none of a catalogue"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_text_that_would_break_a_page_is_named_with_its_line_and_left_out(tmp_path, text):
    made = added(tmp_path, text)
    line, words = FAULTS[text]
    [fault] = made.faults
    assert (fault.line, words in fault.words) == (line, True), fault
    assert made.translations is None or isinstance(made.translations.gettext("%(n)s min left"), English)


def test_a_folder_that_names_no_language_and_a_file_that_is_no_text_are_told(tmp_path):
    for code in ("xx-yy", "zz", "en"):
        assert "names no other language" in added(tmp_path, "", code).faults[0].words
    add_language(tmp_path, b"\xff\xfe\x00", "he")
    assert "no catalogue" in find(tmp_path)["he"].faults[0].words


def test_a_plural_with_too_few_forms_stays_english(tmp_path):
    made = added(tmp_path, 'msgid "%(num)s lesson"\nmsgid_plural "%(num)s lessons"\nmsgstr[0] "a"\nmsgstr[1] "b"\n')
    assert made.translations.ngettext("%(num)s lesson", "%(num)s lessons", 2) == "%(num)s lessons"


def test_a_catalogue_of_the_installation_goes_over_that_of_the_program(tmp_path):
    made = added(tmp_path, 'msgid "Sign in"\nmsgstr "Entrer"\n', "fr")
    assert (made.translations.gettext("Sign in"), made.translations.gettext("Sign out")) == ("Entrer", "Déconnexion")
    add_language(tmp_path / "bad", b"\xff", "fr")
    still = find(tmp_path / "bad")["fr"]
    assert (still.translations.gettext("Sign out"), len(still.faults)) == ("Déconnexion", 1)


def test_the_doctor_says_what_a_catalogue_lacks_and_where_it_is_wrong(speaking, tmp_path):
    [one] = check_languages(None, None)
    assert (one.health, one.detail[:27]) == (Health.WARN, "ar: 3 texts are not transla")
    speaking.extensions["spoor-languages"] = {"ar": added(tmp_path, 'msgid "A %(n)s"\nmsgstr "B"\n')}
    first, second = check_languages(None, None)
    assert "messages.po, line 5: “B” must hold the same values" in first.detail
    assert second.detail.startswith("ar: 1 texts")


def test_no_stylesheet_knows_left_from_right():
    sheets = [
        path for part in ("lms", "courses", "assessments", "certificates") for path in (ROOT / part).rglob("*.css")
    ]
    assert len(sheets) >= 3
    for path in sheets:
        text = path.read_text()
        told = [found[0] for found in PHYSICAL.finditer(text) if found[1] not in {"start", "end", "center"}]
        told += [found[0] for found in FOUR.finditer(text) if found[2] != found[4]]
        assert told == [], path
