"""An official list compared with what the courses say: each way of differing, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.impact.official_lists.appendices_file import read_appendices
from courses.impact.rules.listings import (
    LISTED,
    DifferenceKind,
    LawDifference,
    ListedTaxon,
    OfficialList,
    appendices_in,
    differences,
)
from courses.impact.rules.taxa import Rank, Status, Taxa, Taxon
from tests.builders.appendices import as_csv, row

TIGER = Taxon("tiger", "Panthera tigris", Rank.SPECIES, status=Status.ONE)
LION = Taxon("lion", "Panthera leo", Rank.SPECIES, status=Status.SPLIT)
ROSEWOOD = Taxon("rosewood", "Dalbergia spp.", Rank.GENUS, status=Status.TWO, annotation="#15")
SIAMESE = Taxon("siamese", "Dalbergia cochinchinensis", Rank.SPECIES, within=("rosewood",), status=Status.TWO)
WARTHOG = Taxon("warthog", "Phacochoerus africanus", Rank.SPECIES, status=Status.NOT_LISTED)
CONCH = Taxon("conch", "Strombus gigas", Rank.SPECIES, synonyms=("Aliger gigas",), status=Status.TWO)
RAYS = Taxon("rays", "Mobulidae spp.", Rank.FAMILY, status=Status.ONE)
WALRUS = Taxon("walrus", "Odobenus rosmarus", Rank.SPECIES, status=Status.THREE)
GROUP = Taxon("group", "", Rank.GROUP, names={"en": ("big cat",)}, status=Status.SPLIT)
TAXA = Taxa((TIGER, LION, ROSEWOOD, SIAMESE, WARTHOG, CONCH, RAYS, WALRUS, GROUP))


def listed(*rows: dict[str, str]) -> OfficialList:
    return read_appendices(as_csv(*rows, row("Zzz zzz", "II")).encode()).listed


def found(taxon: str, *rows: dict[str, str], before: OfficialList | None = None) -> list[LawDifference]:
    return differences(TAXA, {taxon}, listed(*rows), before)


def kinds(taxon: str, *rows: dict[str, str], before: OfficialList | None = None) -> list[DifferenceKind]:
    return [one.kind for one in found(taxon, *rows, before=before)]


@pytest.mark.parametrize(
    ("taxon", "rows", "expected"),
    [
        ("tiger", [row("Panthera tigris", "I")], []),
        ("tiger", [row("Panthera tigris", "II")], [DifferenceKind.APPENDIX]),
        ("tiger", [row("Panthera tigris", "NC")], [DifferenceKind.LEFT]),
        ("tiger", [], [DifferenceKind.NOT_FOUND]),
        ("tiger", [row("Panthera spp.", "I")], [DifferenceKind.HIGHER]),
        ("tiger", [row("Panthera spp.", "II")], [DifferenceKind.HIGHER, DifferenceKind.APPENDIX]),
        ("lion", [row("Panthera leo", "I/II")], []),
        ("lion", [row("Panthera leo", "I"), row("Panthera leo", "II")], []),
        ("lion", [row("Panthera leo", "II/NC")], [DifferenceKind.APPENDIX]),
        ("rosewood", [row("Dalbergia spp.", "II", **{"#AnnotationSymbol": "#15"})], []),
        ("rosewood", [row("Dalbergia spp.", "II", **{"#AnnotationSymbol": "#4"})], [DifferenceKind.ANNOTATION]),
        ("rosewood", [row("Dalbergia spp.", "II", **{"#AnnotationSymbol": "#15"}), row("Dalbergia nigra", "I")],
         [DifferenceKind.APPENDIX]),
        ("warthog", [], []),
        ("warthog", [row("Phacochoerus africanus", "III")], [DifferenceKind.NEW]),
        ("warthog", [row("Phacochoerus africanus", "NC")], []),
        ("conch", [row("Aliger gigas", "II")], []),
        ("rays", [row("Mobula birostris", "I", Family="Mobulidae")], []),
        ("rays", [row("Mobula birostris", "II", Family="Mobulidae")], [DifferenceKind.APPENDIX]),
        ("walrus", [row("Odobenus rosmarus", "III (r)", Party="CA")], []),
        ("group", [], []),
    ],
)  # fmt: skip
def test_each_way_of_differing(taxon, rows, expected):
    assert kinds(taxon, *rows) == expected


def test_a_taxon_that_the_list_before_had_left_the_appendices():
    before = listed(row("Panthera tigris", "I"))
    (left,) = found("tiger", before=before)
    assert (left.kind, left.ours, left.theirs, left.listed_as) == (DifferenceKind.LEFT, "I", "none", "Panthera tigris")


def test_what_is_new_in_a_genus_that_the_courses_name_is_told_by_that_genus():
    rows = row("Dalbergia spp.", "II", **{"#AnnotationSymbol": "#15"})
    new = row("Dalbergia inventa", "II", **{"#AnnotationSymbol": "#4"})
    (one,) = found("rosewood", rows, new, before=listed(rows))
    assert (one.kind, one.taxon, one.listed_as, one.theirs) == (
        DifferenceKind.NEW,
        "rosewood",
        "Dalbergia inventa",
        "II #4",
    )


def test_a_name_that_was_listed_before_or_lies_elsewhere_is_not_new():
    both = (row("Dalbergia spp.", "II", **{"#AnnotationSymbol": "#15"}), row("Dalbergia vetus", "II"))
    assert kinds("rosewood", *both, before=listed(*both)) == []
    assert kinds("rosewood", *both, row("Other inventa", "I"), before=listed(*both)) == []


def test_a_family_above_is_found_by_the_columns_of_the_file():
    rows = [row("Panthera onca", "", Family="Felidae"), {**row("Felidae", "II"), "RankName": "FAMILY", "Genus": ""}]
    assert [(one.kind, one.listed_as) for one in found("tiger", *rows)] == [
        (DifferenceKind.HIGHER, "Felidae"),
        (DifferenceKind.APPENDIX, "Felidae"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I", "I"),
        ("I/II", "I II"),
        ("III (r)", "III"),
        ("I, II and III", "I II III"),
        ("NC", ""),
        ("", ""),
        ("VIII", ""),
    ],
)
def test_the_appendices_of_a_cell(text, expected):
    assert appendices_in(text) == (frozenset(expected.split()), text == "NC")


@given(st.sets(st.sampled_from(LISTED), min_size=1))
def test_a_taxon_that_the_list_says_as_the_courses_do_never_differs(appendices):
    status = {frozenset({"I", "II"}): Status.SPLIT}.get(frozenset(appendices))
    status = status or (Status(next(iter(appendices))) if len(appendices) == 1 else None)
    if status is not None:
        taxa = Taxa((Taxon("a", "Aaa bbb", Rank.SPECIES, status=status),))
        listing = OfficialList((ListedTaxon("Aaa bbb", appendices=frozenset(appendices)),))
        assert differences(taxa, {"a"}, listing) == []
