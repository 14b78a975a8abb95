"""Every catalogue says everything: no text, plural or value is missing, and what is compiled is what was written."""

import functools
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
CATALOGUES = sorted((ROOT / "lms" / "web" / "translations").glob("*/LC_MESSAGES/messages.po"))
METHODS = [("**/templates/**.html", "jinja2"), ("**/kinds/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "lazy": None, "_l": None, "ngettext": (1, 2)}
IN_F_STRING = re.compile(r"""\bf(["'])[^"\n]*\{(_|N_|_l|lazy|n?gettext)\(""")
VALUE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+[^>]*>")


@pytest.fixture(scope="module")
def texts() -> set[object]:
    """Every text that the program marks: a sentence, or the two forms of one."""
    found: set[object] = set()
    for package in ("lms", "courses", "assessments", "certificates"):
        found |= {text for _file, _line, text, *_ in extract_from_dir(ROOT / package, METHODS, keywords=KEYWORDS)}
    return found


@functools.cache
def read(path: Path) -> Catalog:
    """What a catalogue says; nobody changes it."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def test_no_text_is_marked_inside_an_f_string_where_older_versions_of_python_do_not_see_it():
    """Before 3.12 an f-string is one token: what is marked in it reaches no catalogue."""
    places = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for package in ("lms", "courses", "assessments", "certificates")
        for path in (ROOT / package).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if IN_F_STRING.search(line)
    ]
    assert places == []


def test_there_is_a_catalogue_in_french():
    assert [path.parts[-3] for path in CATALOGUES] == ["fr"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_holds_every_text_and_no_other(path, texts):
    held = {message.id for message in read(path) if message.id}
    assert texts - held == set(), "run `make words`, then translate what is empty"
    assert held - texts == set(), "run `make words`"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_text_and_every_plural_is_translated_with_its_values(path):
    for message in read(path):
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        assert all(forms), f"{message.id} is not translated"
        assert not message.fuzzy, message.id
        assert len(forms) == (len(sources) if len(sources) == 1 else read(path).num_plurals)
        for form in forms:
            assert sorted(VALUE.findall(form)) == sorted(VALUE.findall(sources[-1])), message.id


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_is_compiled_is_what_was_written(path):
    written = io.BytesIO()
    write_mo(written, read(path))
    assert path.with_suffix(".mo").read_bytes() == written.getvalue(), "run `make words`"
