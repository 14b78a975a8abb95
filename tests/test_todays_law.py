"""The law that the shipped courses teach: of today, dated, owned, and with its conditions."""

import re
from functools import cache

import pytest

from assessments.items.content.bundle import Surroundings, read_items
from assessments.items.item import AuthoredItem, Use
from courses.demo import CONTENT, MORE, SHIPPED
from tests.builders.folders import files_of

LEGAL = "legal-instruments"
RISK = "risk-management"
RENEWED = (SHIPPED.name, *MORE)  # courses whose law was read again after CoP20, in force since 5 March 2026
OLD_LAW = re.compile(r"November 2025|2025-11|\bas (?:read in|of) 2025|40,900", re.IGNORECASE)
WITHDRAWN = re.compile(
    r"microchips in some plants|encyclopedia|moneylaundering\.com|AfricaTourVisa|World Times|56ok", re.I
)
WEAK = re.compile(r"Ray Todd|\bDCN\b|RBI Notes|CrackIT|Mongabay|trade press|72 to 90%|Madrid", re.I)
APPENDIX = re.compile(r"\bAppendix (?:I|II|III)\b")
TAXA = re.compile(r"\b(?:pangolins?|python|lions?|leopard|hawksbill|bubinga|conch|whitetip)\b", re.I)
HOW_IT_TRAVELS = re.compile(r"\b(?:wears|carry|carries|parcel)\b")
COUNTRY = re.compile(r"^\*\*([A-Z][\w ]+)\*\*\n\n(.*)$", re.MULTILINE)
NOTE = re.compile(r"\*Text of [\w ]*\d{4}\. Owner: [\w ]+\. Next check: \d{1,2} [A-Z][a-z]+ 20\d\d\.\*")

MENDED = [
    (LEGAL, "codes-and-marks", "Ask for a reader for a tortoise, parrot, falcon, arowana or big cat"),
    (
        LEGAL,
        "codes-and-marks",
        "| #10 | Pernambuco; a bow is free only if it moves without trade and keeps its owner[^CP7][^CP13] |",
    ),
    (LEGAL, "three-appendices", "CoP20, met in Samarkand. Its changes are in force **since 5 March 2026**"),
    (LEGAL, "what-cites-asks", "More than 40,000 species"),
    (LEGAL, "exemptions", "They were acquired lawfully."),
    (LEGAL, "exemptions", "worn, carried or in [[personal baggage]], or they are part of a [[household move]]"),
    (LEGAL, "exemptions", "a parcel is **never** a personal effect"),
    (LEGAL, "exemptions", "They are for dead specimens"),
    (LEGAL, "exemptions", "In her bag lie three queen conch shells"),
    (LEGAL, "exemptions", "**The same shells by post.**"),
    (LEGAL, "reading-a-permit", "a print of an [[electronic permit]] is not a photocopy"),
    (LEGAL, "reading-a-permit", "Open the record on the issuing authority's **own** site"),
    (LEGAL, "from-case-to-court", "due on **31 October**"),
    (LEGAL, "from-case-to-court", "**within 90 days**"),
    (RISK, "flags-goods-and-routes", "## Offers, post and express"),
    (RISK, "flags-goods-and-routes", "manta and devil rays are now in Appendix I.[^CP1]"),
    (RISK, "flags-goods-and-routes", "a parcel is never a personal effect under CITES.[^RW18:definition]"),
    (RISK, "cases-that-teach", "One report says: eighteen rhino horns"),
    (LEGAL, "three-appendices", "For this species it then counts as a State outside CITES"),
    (LEGAL, "exemptions", "Exchange between scientists, never live animals"),
    (LEGAL, "electronic-permits", "It proves nothing until the page behind it is the authority's own"),
    (LEGAL, "two-reports", "It is due on **31 October** of the next year"),
    (LEGAL, "two-reports", "Parties are asked to send each one **within 90 days**"),
]


def told(name: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Where a pattern stands in the lessons, questions with their feedback, sources and drawings of a course."""
    files = [path for path in sorted((CONTENT / name).rglob("*")) if path.suffix in {".md", ".yaml", ".svg"}]
    assert files
    return [(path.name, hit.group()) for path in files for hit in pattern.finditer(path.read_text())]


@cache
def items() -> list[AuthoredItem]:
    """Every item of the course on legal instruments."""
    return read_items(files_of(CONTENT / LEGAL), Surroundings({}))[0]


def asked() -> list[AuthoredItem]:
    """Those that a paper may ask: of quizzes and of the exam."""
    return [item for item in items() if item.use is not Use.PRACTICE]


@pytest.mark.parametrize("name", RENEWED)
def test_nothing_names_a_day_before_cop20_as_the_day_of_its_law(name):
    assert told(name, OLD_LAW) == []


@pytest.mark.parametrize("name", MORE)
def test_no_withdrawn_source_and_no_mended_mistake_comes_back(name):
    assert told(name, WITHDRAWN) == []


def test_the_course_on_risk_rests_on_no_blog_digest_or_newspaper_alone():
    assert told(RISK, WEAK) == []


@pytest.mark.parametrize(("name", "slug", "words"), MENDED)
def test_each_place_that_was_mended_says_what_is_right(name, slug, words):
    assert words in (CONTENT / name / "lessons" / f"{slug}.md").read_text()


def test_every_question_of_a_paper_that_names_an_appendix_is_dated():
    """The lists change with each conference: whoever keeps the course reads these again before that day."""
    named = [one for one in asked() if any(map(APPENDIX.search, (*one.texts, *one.plain_texts)))]
    assert len(named) > 20
    assert [item.id for item in named if item.until is None] == []


def test_a_question_on_the_appendix_of_a_species_says_by_which_list_its_key_is_right():
    rest_on = [one for one in asked() if TAXA.search(one.stem) and APPENDIX.search(one.stem)]
    assert len(rest_on) >= 8
    assert [item.id for item in rest_on if "since 5 March 2026" not in item.explain] == []


def test_each_country_has_a_date_an_owner_and_a_next_check():
    """A pointer to national law ages: it says of when it is, who keeps it and when it is read again."""
    blocks = COUNTRY.findall((CONTENT / LEGAL / "lessons" / "your-national-law.md").read_text())
    assert len(blocks) == 9
    assert [country for country, line in blocks if not NOTE.fullmatch(line)] == []


def test_each_point_on_a_country_names_where_it_comes_from():
    """A pointer to national law without its source cannot be read again."""
    text = (CONTENT / LEGAL / "lessons" / "your-national-law.md").read_text()
    nine = text[text.index("**Angola**") : text.index("## Two lessons")]
    points = [line for line in nine.splitlines() if line.startswith("- ")]
    assert len(points) > 20
    assert [line for line in points if not line.endswith("]") or "[^" not in line] == []


def test_what_a_single_report_says_of_a_country_is_told_as_reported():
    text = (CONTENT / LEGAL / "lessons" / "your-national-law.md").read_text()
    single = ("[^LS32]", "[^LS34]", "[^LS35]", "[^LS42]", "[^LS54]")
    lines = [line for line in text.splitlines() if line.startswith("- ") and any(code in line for code in single)]
    assert len(lines) >= len(single)
    assert [line for line in lines if "report" not in line.lower()] == []


def test_a_question_on_an_electronic_permit_may_end_in_lawful_release():
    """Who is taught to hold everything holds everything: a record that agrees is a reason to release."""
    electronic = [one for one in asked() if one.lesson == "electronic-permits"]
    rights = {one.id: [o.text for o in getattr(one.definition, "options", ()) if o.right] for one in electronic}
    released = [one.id for one in electronic if any("Release" in text for text in (*rights[one.id], one.explain))]
    assert len(released) >= 2


def test_a_question_on_the_limits_of_personal_effects_says_how_the_goods_travel():
    """A limit helps only what is worn, carried, in personal baggage or moved with the home, never a parcel."""
    on_limits = [one for one in items() if one.topic == "exemptions" and "13.7" in one.stem]
    assert len(on_limits) >= 6
    assert [item.id for item in on_limits if not any(map(HOW_IT_TRAVELS.search, item.texts[:-1]))] == []


def test_a_parcel_is_asked_about_where_it_counts():
    parcels = [one for one in asked() if one.topic == "exemptions" and "parcel" in one.stem.lower()]
    assert [item.use for item in parcels] == [Use.EXAM]
