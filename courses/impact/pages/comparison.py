"""The differences between a list and the courses, page by page, and as a file."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from courses.impact import labels, queries, services
from courses.impact.models import KeptAppendices
from courses.impact.rules.comparing import Comparison, Touched
from courses.impact.rules.listings import DifferenceKind
from courses.impact.rules.taxa import Taxon
from lms.i18n import language
from lms.i18n import lazy as _l
from lms.paging import page_of
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind

SIZE = 20  # differences, or lists, on a page
LIST_COLUMNS = (
    OutputColumn("valid_on", _l("Day of the list"), OutputKind.DATE),
    OutputColumn("file", _l("File")),
    OutputColumn("rows", _l("Rows"), OutputKind.WHOLE),
    OutputColumn("by", _l("Loaded by")),
    OutputColumn("at", _l("Loaded"), OutputKind.MOMENT),
    OutputColumn("digest", _l("SHA-256 of the file")),
)
COLUMNS = (
    OutputColumn("difference", _l("Difference")),
    OutputColumn("taxon", _l("Scientific name")),
    OutputColumn("called", _l("Name")),
    OutputColumn("courses_say", _l("Courses say")),
    OutputColumn("list_says", _l("List says")),
    OutputColumn("listed_as", _l("Listed as")),
    OutputColumn("note", _l("Note in the list")),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("of", _l("In")),
    OutputColumn("language", _l("Language")),
    OutputColumn("file", _l("File")),
    OutputColumn("line", _l("Line"), OutputKind.WHOLE),
    OutputColumn("sentence", _l("Sentence")),
)


@dataclass(frozen=True)
class KeptLine:
    """A list that was loaded, and by whom."""

    row: KeptAppendices
    by: str


@dataclass(frozen=True)
class KeptPage:
    """Some of the lists that were loaded."""

    lines: Sequence[KeptLine]
    number: int
    pages: int


def kept_page(session: Session, number: int) -> KeptPage:
    """The lists page by page; three queries."""
    number, pages = page_of(queries.kept_count(session), number, SIZE)
    rows = queries.kept_appendices(session, first=(number - 1) * SIZE, most=SIZE)
    return KeptPage(_kept_lines(session, rows), number, pages)


def kept_lines(session: Session) -> list[KeptLine]:
    """Every list that was loaded; two queries."""
    return _kept_lines(session, queries.kept_appendices(session))


def _kept_lines(session: Session, rows: Sequence[KeptAppendices]) -> list[KeptLine]:
    names = people_named(session, {one.by_id for one in rows})
    return [KeptLine(one, names.get(one.by_id, "")) for one in rows]


def kept_rows(lines: Sequence[KeptLine]) -> Iterator[tuple[Any, ...]]:
    """The lists as they are exported."""
    for line in lines:
        one = line.row
        yield one.valid_on, one.file_name, one.rows, line.by, one.at, one.digest


@dataclass(frozen=True)
class DifferenceLine:
    """A difference as it is shown."""

    touched: Touched
    taxon: Taxon
    called: str  # in the language of the reader; empty: it has the scientific name alone
    label: Any
    tone: str


@dataclass(frozen=True)
class ComparisonPage:
    """Some differences of a list, how many there are of each kind, and the list before it."""

    kept: KeptAppendices
    before: KeptAppendices | None
    by: str
    lines: Sequence[DifferenceLine]
    counts: Mapping[DifferenceKind, int]
    in_law: int
    taxa: int
    number: int
    pages: int


def comparison_page(session: Session, kept: KeptAppendices, kind: str, number: int) -> ComparisonPage:
    """The differences of one kind, or all of them."""
    found = services.comparison_of(session, kept)
    wanted = _of_kind(found, kind)
    number, pages = page_of(len(wanted), number, SIZE)
    counted = Counter(one.difference.kind for one in found.touched)
    shown = wanted[(number - 1) * SIZE : number * SIZE]
    return ComparisonPage(
        kept,
        queries.kept_before(session, kept),
        people_named(session, {kept.by_id}).get(kept.by_id, ""),
        [_line(one) for one in shown],
        {one: counted[one] for one in DifferenceKind if counted[one]},
        found.in_law,
        found.taxa,
        number,
        pages,
    )


def _of_kind(found: Comparison, kind: str) -> list[Touched]:
    return [one for one in found.touched if not kind or one.difference.kind == kind]


def _line(touched: Touched) -> DifferenceLine:
    taxon = services.known_taxa().by_id[touched.difference.taxon]
    names = taxon.names.get(language()) or taxon.names.get("en") or ("",)
    label, tone = labels.DIFFERENCES[touched.difference.kind]
    return DifferenceLine(touched, taxon, names[0], label, tone)


def comparison_rows(session: Session, kept: KeptAppendices, kind: str) -> Iterator[tuple[Any, ...]]:
    """A row for each place of each difference; one row for a difference without a place."""
    for touched in _of_kind(services.comparison_of(session, kept), kind):
        line, one = _line(touched), touched.difference
        said = (line.label, line.taxon.called, line.called, one.ours, one.theirs, one.listed_as, one.note)
        for place in touched.places:
            where = (labels.KINDS[place.kind], place.of, place.language, place.file, place.line, place.sentence)
            yield (*said, *where)
        if not touched.places:
            yield (*said, "", "", "", "", None, "")
