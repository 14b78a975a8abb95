"""LibreOffice, without a window, opens what is exported: the right types, every text as it was, no live formula."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import lxml.etree
import pytest

from lms.tables.writing.columns import OutputColumn, OutputKind, OutputTable
from lms.tables.writing.formats import TableFormat, write_table

OFFICE = shutil.which("soffice")
TABLE, TEXT = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
KIND = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
AT = datetime(2026, 11, 27, 20, 30, 5, tzinfo=UTC)
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1;1)", "=HYPERLINK(\"http://x.example\";\"a\")", "=cmd|' /C calc'!A0", "\t=1+1",
    "=WEBSERVICE(\"http://x.example\")", "＝1+1", "{=1+1}", "'=1+1",
)  # fmt: skip
COLUMNS = (
    OutputColumn("text", "Text"),
    OutputColumn("whole", "Whole", OutputKind.WHOLE),
    OutputColumn("decimal", "Decimal", OutputKind.DECIMAL),
    OutputColumn("percent", "Percent", OutputKind.PERCENT),
    OutputColumn("date", "Day", OutputKind.DATE),
    OutputColumn("moment", "At", OutputKind.MOMENT),
    OutputColumn("yes_no", "Yes or no", OutputKind.YES_NO),
)
VALUES = (-12, Decimal("12.5"), 85, date(2026, 11, 27), AT, True)
SHOWN = ["-12", "12.50", "85.0%", "2026-11-27", "2026-11-27 20:30:05", "Yes"]
SPACES = re.compile(r"\s")  # which OpenDocument has elements for
ROWS = [(text, *VALUES) for text in (*FORMULAS, "Amélie Phommachanh", "ສົມໄຊ", "007", "66812345678", "1/2", "a\nb")]

pytestmark = [
    pytest.mark.independent,
    pytest.mark.skipif(OFFICE is None, reason="independent spreadsheet: not run (it needs LibreOffice: soffice)"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[TableFormat], lxml.etree._Element]:
    """Opens each kind of file once: LibreOffice takes longer to start than to read."""
    folder = tmp_path_factory.mktemp("spreadsheets")
    return cache(lambda form: converted(form, folder))


def converted(form: TableFormat, folder: Path) -> lxml.etree._Element:
    """The sheet as LibreOffice understands it, recalculated: saved anew in its own form."""
    source = folder / f"list.{form}"
    with write_table(OutputTable("A list", COLUMNS, iter(ROWS)), form).file as file:
        source.write_bytes(file.read())
    # commas, quotation marks, UTF-8, from the first row on; the language of the spreadsheet is English
    reading = ["--infilter=CSV:44,34,76,1,,1033,false,true"] if form is TableFormat.CSV else []
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        *reading,
        "--convert-to",
        "ods",
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(folder / "list.ods") as packed:
        return lxml.etree.fromstring(packed.read("content.xml"))


def cells(row: lxml.etree._Element) -> list[tuple[str, str]]:
    """The kind and the text of each cell."""
    return [
        (cell.get(f"{KIND}value-type", ""), "\n".join("".join(one.itertext()) for one in cell.findall(f"{TEXT}p")))
        for cell in row.findall(f"{TABLE}table-cell")
    ]


def rows_of(sheet: lxml.etree._Element) -> list[list[tuple[str, str]]]:
    return [cells(row)[: len(COLUMNS)] for row in sheet.iter(f"{TABLE}table-row")][: len(ROWS) + 1]


@pytest.mark.parametrize("form", [TableFormat.CSV, TableFormat.XLSX])
def test_nothing_is_a_formula_or_a_link(form, opened):
    sheet = opened(form)
    assert [cell for cell in sheet.iter(f"{TABLE}table-cell") if cell.get(f"{TABLE}formula")] == []
    assert list(sheet.iter(f"{TEXT}a")) == []


def test_a_workbook_has_the_right_type_in_every_cell(opened):
    sheet = opened(TableFormat.XLSX)
    assert sheet.find(f".//{TABLE}table").get(f"{TABLE}name") == "A list"
    head, *rows = rows_of(sheet)
    assert [text for _kind, text in head] == ["Text", "Whole", "Decimal", "Percent", "Day", "At (UTC)", "Yes or no"]
    for row, (text, *_values) in zip(rows, ROWS, strict=True):
        assert [kind for kind, _text in row] == ["string", "float", "float", "percentage", "date", "date", "string"]
        assert SPACES.sub("", row[0][1]) == SPACES.sub("", text)
        assert [shown for _kind, shown in row[1:]] == SHOWN


def test_a_text_file_keeps_texts_and_numbers_apart(opened):
    head, *rows = rows_of(opened(TableFormat.CSV))
    assert [text for _kind, text in head][3:6] == ["Percent (%)", "Day", "At (UTC)"]
    for row in rows[: len(FORMULAS)]:
        assert row[0][0] == "string"
    assert {row[1] for row in rows} == {("float", "-12")}
    assert {row[2] for row in rows} == {("float", "12.5")}
    assert {kind for row in rows for kind, _text in row[4:6]} == {"date"}
