"""French as it is printed: no plain space where a line may not break, commas in numbers, one thing in the singular."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask_babel import force_locale, format_date, format_decimal, format_percent

from lms.i18n import decimal_sign, ngettext

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "lms/web/translations/fr/LC_MESSAGES/messages.po"
CONTENT = ROOT / "courses" / "content"
DESIGNS = ROOT / "certificates" / "documents" / "designs"
# A plain space before a sign of two parts or a percent sign, or inside guillemets; a sign of YAML or code stands
# before a letter or inside a value.
BREAKS = re.compile(r"(?<=\S) (?:[:;!?]+(?=[\s»”)\]*_<\"]|$)|%%?(?![(\w])|»)|« ", re.MULTILINE)
# No space at all after a word, where the sign ends what stands before it.
JOINED = re.compile(r"(?<=[A-Za-zà-ÿ0-9)»])(?:[;!?](?=\s|$)|:(?=\s)|»|%(?=[\s.,)]|$))|«(?=\w)")
CODE = re.compile(
    r"&\w+;|https?://\S+|`[^`]*`|^::: .*$|^:::$|^[\w-]+: ?|[{,] *[\w-]+: |^ *- *[\w-]+: ?|^ +[\w-]+: ?", re.M
)
ISSUERS = re.compile(r"did:web:")
TABLES = re.compile(r"^\|[-:| ]+\|$", re.MULTILINE)


def catalogue() -> Iterator[tuple[str, str]]:
    """Every French text of the pages."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="fr"):
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from ((f"line {message.lineno}", form) for form in forms if message.id and form)


def lessons() -> Iterator[tuple[str, str]]:
    """Every line of French lessons, questions and figures, without the keys of YAML and the marks of blocks."""
    for path in sorted(CONTENT.glob("*/fr/**/*")):
        if path.suffix == ".svg":
            for text in re.findall(r"<(?:text|tspan|title|desc)[^>]*>([^<]+)<", path.read_text()):
                yield path.name, text
        elif path.suffix in {".md", ".yaml"}:
            for number, line in enumerate(TABLES.sub("", path.read_text()).split("\n"), 1):
                yield f"{path.name}, line {number}", CODE.sub("", line)


def beside() -> Iterator[tuple[str, str]]:
    """The French of the glossary, of certificates and of the counter card."""
    with (CONTENT / "glossary.csv").open() as file:
        for row in csv.DictReader(file):
            yield from ((row["term_en"], row[name]) for name in ("term_fr", "definition_fr"))
    for path in sorted(DESIGNS.glob("*/*.json")):
        known = json.loads(path.read_text())
        if "fr" in known:
            yield from ((f"{path.name} {key}", str(said)) for key, said in known["fr"].items())


@pytest.mark.parametrize("texts", [catalogue, lessons, beside])
def test_no_line_breaks_before_a_sign_of_two_parts_or_inside_guillemets(texts):
    found = list(texts())
    assert found
    wrong = [
        f"{where}: …{text[max(0, hit.start() - 25) : hit.end() + 5]}…"
        for where, text in found
        for pattern in (BREAKS, JOINED)
        for hit in pattern.finditer(ISSUERS.sub("", text))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("Pourquoi ?", True), ("Pourquoi\u00a0?", False), ("Pourquoi\u202f?", False), ("« oui »", True),
        ("«\u00a0oui\u00a0»", False), ("100 %", True), ("100 %%", True), ("à %(moment)s", False), ("12 : 5", True),
        ("**Attention** : non", True), ("le :root", False),
    ],
)  # fmt: skip
def test_what_breaks_is_found(text, breaks):
    assert bool(BREAKS.search(text)) is breaks


def test_days_numbers_and_shares_are_written_as_in_french(app):
    with app.test_request_context("/"), force_locale("fr"):
        assert format_date(date(2026, 11, 1), "long") == "1 novembre 2026"
        assert format_decimal(1234.5) == "1\u202f234,5"
        assert format_percent(0.475, "#,##0.#\u00a0%") == "47,5\u00a0%"
        assert format_percent(0.85) in {"85\u202f%", "85\u00a0%"}
        assert decimal_sign() == ","


def test_none_and_one_are_singular_and_two_are_plural(app):
    with app.test_request_context("/"), force_locale("fr"):
        said = [ngettext("%(num)s lesson", "%(num)s lessons", number) for number in (0, 1, 2, 21)]
    assert said == ["0 leçon", "1 leçon", "2 leçons", "21 leçons"]


def test_a_page_in_french_shows_its_numbers_and_plurals_so(client):
    client.get("/language/fr")
    page = client.get("/sign-in").text
    assert '<html lang="fr" dir="ltr">' in page
    assert not BREAKS.search(re.sub(r"<[^>]+>", "\n", page))
