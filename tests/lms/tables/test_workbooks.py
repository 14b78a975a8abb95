"""Workbooks of people: sheets, titles, dates and numbers as a spreadsheet keeps them, and files that are no table."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date as day
from pathlib import Path

import pytest

from lms.errors import BadInput
from lms.tables.reading import workbooks
from lms.tables.reading.reader import read_table
from tests.builders.tables import OFFICERS, rows_of, workbook

DATA = Path(__file__).parents[2] / "data" / "tables"  # made by LibreOffice
HEAD = ["Name", "E-mail", "Date of birth", "Badge"]
LOCKED = "The Excel file is protected by a password. Save it without a password, then choose it again."
WEB_PAGE = "This is a web page with the name of an Excel file. Open it in Excel or LibreOffice and save it as .xlsx."
TWO = "Make two files."
FEWER = "A table may have at most 100: remove columns that are not needed."
BROKEN = "The Excel file cannot be read. Perhaps it is damaged. Open it, save it again as .xlsx, and try again."
NOT_OPENED = (
    "The Excel file could not be opened. It is damaged, or there is something far away "
    "from its table. Copy only the table into a new file."
)


def far_away(sheet, _book):
    sheet.write(0, 0, "here")
    sheet.write(1_048_575, 16_383, "far away")


def many_rows():
    return workbook(rows_of(HEAD, *[["x"]] * 20_001))


def refused(content):
    with pytest.raises(BadInput) as fault:
        read_table(content, OFFICERS)
    return fault.value.message


def with_part(content, name, data):
    """The workbook with one part of it replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return made.getvalue()


def test_titles_days_numbers_and_values_of_formulas_are_read_as_they_are_shown():
    def fill(sheet, book):
        shown = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range("B2:E2", "Class of 2026")
        sheet.write_row("B4", HEAD)
        sheet.write_row("B5", ["Sengdao Phimmasone", "sengdao@example.org"])
        sheet.write_datetime("D5", day(1990, 5, 17), shown)
        sheet.write_number("E5", 66812345678)
        sheet.write_row("B7", ["Amélie Dubois", "amelie@example.org", "17.05.1991"])
        sheet.write_formula("E7", '="A"&7', None, "A7")

    table = read_table(workbook(fill), OFFICERS)
    assert [(row.number, *row.values.values()) for row in table.rows] == [
        (5, "Sengdao Phimmasone", "sengdao@example.org", day(1990, 5, 17), "66812345678"),
        (7, "Amélie Dubois", "amelie@example.org", day(1991, 5, 17), "A7"),
    ]
    assert (table.sheet, table.header_row, table.problems) == ("Sheet1", 4, ())


def test_numbers_where_texts_belong_are_taken_and_lost_zeros_told():
    table = read_table(workbook(rows_of(HEAD, ["One", "", "", 7], ["Two", "", "", "007"])), OFFICERS)
    assert [row.values["badge"] for row in table.rows] == ["7", "007"]
    assert [str(note) for note in table.notes] == [
        (
            "“Badge” has numbers (1 cells). Excel removes a 0 at the start. If a number started "
            "with 0, format the column as text and type it again."
        )
    ]


def test_a_day_where_a_name_or_text_belongs_and_a_rounded_number_are_problems_of_their_row():
    def fill(sheet, book):
        shown = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row("A1", HEAD)
        sheet.write_datetime("A2", day(2020, 3, 1), shown)
        sheet.write_datetime("D2", day(2020, 3, 1), shown)
        sheet.write_row("A3", ["Two", "", "", 12345678901234567890])
        sheet.write_row("A4", [12])

    problems = read_table(workbook(fill), OFFICERS).problems
    assert [(p.row, p.column, str(p.said)) for p in problems] == [
        (2, "name", "There is a date here (2020-03-01), but a name is needed."),
        (2, "badge", "There is a date here (2020-03-01), but a text is needed."),
        (3, "badge", "The number is no longer exact. Format the column as text and type the number again."),
        (4, "name", "There is a number here (12), but a name is needed."),
    ]


def test_the_first_visible_sheet_with_the_header_is_read_and_the_others_are_named():
    content = workbook(
        rows_of(["Read me"]), rows_of(HEAD, ["Hidden"], hidden=True), rows_of(HEAD, ["Shown"]), rows_of(HEAD, ["Later"])
    )
    table = read_table(content, OFFICERS)
    assert [(table.sheet, row.values["name"]) for row in table.rows] == [("Sheet3", "Shown")]
    assert [str(n) for n in table.notes] == [
        "The sheet “Sheet3” was read. The file has other sheets: Sheet1, Sheet4."
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["people.xls", "people.ods"])
def test_older_and_open_workbooks_are_read_too(name):
    table = read_table((DATA / name).read_bytes(), OFFICERS)
    assert [(row.number, row.values["name"], row.values["badge"]) for row in table.rows] == [
        (4, "Sengdao Phimmasone", "7"),
        (5, "Amélie Dubois", "42"),
    ]
    assert (table.sheet, table.unknown) == ("Officers", ())


def test_days_count_from_1904_where_the_workbook_says_so():
    def fill(sheet, book):
        sheet.write_row("A1", HEAD)
        sheet.write_row("A2", ["One", ""])
        sheet.write_datetime("C2", day(1990, 5, 17), book.add_format({"num_format": "yyyy-mm-dd"}))

    assert read_table(workbook(fill, date_1904=True), OFFICERS).rows[0].values["born"] == day(1990, 5, 17)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: b"PK\x03\x04 and then nothing", BROKEN),
        (lambda: workbook(rows_of(HEAD))[:-300], BROKEN),
        (lambda: workbooks.COMPOUND + bytes(600), BROKEN),
        (lambda: workbooks.COMPOUND + bytes(600) + workbooks.LOCKED + bytes(600), LOCKED),
        (lambda: b"\r\n<html><table><tr><td>Name</td></tr></table></html>", WEB_PAGE),
        (many_rows, "The file has more than 20000 rows below its header. " + TWO),
        (lambda: workbook(rows_of(HEAD + ["x"] * 97, ["One"])), "The file has 101 columns. " + FEWER),
        (
            lambda: workbook(rows_of()),
            ("No row with the names of the columns was found. These columns are needed: Name, E-mail."),
        ),
        (lambda: workbook(rows_of(HEAD)), "There is a header in row 1, but nothing below it."),
    ],
)
def test_what_is_no_readable_workbook_is_refused_whole_with_a_sentence(content, sentence):
    assert refused(content()) == sentence


def test_a_folder_that_is_no_workbook_is_named_as_such():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("photo.jpg", b"x")
    assert refused(content.getvalue()) == (
        "This is not an Excel file and not a text table. Save the table as .xlsx or .csv."
    )


def test_a_workbook_that_unpacks_to_far_more_is_refused_before_it_is_opened():
    bomb = with_part(workbook(rows_of(HEAD)), "xl/media/image1.bin", bytes(101_000_000))
    assert len(bomb) < 200_000
    assert refused(bomb) == (
        "The Excel file is too large: more than 100 MB when opened. Copy only the table into a new file."
    )


def test_a_packed_folder_that_lies_about_its_size_is_refused():
    bomb = with_part(workbook(rows_of(HEAD)), "xl/media/image1.bin", bytes(101_000_000))
    size = (101_000_000).to_bytes(4, "little")
    assert refused(bomb.replace(size, (10).to_bytes(4, "little"))) == BROKEN


def test_a_small_workbook_that_would_fill_the_memory_ends_another_process_and_not_this_one():
    content = workbook(rows_of(HEAD, ["One"]), far_away)
    assert len(content) < 10_000
    assert refused(content) == NOT_OPENED


def test_a_workbook_that_takes_too_long_is_given_up(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(workbooks, "PROGRAM", slow)
    monkeypatch.setattr(workbooks, "PATIENCE", 0.2)
    assert refused(workbook(rows_of(HEAD))) == NOT_OPENED


def test_what_opens_a_workbook_is_given_no_setting_of_the_installation(monkeypatch, tmp_path):
    told = tmp_path / "told.py"
    told.write_text("import json, os, sys\njson.dump({'seen': dict(os.environ)}, sys.stdout)\n")
    monkeypatch.setattr(workbooks, "PROGRAM", told)
    monkeypatch.setenv("KEYS_SECRET", "not for others")
    assert "KEYS_SECRET" in os.environ
    assert "KEYS_SECRET" not in workbooks._opened(b"")["seen"]
