"""What is a claim, in English and in French, and what is none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.claims.recognising import (
    ClaimKind,
    claims_in,
    names_an_appendix,
    plain,
    says_that_it_is_reported,
)
from courses.catalogue.claims.text_blocks import text_blocks_of

pytestmark = pytest.mark.once  # texts are read

UNITS = [
    "kg",
    "g",
    "ml",
    "cm",
    "mm",
    "m",
    "%",
    "°",
    "days",
    "months",
    "years",
    "tonnes",
    "litres",
    "jours",
    "mois",
    "ans",
]
CLAIMS = [
    ("All pangolins are in Appendix I.", ClaimKind.APPENDIX),
    ("All are in [[Appendix II]].", ClaimKind.APPENDIX),
    ("Ils sont à l’[[Appendix I|Annexe I]].", ClaimKind.APPENDIX),
    ("Appendices I and II are changed by the meeting.", ClaimKind.APPENDIX),
    ("The whale shark moved from II to I.", ClaimKind.APPENDIX),
    ("Whale shark | I | both papers", ClaimKind.APPENDIX),
    ("Raie | II : appelez", ClaimKind.APPENDIX),
    ("Find the Appendix of this species.", None),
    ("Under Art. III.3 ask for two papers.", None),
    ("World War II ended.", None),
    ("Furniture is covered by #4.", ClaimKind.ANNOTATION),
    ("It is called A11 now.", ClaimKind.ANNOTATION),
    ("See annotation 15.", ClaimKind.ANNOTATION),
    ("See annotation A2.", ClaimKind.ANNOTATION),
    ("Print it on A4 paper.", None),
    ("Look at item 4.", None),
    ("The quota of this year is used up.", ClaimKind.QUOTA),
    ("Le quota est nul.", ClaimKind.QUOTA),
    ("An export permit is valid for six months.", ClaimKind.THRESHOLD),
    ("Pas plus de 125 grammes.", ClaimKind.THRESHOLD),
    ("Angles above 115° point to elephant.", ClaimKind.THRESHOLD),
    ("It weighs 18\u202f500\u00a0kg.", ClaimKind.THRESHOLD),
    ("About 95% is dentine.", ClaimKind.THRESHOLD),
    ("Up to one kilogram.", ClaimKind.THRESHOLD),
    ("There are eight species.", None),
    ("Four live in Africa.", None),
    ("Call on 112 at any time.", None),
    ("One day an officer came.", None),
    ("The list has been in force since 5 March 2026.", ClaimKind.IN_FORCE),
    ("Elle est entrée en vigueur le 1 juillet 1975.", ClaimKind.IN_FORCE),
    ("Ask which list is in force.", None),
    ("Each Party must make its own law.", ClaimKind.DUTY),
    ("The Convention requires an export permit.", ClaimKind.DUTY),
    ("By law, the importer must declare it.", ClaimKind.DUTY),
    ("It must be marked under the Resolution.", ClaimKind.DUTY),
    ("Under Conf. 10.10 States shall mark tusks.", ClaimKind.DUTY),
    ("La loi exige un permis.", ClaimKind.DUTY),
    ("La Partie doit répondre.", ClaimKind.DUTY),
    ("You must hold the goods.", None),
    ("Read your law. You must ask first.", None),
    ("State the weight that you must write.", None),
    ("Law enforcement officers must rest.", None),
]


@pytest.mark.parametrize(("text", "kind"), CLAIMS)
def test_each_kind_is_found_and_nothing_else_is(text, kind):
    assert [found for found, _words in claims_in(text)] == ([kind] if kind else [])


@given(st.integers(0, 99_999), st.sampled_from(UNITS), st.sampled_from(["", " ", "\u00a0", "\u202f"]))
def test_any_number_with_a_unit_is_a_threshold(number, unit, between):
    assert ClaimKind.THRESHOLD in dict(claims_in(f"So {number}{between}{unit}, they say."))


@given(st.integers(0, 99_999), st.sampled_from(["species", "papers", "countries", "boxes", "espèces", "documents"]))
def test_a_plain_count_is_no_claim(number, thing):
    assert list(claims_in(f"There are {number} {thing}.")) == []


@given(st.sampled_from(CLAIMS).map(lambda one: one[0]), st.sampled_from(["[^S1]", "[^S1:Art. VII.3]", "[^K3b:12 kg]"]))
def test_a_reference_makes_no_claim_and_hides_none(text, reference):
    assert [kind for kind, _ in claims_in(text + reference)] == [kind for kind, _ in claims_in(text)]


@given(st.text(st.characters(categories=["Lu", "Ll", "Zs"]), max_size=60))
def test_a_claim_stays_one_whatever_stands_around_it(around):
    found = dict(claims_in(f"{around}. All are in Appendix II. {around}"))
    assert ClaimKind.APPENDIX in found
    assert names_an_appendix(f"{around} Appendix II")


@given(st.text(max_size=300))
def test_any_text_is_judged(text):
    assert len(list(claims_in(text))) <= len(ClaimKind)


@pytest.mark.parametrize("sign", ["1", "1 ", "law ", "1.1,", " ", "[^", "- a\n", "|a\n"])
def test_a_text_that_is_made_to_take_long_takes_no_time(sign):
    text = sign * 15_000
    begun = time.perf_counter()
    assert list(claims_in(text)) == []
    assert text_blocks_of(text) is not None
    assert time.perf_counter() - begun < 10


def test_a_text_is_judged_as_it_is_read():
    assert plain("**#15** [[Scute|plate]] [here](lesson:x) *D. nigra*.[^S1:Art. I]") == "#15 plate here D. nigra."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("As reported, it moved to I. Check the Checklist.", True),
        ("According to a news page it moved. Check the Checklist of CITES Species.", True),
        ("Selon un article, elle a changé. Vérifiez la Checklist.", True),
        ("Selon un article, elle a changé. Vérifiez la Liste des espèces CITES.", True),
        ("Selon un article, elle a changé. Vérifiez la liste.", False),
        ("Check the Checklist.", False),
        ("It is reported.", False),
        ("Elle est rapportée.", False),
    ],
)
def test_reported_means_both_that_it_is_said_and_where_to_look(text, said):
    assert says_that_it_is_reported(text) is said


@pytest.mark.parametrize(
    "text", ["100 " * 20_000, "](" * 20_000, "1,0" * 20_000, "Convention " * 5_000, "must by " * 5_000, "| " * 20_000]
)
def test_a_long_line_is_read_at_once(text):
    before = time.process_time()
    list(claims_in(text))
    assert time.process_time() - before < 5
