"""A list as CSV, XLSX and JSON: the same rows, the right types, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from lms.tables.reading.reader import read_table
from lms.tables.sentences import Sentence
from lms.tables.verdicts import REPORT_COLUMNS, RowReport, RowVerdict
from lms.tables.writing.columns import OutputColumn, OutputKind, OutputTable
from lms.tables.writing.formats import TableFormat, write_table
from tests.builders.tables import BADGE, EMAIL, NAME

AT = datetime(2026, 11, 27, 20, 30, 5, tzinfo=UTC)
BARE_AT = AT.replace(tzinfo=None)  # as a spreadsheet has it
COLUMNS = tuple(OutputColumn(str(kind), f"The {kind}", kind) for kind in OutputKind)
ROW = ("=cmd|' /C calc'!A0", 12, Decimal("12.5"), Fraction(255, 3), date(2026, 11, 27), AT, True)
BARE = ("-5", -5, -0.25, 100, date(1850, 1, 1), None, False)


def written(form, rows=(ROW, BARE), columns=COLUMNS, zone=UTC):
    made = write_table(OutputTable("What: is/here?", columns, iter(rows)), form, zone=zone)
    assert made.count == len(rows)
    with made.file as file:
        return file.read()


def sheet(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.sheet_names, book.get_sheet_by_index(0).to_python()


def test_csv_keeps_numbers_and_puts_an_apostrophe_before_what_would_run():
    content = written(TableFormat.CSV)
    assert content.startswith("\ufeffThe text,The whole".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["The text", "The whole", "The decimal", "The percent (%)", "The date", "The moment (UTC)", "The yes_no"],
        ["'=cmd|' /C calc'!A0", "12", "12.5", "85", "2026-11-27", "2026-11-27 20:30:05", "Yes"],
        ["'-5", "-5", "-0.25", "100", "1850-01-01", "", "No"],
    ]
    assert content.count(b"\r\n") == 3


def test_xlsx_keeps_every_type_and_has_no_formula_and_no_link():
    content = written(TableFormat.XLSX)
    names, rows = sheet(content)
    assert names == ["What is here"]
    assert rows[1] == [
        "=cmd|' /C calc'!A0",
        12.0,
        12.5,
        0.85,
        date(2026, 11, 27),
        BARE_AT,
        "Yes",
    ]
    assert rows[2] == ["-5", -5.0, -0.25, 1.0, "1850-01-01", "", "No"]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        inside = packed.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in inside
    assert b"<hyperlink" not in inside
    assert b'state="frozen"' in inside


def test_json_has_the_keys_of_the_columns_and_the_zone_of_every_moment():
    first, second = json.loads(written(TableFormat.JSON, zone=ZoneInfo("Asia/Bangkok")))
    assert first == {
        "text": ROW[0], "whole": 12, "decimal": 12.5, "percent": 85.0, "date": "2026-11-27",
        "moment": "2026-11-28T03:30:05+07:00", "yes_no": True,
    }  # fmt: skip
    assert (second["text"], second["moment"], second["date"]) == ("-5", None, "1850-01-01")


@pytest.mark.parametrize("form", [TableFormat.CSV, TableFormat.XLSX])
def test_moments_stand_in_the_zone_that_the_header_names(form):
    content = written(form, [(AT,)], (OutputColumn("at", "At", OutputKind.MOMENT),), ZoneInfo("Asia/Bangkok"))
    if form is TableFormat.XLSX:
        assert sheet(content)[1] == [["At (Asia/Bangkok)"], [BARE_AT + timedelta(hours=7)]]
    else:
        assert content.decode("utf-8-sig").splitlines() == ["At (Asia/Bangkok)", "2026-11-28 03:30:05"]


@pytest.mark.parametrize("form", list(TableFormat))
def test_an_empty_list_is_a_file_too(form):
    content = written(form, [])
    assert content if form is not TableFormat.JSON else json.loads(content) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_text_of_a_csv_file_begins_like_a_formula_not_even_a_title(start):
    content = written(TableFormat.CSV, [(f"{start}1",)], (OutputColumn("a", f"{start}A"),))
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    assert cells == [f"'{start}A", f"'{start}1"]


def test_a_text_that_a_cell_cannot_hold_is_cut_with_a_sign_of_it():
    (_head, (text,)) = sheet(written(TableFormat.XLSX, [("x" * 40_000,)], (OutputColumn("a", "A"),)))[1]
    assert (len(text), text[-1]) == (32_767, "…")


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20), min_size=1, max_size=5)
)
def test_texts_written_as_csv_are_read_again_as_they_were(texts):
    rows = [(text, "x") for text in texts]
    content = written(TableFormat.CSV, rows, (OutputColumn("badge", "Badge"), OutputColumn("other", "Other")))
    with_own = [text for text in texts if text.strip() and not text.startswith("'")]
    found = {row.number: row.values["badge"] for row in read_table(content, (BADGE,)).rows}
    wanted = {n: text for n, text in enumerate(texts, start=2) if text in with_own}
    assert {n: found[n] for n in wanted if n in found} == {
        n: _as_read(text) for n, text in wanted.items() if n in found
    }


def _as_read(text):
    return read_table(f'badge\n"{text.replace(chr(34), chr(34) * 2)}"\n'.encode(), (BADGE,)).rows[0].values["badge"]


@pytest.mark.parametrize("form", [TableFormat.CSV, TableFormat.XLSX])
def test_a_list_of_people_that_was_exported_can_be_read_in_again(form):
    columns = (OutputColumn("name", "Full name"), OutputColumn("email", "E-mail"), OutputColumn("badge", "Matricule"))
    content = written(form, [("Zoé Œuvrard", "zoe@example.org", "=007")], columns)
    (row,) = read_table(content, (NAME, EMAIL, BADGE)).rows
    assert row.values == {"name": "Zoé Œuvrard", "email": "zoe@example.org", "badge": "=007"}


class Fate(StrEnum):
    NEW = "new"
    TWICE = "twice"
    WRONG = "wrong"


def test_the_report_of_an_import_counts_its_states_and_can_be_written_as_a_table():
    verdicts = [
        RowVerdict(4, Fate.NEW),
        RowVerdict(
            5, Fate.WRONG, (Sentence("“%(text)s” is not a number.", {"text": "x"}), Sentence("This cell is empty."))
        ),
        RowVerdict(6, Fate.NEW),
    ]
    report = RowReport(verdicts, {Fate.NEW: "New", Fate.TWICE: "Twice in the file", Fate.WRONG: "To be mended"})
    assert report.counts() == {Fate.NEW: 2, Fate.WRONG: 1}
    content = written(TableFormat.CSV, list(report.rows()), REPORT_COLUMNS).decode("utf-8-sig")
    assert content.splitlines() == [
        "Row,Result,What to do", "4,New,", "5,To be mended,“x” is not a number. This cell is empty.", "6,New,",
    ]  # fmt: skip
