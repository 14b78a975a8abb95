"""The official Appendices as the Checklist of CITES Species gives them away, read whatever the order of its columns."""

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from courses.impact.rules.listings import HIGHER, SYMBOL, ListedTaxon, OfficialList, appendices_in, compared_name
from lms.gettext_noop import N_
from lms.tables.reading.encodings import decoded
from lms.tables.reading.faults import refuse

MEGABYTE = 1_000_000
MOST_BYTES = 40 * MEGABYTE
MOST_ROWS = 120_000
SEARCHED = 30  # rows in which the names of the columns may stand
SAMPLE = 64_000
DELIMITERS = ",;\t|"
LONGEST_NOTE = 300
MOST_COLUMNS, LONGEST_COLUMN = 60, 80  # of the names of columns that are kept

COLUMNS: Mapping[str, tuple[str, ...]] = {  # the names of each, without case, spaces and marks; # is `hash`
    "name": ("fullname", "scientificname", "taxonname", "taxon", "name"),
    "rank": ("rankname", "rank", "taxonrank"),
    "listing": ("currentlisting", "citeslisting", "listing", "appendix", "citesappendix", "appendices"),
    "note": (
        "fullannotationenglish", "fullnote", "fullnoteen", "annotationenglish", "shortnoteen", "fullannotation",
        "annotation", "note", "notes",
    ),
    "symbol": ("hashannotationsymbol", "hashannsymbol", "annotationsymbol", "hashsymbol"),
    "symbol_text": ("hashannotation", "hashfullnote", "hashfullnoteen", "hashnote"),
    "party": ("party", "partyisocode", "parties", "partyfullname", "partyname"),
    "change": ("changetype", "changetypename", "change"),
    "day": ("effectiveat", "effectivedate", "effectiveatformatted", "date"),
    **{rank: (rank, f"{rank}name") for rank in HIGHER},
}  # fmt: skip
NEEDED = ("name", "listing")
MARKUP = re.compile(r"<[^<>]*>")  # ends at the next < too: else a cell full of them takes minutes
RESERVATION = re.compile(r"\(r\)|\breservation", re.IGNORECASE)
IN_NAME = re.compile(r"(?<!\d)(20\d{2})[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)", re.ASCII)

EMPTY = N_("The file is empty.")
TOO_LARGE = N_(
    "The file has %(size)s MB. At most %(most)s MB are read: choose fewer columns or groups at the Checklist."
)
TOO_MANY = N_("The file has more than %(most)s rows.")
PDF = N_("This is a PDF. At the Checklist of CITES Species, choose the download as CSV.")
WORKBOOK = N_("This is a workbook. Save its table as CSV, then choose it again.")
WEB_PAGE = N_("This is a web page. At the Checklist of CITES Species, choose the download as CSV.")
NO_COLUMNS = N_(
    "This is not a list of the Appendices: no row names a column of names (FullName) and one of Appendices "
    "(CurrentListing). The file has: %(found)s."
)
NO_ROWS = N_("The file names its columns, and lists no taxon.")
NO_APPENDIX = N_("No row of the file names an Appendix. Row %(row)s says “%(said)s” where I, II or III is expected.")
BROKEN = N_("Row %(row)s cannot be read: a quotation mark is not closed, or stands within a text.")
KINDS = ((b"%PDF", PDF), (b"PK\x03\x04", WORKBOOK), (b"\xd0\xcf\x11\xe0", WORKBOOK))


@dataclass(frozen=True)
class AppendicesFile:
    """An official list as it was read."""

    listed: OfficialList
    rows: int
    columns: tuple[str, ...]  # as they are called in the file


def read_appendices(content: bytes) -> AppendicesFile:
    """The entries of a file; raises BadInput, with a sentence that says what to choose instead, for any other kind."""
    _refuse_other_kinds(content)
    text = decoded(content).text.removeprefix("\ufeff")
    if text.lstrip()[:1] == "<":
        refuse(WEB_PAGE)
    rows = _rows(text)
    head, places = _header(rows)
    entries = list(_entries(rows, places))
    if not entries:
        refuse(NO_ROWS)
    listed = _by_change(entries) if "change" in places else [one for one, _change, _day in entries]
    if not any(one.appendices for one in listed):
        first = entries[0][0]
        refuse(NO_APPENDIX, row=first.row, said=first.note[:40] or "–")
    return AppendicesFile(OfficialList(tuple(listed)), len(entries), tuple(head))


def day_in_name(name: str) -> date | None:
    """The day that the name of a download bears, such as `Index_of_CITES_Species_2026-11-27.csv`."""
    for year, month, day in IN_NAME.findall(name):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _refuse_other_kinds(content: bytes) -> None:
    if not content.strip():
        refuse(EMPTY)
    if len(content) > MOST_BYTES:
        refuse(TOO_LARGE, size=f"{len(content) / MEGABYTE:.1f}", most=MOST_BYTES // MEGABYTE)
    for begins, words in KINDS:
        if content.startswith(begins):
            refuse(words)


Row = tuple[int, list[str]]


def _rows(text: str) -> Iterator[Row]:
    """The rows with their numbers, by the delimiter that makes most of the first ones' columns known."""
    delimiter = max(DELIMITERS, key=lambda one: _fitness(text[:SAMPLE], one))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            refuse(BROKEN, row=number)


def _fitness(sample: str, delimiter: str) -> int:
    try:
        rows = [*islice(csv.reader(io.StringIO(sample), delimiter=delimiter), SEARCHED)]
    except csv.Error:
        return 0
    return max((len(_places(row)) for row in rows), default=0)


def _header(rows: Iterator[Row]) -> tuple[list[str], dict[str, int]]:
    """The first row that names what is needed, and where each column stands."""
    seen: list[str] = []
    for number, row in rows:
        places = _places(row)
        if all(one in places for one in NEEDED):
            return [cell.strip()[:LONGEST_COLUMN] for cell in row[:MOST_COLUMNS]], places
        seen = seen or [cell.strip()[:40] for cell in row if cell.strip()]
        if number >= SEARCHED:
            break
    return refuse(NO_COLUMNS, found=", ".join(seen[:12]) or "–")


def _places(row: Sequence[str]) -> dict[str, int]:
    """The index of each known column; of several names for one the first in COLUMNS counts."""
    named: dict[str, int] = {}
    for place, cell in enumerate(row):
        named.setdefault(_column_name(cell), place)
    found = {key: next((named[name] for name in names if name in named), None) for key, names in COLUMNS.items()}
    return {key: place for key, place in found.items() if place is not None}


def _column_name(cell: str) -> str:
    return re.sub(r"[^a-z]", "", cell.replace("#", "hash").casefold())


Entry = tuple[ListedTaxon, str, str]  # with the kind of change, and the day on which it took effect


def _entries(rows: Iterable[Row], places: Mapping[str, int]) -> Iterator[Entry]:
    for count, (number, row) in enumerate(rows, 1):
        if count > MOST_ROWS:
            refuse(TOO_MANY, most=MOST_ROWS)
        cell = {key: plain(row[place]) if place < len(row) else "" for key, place in places.items()}
        if not cell["name"]:
            continue
        appendices, left = appendices_in(cell["listing"])
        symbols = SYMBOL.findall(f"{cell.get('symbol', '')} {cell.get('symbol_text', '')[:6]}")
        note = cell.get("note", "") or ("" if appendices or left else cell["listing"])
        yield (
            ListedTaxon(
                name=cell["name"],
                rank=cell.get("rank", "").casefold(),
                appendices=appendices,
                left=left,
                symbols=frozenset(f"#{one}" for one in symbols),
                note=note[:LONGEST_NOTE],
                parties=_parties(cell.get("party", "")) if "III" in appendices else (),
                reserved=bool(RESERVATION.search(cell["listing"])),
                higher={rank: cell[rank] for rank in HIGHER if cell.get(rank)},
                row=number,
            ),
            cell.get("change", "").casefold(),
            _sortable(cell.get("day", "")),
        )


def plain(cell: str) -> str:
    """A cell without HTML, its entities as signs, with single spaces."""
    return " ".join(html.unescape(MARKUP.sub(" ", cell)).split())


def _parties(cell: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"\s*[,;/]\s*", cell) if one)


def _sortable(day: str) -> str:
    """A day as `2026-03-05`, whether it is written so or as `05/03/2026`; else as it stands."""
    turned = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", day)
    return f"{turned[3]}-{int(turned[2]):02}-{int(turned[1]):02}" if turned else day


def _by_change(entries: Iterable[Entry]) -> list[ListedTaxon]:
    """What a history of listings comes to: of each name and Appendix the newest addition or deletion counts."""
    newest: dict[tuple[str, str], tuple[str, bool, ListedTaxon]] = {}
    names: dict[str, ListedTaxon] = {}
    for listing, change, day in entries:
        if "reservation" in change:
            continue
        names.setdefault(compared_name(listing.name), listing)
        for appendix in sorted(listing.appendices):
            key = (compared_name(listing.name), appendix)
            if key not in newest or day >= newest[key][0]:
                newest[key] = (day, "deletion" not in change, replace(listing, appendices=frozenset({appendix})))
    kept = [listing for _day, stands, listing in newest.values() if stands]
    standing = {compared_name(one.name) for one in kept}
    gone = [replace(one, appendices=frozenset(), left=True) for name, one in names.items() if name not in standing]
    return [*kept, *gone]
