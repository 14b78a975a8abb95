"""The taxa that courses name, read from taxa.csv; every fault is told with its row and its column."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from courses.catalogue.claims.source import SourceGrade
from courses.impact.rules.taxa import LANGUAGES, Rank, Status, Taxa, Taxon
from lms.text.problems import Problem

NAME = "taxa.csv"
SHIPPED = Path(__file__).resolve().parents[1] / "content" / NAME
NAMES = tuple(f"{language}{kind}" for language in LANGUAGES for kind in ("", "_plural"))
COLUMNS = (
    "id", "scientific_name", "synonyms", "rank", "within", *NAMES,
    "group", "appendix", "annotation", "status_date", "grade", "source",
)  # fmt: skip
NEEDED = ("id", "rank", "grade", "source")
APART = re.compile(r"\s*;\s*")
DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?\Z", re.ASCII)
ANNOTATION = re.compile(r"#\d{1,2}\Z|A\d{1,2}(?:, A\d{1,2})*\Z", re.ASCII)
GRADES = tuple(SourceGrade)
SPECIES_WORDS = {Rank.SPECIES: 2, Rank.SUBSPECIES: 3}
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class TaxaFile:
    """The taxa of a file, and what is wrong with it."""

    taxa: Taxa
    problems: tuple[Problem, ...] = ()


def read_taxa_file(path: Path = SHIPPED) -> TaxaFile:
    """The taxa of this file; letters that are no UTF-8 are a fault of its first row."""
    try:
        return read_taxa(path.read_bytes().decode(), path.name)
    except UnicodeDecodeError:
        return TaxaFile(Taxa(()), (Problem(path.name, 1, "This is not UTF-8. Save the file as UTF-8."),))


def read_taxa(text: str, file: str = NAME) -> TaxaFile:
    """The taxa of a text; rows with a fault are left out."""
    faults: list[Problem] = []
    rows: list[Taxon] = []
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        for words in _head_faults(head):
            faults.append(Problem(file, 1, words))
        if not faults:
            before = reader.line_num
            for cells in reader:
                line, before = before + 1, reader.line_num
                if len(cells) != len(head):
                    words = f"This row has {len(cells)} columns; the first line names {len(head)}."
                    faults.append(Problem(file, line, words))
                    continue
                cell = {name: value.strip() for name, value in zip(head, cells, strict=True)}
                wrong = list(_faults(cell))
                faults += [Problem(file, line, f"Column “{column}”: {words}") for column, words in wrong]
                if not wrong:
                    rows.append(_taxon(cell, line))
    except csv.Error as fault:
        faults.append(Problem(file, reader.line_num, f"This is not a table in CSV: {fault}."))
    taxa = Taxa(tuple(rows))
    if not faults:
        faults += [Problem(file, line, f"Column “{column}”: {words}") for line, column, words in _between(taxa)]
    return TaxaFile(taxa, tuple(sorted(faults)))


def _head_faults(head: list[str]) -> Iterator[str]:
    if missing := [name for name in COLUMNS if name not in head]:
        yield f"These columns are missing: {', '.join(missing)}."
    if unknown := [name for name in head if name not in COLUMNS]:
        yield f"These columns are not known: {', '.join(unknown)}."
    if len(set(head)) != len(head):
        yield "A column is named twice."


def _faults(cell: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Columns of one row with what is wrong in them."""
    for name in NEEDED:
        if not cell[name]:
            yield name, "it is empty."
    rank = _one_of(Rank, cell["rank"])
    if cell["rank"] and rank is None:
        yield "rank", f"“{cell['rank']}” must be one of {', '.join(Rank)}."
    if _one_of(Status, cell["appendix"]) is None:
        yield "appendix", f"“{cell['appendix']}” must be one of {', '.join(filter(None, Status))}, or empty."
    if cell["grade"] and cell["grade"] not in GRADES:
        yield "grade", f"“{cell['grade']}” must be one of {', '.join(GRADES)}."
    yield from _status_faults(cell)
    yield from _name_faults(cell, rank)


def _status_faults(cell: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if cell["status_date"] and not DAY.match(cell["status_date"]):
        yield "status_date", f"“{cell['status_date']}” must be a day or a month, such as 2026-03-05 or 2025-11."
    if cell["appendix"] and not cell["status_date"]:
        yield "status_date", "a status needs the day or the month as of which it is known."
    if cell["annotation"] and not ANNOTATION.match(cell["annotation"]):
        yield "annotation", f"“{cell['annotation']}” must be such as #15, or A8, A9."


def _name_faults(cell: Mapping[str, str], rank: Rank | None) -> Iterator[tuple[str, str]]:
    if not cell["scientific_name"] and not cell["en"]:
        yield "scientific_name", "a taxon needs a scientific or an English name."
    wanted = SPECIES_WORDS.get(rank) if rank else None
    if wanted and cell["scientific_name"] and len(cell["scientific_name"].split()) != wanted:
        yield "scientific_name", f"“{cell['scientific_name']}” is not the name of a {rank}: it has {wanted} words."
    for column in NAMES:
        names = parts(cell[column])
        if len(set(names)) != len(names):
            yield column, "a name stands there twice."


def _one_of(kind: type[E], word: str) -> E | None:
    return kind(word) if word in set(kind) else None


def parts(cell: str) -> tuple[str, ...]:
    """The entries of a cell, which semicolons part."""
    return tuple(one for one in APART.split(cell.strip()) if one)


def _taxon(cell: Mapping[str, str], row: int) -> Taxon:
    names = {language: parts(cell[language]) + parts(cell[f"{language}_plural"]) for language in LANGUAGES}
    return Taxon(
        id=cell["id"],
        scientific_name=cell["scientific_name"],
        rank=Rank(cell["rank"]),
        synonyms=parts(cell["synonyms"]),
        within=tuple(cell["within"].split()),
        names=names,
        group=cell["group"],
        status=Status(cell["appendix"]),
        annotation=cell["annotation"],
        status_date=cell["status_date"],
        grade=cell["grade"],
        source=cell["source"],
        row=row,
    )


def _between(taxa: Taxa) -> Iterable[tuple[int, str, str]]:
    """Faults that show when rows are seen together: row, column, words."""
    ids: dict[str, int] = {}
    names: dict[str, int] = {}
    for one in taxa.rows:
        if one.id in ids:
            yield one.row, "id", f"“{one.id}” stands in row {ids[one.id]} too."
        ids.setdefault(one.id, one.row)
        if one.scientific_name and one.scientific_name in names:
            yield one.row, "scientific_name", f"“{one.scientific_name}” stands in row {names[one.scientific_name]} too."
        names.setdefault(one.scientific_name, one.row)
    for one in taxa.rows:
        for above in one.within:
            if above not in taxa.by_id:
                yield one.row, "within", f"there is no taxon “{above}”."
            elif above == one.id or one.id in taxa.above(above):
                yield one.row, "within", f"“{above}” lies in this taxon itself."
