"""Which taxa a text names: any of their names, however it is written, and no other taxon's."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.impact.rules.naming import Naming
from courses.impact.rules.places import Passage, PassageKind, Through, all_named, places_of, sentence_at
from courses.impact.rules.taxa import LANGUAGES, Rank, Taxa, Taxon
from courses.impact.taxa_file import read_taxa_file
from tests.builders.examples import some_and_many

pytestmark = pytest.mark.once  # files are read


@cache
def taxa() -> Taxa:
    return read_taxa_file().taxa


@cache
def naming(language: str) -> Naming:
    return Naming(taxa(), language)


def named_ones() -> list[tuple[str, str, str]]:
    return [
        (taxon.id, language, name)
        for taxon in taxa().rows
        if taxon.rank is not Rank.WIDE
        for language in LANGUAGES
        for name in taxon.names.get(language, ())
    ]


def scientific_ones() -> list[Taxon]:
    return [one for one in taxa().rows if " " in one.scientific_name and "spp" not in one.scientific_name]


EVERY = st.deferred(lambda: st.sampled_from(taxa().rows))
NAMED = st.deferred(lambda: st.sampled_from(named_ones()))
SCIENTIFIC = st.deferred(lambda: st.sampled_from(scientific_ones()))


def called(text: str, language: str = "en") -> set[str]:
    """What this text names, by scientific name or else by the first English one."""
    return {taxa().by_id[one].called for mention in naming(language).mentions(text) for one in mention.taxa}


def passage(text: str, language: str = "en") -> Passage:
    return Passage(PassageKind.LESSON, "a", language, "a.md", text, ((0, 1),))


def through(text: str, word: str, language: str = "en") -> list[Through]:
    """In which ways this text names a taxon."""
    ids = [one.id for one in taxa().named(word)]
    return [one.through for one in places_of(all_named([passage(text, language)], taxa()), taxa(), ids)]


@given(NAMED, st.sampled_from([str, str.upper, str.capitalize]), st.booleans(), st.booleans())
def test_every_name_is_found_in_any_case_with_accents_apart_or_gone_and_with_or_without_hyphens(
    one, cased, plain, spaced
):
    taxon, language, name = one
    written = unicodedata.normalize("NFD", cased(name))
    if plain:
        written = "".join(sign for sign in written if not unicodedata.combining(sign))
    if spaced:
        written = written.replace("-", " ")
    text = f"You see {written}, and stop."
    assert any(taxon in mention.taxa for mention in naming(language).mentions(text)), text


@given(SCIENTIFIC)
def test_a_scientific_name_is_found_whole_and_with_its_genus_as_one_letter(taxon):
    genus, rest = taxon.scientific_name.split(maxsplit=1)
    for text in (f"the *{genus} {rest}*", f"({genus[0]}. {rest})"):
        assert any(taxon.id in mention.taxa for mention in naming("fr").mentions(text)), text


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_what_is_found_stands_in_it(text):
    for mention in naming("en").mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A snow leopard skin", {"Panthera uncia"}),
        ("clouded leopards and a leopard tortoise", {"Neofelis spp.", "Stigmochelys pardalis"}),
        ("Hammer-head fins", {"Sphyrnidae spp."}),
        ("an X-ray shows rays", set()),
        ("Pan is a genus; a pan is not", {"Pan spp."}),
        ("d. nigra", set()),
        ("D. nigra", {"Dalbergia nigra"}),
        ("African rosewood", {"Pterocarpus erinaceus"}),
        ("wolves", {"Canis lupus"}),
    ],
)
def test_the_longest_name_counts_and_a_word_of_the_language_is_no_genus(text, names):
    assert called(text) == names


def test_a_wide_group_is_named_by_all_of_it_alone():
    assert called("Birds in a crate") == set()
    assert called("All birds, and all of the reptiles") == {"Aves", "Reptilia"}
    assert called("tous les oiseaux", "fr") == {"Aves"}


def test_what_is_said_of_a_group_is_said_of_each_member_and_of_no_other():
    assert through("All pangolins are in Appendix I.", "Manis javanica") == [Through.GROUP]
    assert through("White-bellied pangolin scales.", "Manis javanica") == []
    assert through("All *Dalbergia* need a permit.", "D. cochinchinensis") == [Through.GROUP]
    assert through("Dalbergia nigra is in Appendix I.", "D. cochinchinensis") == []
    assert through("Siamese rosewood", "Dalbergia") == [Through.MEMBER]


def test_a_word_of_another_language_is_not_looked_for():
    assert through("Les ours bruns", "bear", "fr") == [Through.ITSELF]
    assert through("The bags are ours.", "bear", "en") == []


@given(st.lists(EVERY.map(lambda one: one.id), min_size=1, max_size=3))
def test_above_and_below_are_two_sides_of_one_relation(ids):
    for one in ids:
        assert all(one in taxa().below(above) for above in taxa().above(one))
        assert all(one in taxa().above(below) for below in taxa().below(one))
        assert one not in taxa().above(one)


@some_and_many(25)
def test_whoever_types_a_name_means_its_taxon(examples):
    @settings(max_examples=examples)
    @given(NAMED)
    def meant(one):
        taxon, _language, name = one
        assert taxon in {found.id for found in taxa().named(name.upper())}

    meant()


def test_a_sentence_is_cut_at_its_ends_and_shown_plain():
    text = "One. See the [[Manis|pangolin]] of **e.g.** D. nigra here. Three."
    assert sentence_at(text, text.index("pangolin"), text.index("pangolin") + 8).startswith("See the pangolin of e.g.")


def test_a_circle_of_groups_ends():
    rows = tuple(Taxon(one, "", Rank.GROUP, within=(other,)) for one, other in (("a", "b"), ("b", "a")))
    assert Taxa(rows).above("a") == {"b"}
