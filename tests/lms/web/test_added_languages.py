"""A language that an installation adds by a file: found, checked line by line, and English where it says nothing."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import render_template_string
from flask_babel import force_locale
from markupsafe import Markup

from config import Testing as Settings
from lms.app import create_app
from lms.db import Database
from lms.i18n import English, _, direction_of, lazy, ngettext, spoken, tongue
from lms.ports import Health
from lms.web.forms import Choice, PageForm, options
from lms.web.languages.catalogues import find
from lms.web.languages.language import check_languages, lacks_texts
from lms.web.languages.text_language import in_text
from tests.builders.languages import FORMS, add_language, catalogue, made_up
from tests.every_case import every_case

ROOT = Path(__file__).resolve().parents[3]
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
    add_language(folder, catalogue(without=["Sign out", "Hello %(name)s,", "Menu"]))
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
    assert _("Hello %(name)s,", name="<b>") == "Hello <b>,"
    shown = render_template_string('{{ _("Hello %(name)s,", name="<b>") }} {{ _("Sign in") }}')
    assert shown == f'<span lang="en" dir="ltr">Hello &lt;b&gt;,</span> {made_up("Sign in")}'
    assert isinstance(_("Sign out"), English)
    assert not isinstance(_("Sign in"), English)


EN = '<span lang="en" dir="ltr">Menu</span>'


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ('<p>{{ _("Menu") }} b</p>', f"<p>{EN} b</p>"),
        ("<p>{{ said }} {{ later }}</p>", f"<p>{EN} {EN}</p>"),
        ("<p>{{ said if said else 1 }}{{ said or 2 }}{{ lacking }}</p>", f"<p>{EN}{EN}</p>"),
        ('<img alt="{{ _("Menu") }}" {{ {"title": said} | xmlattr }}>', '<img alt="Menu"  title="Menu">'),
        ("<a{% if said %} title='{{ later }}'{% endif %} href>{{ later }}</a>", f"<a title='Menu' href>{EN}</a>"),
        ("<title>{{ said }} · Spoor</title><p>{{ said }}", f"<title>Menu · Spoor</title><p>{EN}"),
        ("<select><option>{{ said }}</option></select>{{ said }}", f"<select><option>Menu</option></select>{EN}"),
        ("<textarea>{{ later }}</textarea>", "<textarea>Menu</textarea>"),
        ("{% macro b(t) %}<b>{{ t }}</b>{% endmacro %}{{ b(said) }}{{ b('x') }}", f"<b>{EN}</b><b>x</b>"),
        ("{% set held %}{{ said }}{% endset %}<p>{{ held }}</p>", f"<p>{EN}</p>"),
        ('{{ ngettext("%(num)s <b>", "%(num)s <i>", 2) }}', '<span lang="en" dir="ltr">2 <i></span>'),
        ("{{ '<b>' }}{{ markup }}{{ 1 > 0 }}{{ 0.5 }}", "&lt;b&gt;<b>True0.5"),
    ],
)  # fmt: skip
def test_a_text_in_english_is_marked_where_it_stands_in_text_and_plain_elsewhere(speaking, template, shown):
    made = render_template_string(template, said=_("Menu"), later=lazy("Menu"), markup=Markup("<b>"))
    assert made == shown


def test_a_message_that_waits_in_the_session_still_knows_its_language(arabic):
    client = arabic.test_client()
    with client.session_transaction() as waiting:
        waiting["_flashes"] = [("message", English("Menu")), ("message", "Menu")]
    assert f'<p>{EN}</p></div><div class="notice info"><p>Menu</p>' in re.sub(
        r">\s+<", "><", client.get("/sign-in", headers={"Accept-Language": "ar"}).text
    )


def test_a_list_that_opens_says_which_of_its_options_are_english(speaking):
    class Form(PageForm):
        one = Choice("x", choices=options([("a", lazy("Menu")), ("b", lazy("Sign in")), ("c", "Menu")]))

    html = str(Form().one())
    assert '<option dir="ltr" lang="en" value="a">Menu</option>' in html
    assert f'<option value="b">{made_up("Sign in")}</option>' in html
    assert '<option value="c">Menu</option>' in html


class Heard(HTMLParser):
    """Every text of a page with the language in which it is spoken, and every value of an attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.texts: list[tuple[str, str, str]] = []
        self.values: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.values += [value for _name, value in attrs if value]
        if tag not in {"meta", "link", "input", "img", "br"}:
            self.open.append((tag, dict(attrs).get("lang") or self.open[-1][1]))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if data.strip():
            self.texts.append((*self.open[-1], data.strip()))


def test_every_text_of_a_page_is_spoken_in_its_language_and_what_is_lacking_is_said_once(tmp_path):
    add_language(tmp_path, (HEAD + 'msgid "Sign in"\nmsgstr "دخول"\n').encode())
    database = Database(f"sqlite:///{tmp_path / 'none.db'}")
    client = create_app(Settings(INSTANCE_PATH=str(tmp_path)), database=database).test_client()
    for path in ("/sign-in", "/forgot", "/code", "/offline", "/none"):
        page = client.get(path, headers={"Accept-Language": "ar"}).text
        assert page.count("Some texts are not translated yet. They are in English.") == 1
        heard = Heard()
        heard.feed(page)
        native = [text for tag, lang, text in heard.texts if lang == "ar" and tag not in {"title", "script", "option"}]
        assert {text for text in native if re.search("[A-Za-z]{2}", text)} <= {"Spoor"}, path
        assert [text for _tag, lang, text in heard.texts if lang == "en" and re.search("[\u0600-\u06ff]", text)] == []
        assert not [value for value in heard.values if "<" in value], path
        assert all("<" not in text for tag, _lang, text in heard.texts if tag == "title"), path
    database.close()


def test_pages_in_english_french_and_a_whole_catalogue_say_nothing_about_it(arabic):
    client = arabic.test_client()
    for code in ("en", "fr"):
        page = client.get("/sign-in", headers={"Accept-Language": code}).text
        assert '<span lang="en"' not in page
        assert "not translated yet" not in page
    with arabic.test_request_context(headers={"Accept-Language": "ar"}):
        assert lacks_texts()


def test_a_catalogue_lacks_what_the_program_says_and_not_what_another_one_below_it_says(tmp_path):
    add_language(tmp_path, catalogue(), "ar")
    add_language(tmp_path, (HEAD + 'msgid "Sign in"\nmsgstr "Entrer"\n').encode(), "fr")
    add_language(tmp_path, (HEAD + 'msgid "Sign in"\nmsgstr "Entrar"\n').encode(), "pt")
    assert {code: one.lacks for code, one in find(tmp_path).items()} == {"ar": False, "fr": False, "pt": True}


def templates():
    parts = (ROOT / part for part in ("lms", "courses", "assessments", "certificates"))
    return sorted(path for part in parts for path in part.rglob("templates/**/*.html"))


MACRO = re.compile(r"{%-? macro (\w+)")


@every_case("path", templates)
def test_a_macro_inside_a_tag_is_stripped_of_its_elements(arabic, path):
    """What a macro answers is HTML: it may hold an element that sets a language, which no attribute takes."""
    source = path.read_text(encoding="utf-8")
    names = set(MACRO.findall(source))
    for found in re.finditer(r"{% from \S+ import ([^%]*?)(?: with context)? %}", source):
        names |= {name.strip() for name in found[1].split(",")}
    since, outputs, inside = "", [], None
    for _line, kind, text in arabic.jinja_env.lex(source):
        if kind == "data":
            since = text[text.rfind("<") :] if "<" in text else since + text
        elif kind == "variable_begin":
            inside = []
        elif kind == "variable_end":
            outputs.append((since.count('"') % 2 == 0 or in_text(since), "".join(inside)))
            inside = None
        elif inside is not None:
            inside.append(text)
    assert in_text(since), "it ends inside a tag"
    for is_no_value, words in outputs:
        called = set(re.findall(r"(?<![\w.])(\w+)\(", words)) & names
        assert is_no_value or not called or words.rstrip().endswith("| striptags"), words


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
    assert (fault.line, words in fault.message) == (line, True), fault
    assert made.translations is None or isinstance(made.translations.gettext("%(n)s min left"), English)


def test_a_folder_that_names_no_language_and_a_file_that_is_no_text_are_told(tmp_path):
    for code in ("xx-yy", "zz", "en"):
        assert "names no other language" in added(tmp_path, "", code).faults[0].message
    add_language(tmp_path, b"\xff\xfe\x00", "he")
    assert "no catalogue" in find(tmp_path)["he"].faults[0].message


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
