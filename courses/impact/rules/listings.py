"""The official list as entries, and what of it differs from what the courses say of their taxa."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from courses.impact.rules.taxa import SPP, Rank, Status, Taxa, Taxon
from courses.impact.rules.words import words_of

LISTED = ("I", "II", "III")
APPENDIX = re.compile(r"(?<![A-Za-z])(III|II|I|NC)(?![A-Za-z])")
SYMBOL = re.compile(r"#\s?(\d{1,2})")
HIGHER = ("genus", "family", "order", "class")


@dataclass(frozen=True)
class ListedTaxon:
    """A taxon in the official list."""

    name: str
    rank: str = ""
    appendices: frozenset[str] = frozenset()  # of I, II, III; several for a split listing
    left: bool = False  # the list names it as one that is not, or no longer, in the Appendices
    symbols: frozenset[str] = frozenset()  # annotations such as #15
    note: str = ""
    parties: tuple[str, ...] = ()  # for whom Appendix III counts
    reserved: bool = False  # some Party has a reservation
    higher: Mapping[str, str] = field(default_factory=dict)  # names of its genus, family, order and class
    row: int = 0

    @property
    def said(self) -> str:
        """Its Appendices and annotations as people read them."""
        listed = "/".join(one for one in LISTED if one in self.appendices) or "none"
        words = [listed, *sorted(self.symbols)]
        if self.parties:
            words.append(f"({', '.join(self.parties)})")
        return " ".join(words)


class DifferenceKind(StrEnum):
    """In what the list and the courses differ."""

    APPENDIX = "appendix"
    ANNOTATION = "annotation"
    LEFT = "left"  # it left the Appendices
    NEW = "new"  # it is listed now
    NOT_FOUND = "not-found"
    HIGHER = "higher"  # no difference in law: the list names a taxon that includes it


@dataclass(frozen=True)
class LawDifference:
    """What the courses say of a taxon, and what the list says."""

    kind: DifferenceKind
    taxon: str  # id
    ours: str
    theirs: str
    listed_as: str = ""  # the name in the list
    note: str = ""


def appendices_in(text: str) -> tuple[frozenset[str], bool]:
    """The Appendices that a cell such as `I/II`, `III (r)` or `NC` names, and whether it says “not listed”."""
    found = frozenset(APPENDIX.findall(text))
    return found - {"NC"}, "NC" in found


def compared_name(name: str) -> str:
    """A scientific name as names are compared: without `spp.`, case and accents."""
    return " ".join(word.folded for word in words_of(SPP.sub("", name.strip())))


@dataclass(frozen=True)
class OfficialList:
    """All entries of a file, to be looked up by name."""

    entries: Sequence[ListedTaxon]

    @cached_property
    def by_name(self) -> dict[str, list[ListedTaxon]]:
        """The entries of each name; several where populations or Parties have rows of their own."""
        found: dict[str, list[ListedTaxon]] = {}
        for one in self.entries:
            found.setdefault(compared_name(one.name), []).append(one)
        return found

    @cached_property
    def members(self) -> dict[str, list[ListedTaxon]]:
        """The entries that lie in each genus, family, order or class."""
        found: dict[str, list[ListedTaxon]] = {}
        for one in self.entries:
            own = compared_name(one.name)
            for name in {compared_name(above) for above in one.higher.values() if above} - {own}:
                found.setdefault(name, []).append(one)
        return found

    def entry(self, names: Iterable[str]) -> ListedTaxon | None:
        """What the list says of a taxon of these names: its rows as one."""
        return _together([one for name in names for one in self.by_name.get(compared_name(name), ())])

    def below(self, names: Iterable[str]) -> ListedTaxon | None:
        """What the list says of all members of a genus or a higher taxon, as one."""
        return _together([one for name in names for one in self.members.get(compared_name(name), ())])

    def above(self, taxon: Taxon, including: Iterable[Taxon]) -> ListedTaxon | None:
        """The entry of the nearest taxon that includes this one: genus first, then by the columns of the file."""
        genera = [name.split()[0] for name in taxon.scientific_names if " " in name]
        near = [*genera, *(name for one in including for name in one.scientific_names)]
        known = self.below(genera)
        if known:
            near += [known.higher.get(rank, "") for rank in HIGHER]
        found = (self.entry([name]) for name in near if name)
        return next((one for one in found if one is not None and one.appendices), None)


def _together(rows: Sequence[ListedTaxon]) -> ListedTaxon | None:
    """Several rows of one name as one: a split listing, or Parties of Appendix III."""
    if not rows:
        return None
    first = rows[0]
    return ListedTaxon(
        first.name,
        first.rank,
        frozenset().union(*(one.appendices for one in rows)),
        all(one.left and not one.appendices for one in rows),
        frozenset().union(*(one.symbols for one in rows)),
        " ".join(dict.fromkeys(one.note for one in rows if one.note)),
        tuple(dict.fromkeys(party for one in rows for party in one.parties)),
        any(one.reserved for one in rows),
        first.higher,
        first.row,
    )


def differences(
    taxa: Taxa, named: Collection[str], listed: OfficialList, before: OfficialList | None = None
) -> list[LawDifference]:
    """Everything in which the list differs from what is said of these taxa; `before` is the list that was kept last."""
    found = [one for taxon in taxa.rows if taxon.id in named for one in _of_taxon(taxon, taxa, listed, before)]
    return [*found, *_newly_listed(taxa, named, listed, before)]


def _of_taxon(taxon: Taxon, taxa: Taxa, listed: OfficialList, before: OfficialList | None) -> Iterator[LawDifference]:
    names = taxon.scientific_names
    if not names or taxon.rank is Rank.WIDE:
        return
    own = listed.entry(names)
    members = listed.below(names) if taxon.rank not in (Rank.SPECIES, Rank.SUBSPECIES) else None
    theirs = _together([one for one in (own, members) if one is not None])
    if theirs is None or not (theirs.appendices or theirs.left):
        higher = listed.above(taxon, [taxa.by_id[one] for one in sorted(taxa.above(taxon.id))])
        yield from _under_higher(taxon, higher) if higher else _missing(taxon, names, before)
    elif not theirs.appendices:
        if taxon.status not in (Status.NOT_LISTED, Status.UNKNOWN):
            yield LawDifference(DifferenceKind.LEFT, taxon.id, _ours(taxon), "none", theirs.name, theirs.note)
    else:
        yield from _listing(taxon, theirs, own or theirs)


def _listing(taxon: Taxon, theirs: ListedTaxon, own: ListedTaxon) -> Iterator[LawDifference]:
    """What differs where the list names the taxon, or its members."""
    told = (taxon.id, _ours(taxon), theirs.said, theirs.name, theirs.note)
    if taxon.status is Status.NOT_LISTED:
        yield LawDifference(DifferenceKind.NEW, *told)
    elif taxon.status is not Status.UNKNOWN and _appendices(taxon) != theirs.appendices:
        yield LawDifference(DifferenceKind.APPENDIX, *told)
    if taxon.annotation.startswith("#") and own.symbols != {taxon.annotation}:
        yield LawDifference(DifferenceKind.ANNOTATION, taxon.id, _ours(taxon), own.said, own.name, own.note)


def _under_higher(taxon: Taxon, higher: ListedTaxon) -> Iterator[LawDifference]:
    told = (taxon.id, _ours(taxon), higher.said, higher.name, higher.note)
    yield LawDifference(DifferenceKind.HIGHER, *told)
    if taxon.status not in (Status.UNKNOWN, Status.NOT_LISTED) and not _appendices(taxon) & higher.appendices:
        yield LawDifference(DifferenceKind.APPENDIX, *told)


def _missing(taxon: Taxon, names: Sequence[str], before: OfficialList | None) -> Iterator[LawDifference]:
    """A taxon of which the list says nothing: it left the Appendices where the list before had it."""
    if taxon.status in (Status.NOT_LISTED, Status.UNKNOWN):
        return
    earlier = before.entry(names) if before else None
    had = earlier is not None and bool(earlier.appendices)
    kind = DifferenceKind.LEFT if had else DifferenceKind.NOT_FOUND
    yield LawDifference(kind, taxon.id, _ours(taxon), "none", earlier.name if earlier and had else "")


def _newly_listed(
    taxa: Taxa, named: Collection[str], listed: OfficialList, before: OfficialList | None
) -> Iterator[LawDifference]:
    """Entries that the list before did not have, in a genus or family that the courses name."""
    if before is None:
        return
    known = {compared_name(name) for taxon in taxa.rows for name in taxon.scientific_names}
    of_name = {
        compared_name(name): taxon for taxon in taxa.rows if taxon.id in named for name in taxon.scientific_names
    }
    for name, rows in listed.by_name.items():
        entry = _together(rows)
        if name in known or name in before.by_name or entry is None or not entry.appendices:
            continue
        above = (of_name.get(compared_name(entry.higher.get(rank, ""))) for rank in HIGHER)
        taxon = next((one for one in above if one is not None), None)
        if taxon is not None:
            yield LawDifference(DifferenceKind.NEW, taxon.id, "none", entry.said, entry.name, entry.note)


def _appendices(taxon: Taxon) -> frozenset[str]:
    return appendices_in(taxon.status)[0]


def _ours(taxon: Taxon) -> str:
    return " ".join(filter(None, (taxon.status or "none", taxon.annotation)))
