"""CSV as spreadsheets of any country write it, read with the row that its writer sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.errors import BadInput
from lms.tables.reading.columns import InputColumn, InputKind, folded_name
from lms.tables.reading.reader import read_table
from lms.tables.spreadsheet_formulas import STARTS, as_written, harmless
from tests.builders.tables import BADGE, EMAIL, NAME, OFFICERS

LINES = ["Name,E-mail,Badge", "Sengdao Phimmasone,sengdao@example.org,007", "Amélie Dubois,amelie@example.org,42"]
TEXT = "\r\n".join(LINES) + "\r\n"

LETTERS = "The letters of this file cannot be read. Save it as “CSV UTF-8”, or as .xlsx."
NO_TABLE = "This is not an Excel file and not a text table. Save the table as .xlsx or .csv."
TWICE = "Inside a text, write a quotation mark twice."
RENAME = "Remove one of them, or change its name."
HAS = "Row 1 was read as the header. It has: Name, Badge."
TWO = "Make two files."
FEWER = "A table may have at most 100: remove columns that are not needed."


def people(table):
    return [(row.number, row.values["name"], row.values["badge"]) for row in table.rows]


def refused(content, columns=OFFICERS):
    with pytest.raises(BadInput) as fault:
        read_table(content, columns)
    assert fault.value.field == "file"
    return fault.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read_without_a_word(encoding):
    table = read_table(TEXT.encode(encoding), OFFICERS)
    assert people(table) == [(2, "Sengdao Phimmasone", "007"), (3, "Amélie Dubois", "42")]
    assert (table.problems, table.notes, table.header_row) == ((), (), 1)


def test_a_file_of_windows_with_semicolons_and_a_title_row_is_read_and_the_guess_is_told():
    lines = ["Liste des participants ; Côte d’Ivoire", "", "Matricule;Nom et prénom;Courriel"]
    text = "\r\n".join([*lines, "9;Zoé Œuvrard;zoe@example.org\r\n"])
    table = read_table(text.encode("cp1252"), OFFICERS)
    assert people(table) == [(4, "Zoé Œuvrard", "9")]
    assert (table.encoding, table.delimiter, table.header_row) == ("Windows-1252", ";", 3)
    assert [str(note) for note in table.notes] == [
        ("The file does not say which character code it uses. It was read as Windows-1252: check names with accents.")
    ]


def test_letters_that_the_western_page_has_not_are_read_by_the_central_one():
    table = read_table("Name,E-mail\nTomáš Ťapák,tomas@example.org\n".encode("cp1250"), (NAME, EMAIL))
    assert (table.rows[0].values["name"], table.encoding) == ("Tomáš Ťapák", "Windows-1250")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found_by_the_header(delimiter):
    table = read_table(TEXT.replace(",", delimiter).encode(), OFFICERS)
    assert (table.delimiter, len(table.rows)) == (delimiter, 2)


def test_a_first_line_that_names_the_delimiter_is_obeyed_and_not_counted():
    table = read_table(b"sep=|\r\nName|E-mail\r\nOne, Two; Three|one@example.org\r\n", (NAME, EMAIL))
    assert [(row.number, row.values["name"]) for row in table.rows] == [(2, "One, Two; Three")]


def test_a_single_column_needs_no_delimiter():
    table = read_table(b"E-mail\none@example.org\ntwo@example.org\n", (EMAIL,))
    assert [row.values["email"] for row in table.rows] == ["one@example.org", "two@example.org"]


def test_blank_rows_and_line_breaks_in_a_cell_keep_the_numbers_of_a_spreadsheet():
    table = read_table(b'Name,Badge,E-mail\n\n"One","a\nb",\n,,\nTwo,,\n', OFFICERS)
    assert people(table) == [(3, "One", "a\nb"), (5, "Two", None)]


def test_rows_that_are_too_short_are_filled_up_and_those_too_long_are_told():
    table = read_table(b"Name,E-mail,Badge\nOne\nTwo,two@example.org,7,,\nThree,three@example.org,7,more\n", OFFICERS)
    assert [(p.row, p.column, str(p.said)) for p in table.problems] == [
        (4, "", ("This row has more cells than the header. If a text has “,” in it, put the text in quotation marks."))
    ]


def test_case_accents_and_punctuation_of_a_header_do_not_count():
    table = read_table("NOM ET PRENOM;adresse-electronique\nZoé;zoe@example.org\n".encode(), (NAME, EMAIL))
    assert table.rows[0].values == {"name": "Zoé", "email": "zoe@example.org"}


def test_columns_that_nobody_asked_for_are_told():
    assert read_table(b"Name,E-mail,Shoe size\nOne,,41\n", OFFICERS).unknown == ("Shoe size",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n\r\n", "The file is empty."),
        (b"Name,Badge\nOne,7\n", "These columns are missing: E-mail. " + HAS),
        (b"1,2\n3,4\n", "No row with the names of the columns was found. These columns are needed: Name, E-mail."),
        (b"Name,E-mail,Full name\nOne,,One\n", f"Two columns of row 1 mean the same: Name. {RENAME}"),
        (b"Name,E-mail\n\n", "There is a header in row 1, but nothing below it."),
        (b"Name,E-mail\nOne,\n\x81\x8d,\n", LETTERS),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NO_TABLE),
        (
            b'Name,E-mail\n"One,one@example.org\nTwo,two@example.org\n',
            "Row 2: a quotation mark is opened and not closed. " + TWICE,
        ),
        (b'Name,E-mail\nOne,\n"Two" B,\n', "Row 3: there is text after a closing quotation mark. " + TWICE),
        (b"Name,E-mail\n" + b"x" * 5_000_000, "The file has 5.0 MB. A file may have at most 5 MB: make two files."),
        (b"Name,E-mail\n" + b"x,\n" * 20_001, "The file has more than 20000 rows below its header. " + TWO),
        (b"Name,E-mail" + b",x" * 99 + b"\nOne\n", "The file has 101 columns. " + FEWER),
    ],
)
def test_what_cannot_be_read_is_refused_whole_with_a_sentence(content, sentence):
    assert refused(content) == sentence


def test_twenty_thousand_rows_are_taken_to_the_last():
    table = read_table(b"Name,E-mail\n" + b"x,\n" * 20_000, OFFICERS)
    assert (len(table.rows), table.rows[-1].number) == (20_000, 20_001)


def test_a_row_with_a_wrong_cell_keeps_its_other_values():
    table = read_table(b"Name,E-mail,Date of birth,Badge\n1990-05-17,nobody at home,31.02.1990,7\n", OFFICERS)
    (row,) = table.rows
    assert row.values == {"name": None, "email": None, "born": None, "badge": "7"}
    assert [(p.row, p.column, str(p.said)) for p in row.problems] == [
        (2, "name", "There is a date here (1990-05-17), but a name is needed."),
        (2, "email", "“nobody at home” is not an e-mail address. It looks like name@example.org."),
        (2, "born", "“31.02.1990” is not a day. Write it like 2026-11-27."),
    ]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_a_text_made_harmless_never_starts_a_formula_and_comes_back_as_it_was(text):
    assert not harmless(text).startswith(STARTS)
    if not text.startswith("'"):
        assert as_written(harmless(text)) == text


def test_texts_that_an_export_made_harmless_are_read_as_they_were():
    table = read_table(b"Name,E-mail,Badge\nOne,,'=1+1\nTwo,,'tis\n", OFFICERS)
    assert [row.values["badge"] for row in table.rows] == ["=1+1", "'tis"]


@given(st.text(max_size=20))
def test_folding_the_name_of_a_column_twice_changes_nothing_more(name):
    assert folded_name(folded_name(name)) == folded_name(name)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(content):
    said = ""
    try:
        table = read_table(content, (InputColumn("a", "A", ("a",)),))
    except BadInput as fault:
        said = fault.message
    assert said.endswith(".") if said else table.rows


def test_a_column_asks_for_a_kind_and_nothing_else_of_a_file():
    columns = (InputColumn("n", "Number", ("n",), InputKind.WHOLE, True), BADGE)
    assert read_table(b"badge,n\nx,12\n", columns).rows[0].values == {"n": 12, "badge": "x"}
