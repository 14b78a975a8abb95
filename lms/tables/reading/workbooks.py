"""Workbooks: XLSX, XLS and ODS, looked at from outside and then opened in a process of their own."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import structlog

from lms.tables.reading.faults import (
    BROKEN,
    ENCRYPTED,
    MEGABYTE,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
    NO_TABLE,
    NOT_OPENED,
    TOO_MUCH_INSIDE,
    WEB_PAGE,
    refuse,
)
from lms.tables.reading.headers import SEARCHED
from lms.tables.reading.raw import Cell, RawFile, RawRow, RawSheet

PACKED = b"PK\x03\x04"  # XLSX, ODS
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS, and an XLSX with a password
LOCKED = "EncryptedPackage".encode("utf-16-le")
MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")
PROGRAM = Path(__file__).with_name("workbook_process.py")
PATIENCE = 40  # seconds
PIECE = 1024 * 1024
TURN: dict[str, Callable[[str], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}

log = structlog.get_logger()


def is_workbook(content: bytes) -> bool:
    """Whether these bytes are a workbook, or something that was named like one and is said to be none."""
    return content.startswith((PACKED, COMPOUND)) or _is_markup(content)


def read_workbook(content: bytes) -> RawFile:
    """The visible sheets of a workbook; formulas by the values that they had when it was saved."""
    if _is_markup(content):
        refuse(WEB_PAGE)
    if content.startswith(PACKED):
        _demand_small(content)
    elif LOCKED in content:
        refuse(ENCRYPTED)
    answer = _opened(content)
    if answer.get("fault") == "password":
        refuse(ENCRYPTED)
    if "fault" in answer:
        refuse(BROKEN)
    if "sheets" not in answer:
        refuse(NOT_OPENED)
    return RawFile([_sheet(found) for found in answer["sheets"]])


def _is_markup(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf")[:200].lstrip().lower().startswith(MARKUP)


def _demand_small(content: bytes) -> None:
    """Refuse what unpacks to too much; it is unpacked to know, since what a packed folder says of itself may lie."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if not {"[Content_Types].xml", "mimetype"} & set(packed.namelist()):
                refuse(NO_TABLE)
            for part in packed.infolist():
                if part.flag_bits & 1:
                    refuse(ENCRYPTED)
                with packed.open(part) as file:
                    while piece := file.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            refuse(TOO_MUCH_INSIDE, most=MOST_UNPACKED // MEGABYTE)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        refuse(BROKEN)


def _opened(content: bytes) -> dict[str, Any]:
    """What the other process answers; nothing where it asked for too much and was ended."""
    command = [sys.executable, "-I", str(PROGRAM), str(MOST_ROWS + SEARCHED + 1), str(MOST_COLUMNS + 1)]
    try:
        done = subprocess.run(command, input=content, env={}, capture_output=True, check=False, timeout=PATIENCE)  # noqa: S603  # our own program
    except subprocess.TimeoutExpired:
        log.warning("workbook-not-read", reason="time", size=len(content))
        return {}
    if done.returncode:
        log.warning("workbook-not-read", reason=done.stderr[:200].decode("utf-8", "replace"), size=len(content))
        return {}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _sheet(found: dict[str, Any]) -> RawSheet:
    rows = [RawRow(number, [_cell(cell) for cell in row]) for number, row in enumerate(found["rows"], start=1)]
    return RawSheet(found["name"], rows, found["last_row"], found["columns"])


def _cell(cell: Any) -> Cell:
    if isinstance(cell, list):
        kind, text = cell
        return TURN[kind](text)
    kept: Cell = cell
    return kept
