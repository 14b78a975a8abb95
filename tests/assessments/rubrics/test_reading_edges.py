"""The limits of a rubric file: what just fits is taken, what is one more is refused, and every line is named."""

from dataclasses import replace
from fractions import Fraction

import pytest
import yaml

from assessments.rubrics.rules.definition import (
    Criterion,
    RubricDefinition,
    RubricLevel,
    definition_as_data,
    definition_digest,
    definition_from_data,
    in_language,
    missing_languages,
    rubric_total,
)
from assessments.rubrics.rules.reading import is_code, read_rubric_text
from tests.builders.rubrics import BENCH


def changed(**values):
    """The small rubric with other values at its top; what is None is left out."""
    data = yaml.safe_load(BENCH) | values
    return yaml.safe_dump({name: value for name, value in data.items() if value is not None}, sort_keys=False)


def with_criterion(**values):
    """The same with other values in its second criterion, which is critical."""
    first, second = yaml.safe_load(BENCH)["criteria"]
    second = {name: value for name, value in (second | values).items() if value is not None}
    return changed(criteria=[first, second])


def faults(text):
    found, problems = read_rubric_text(text, "bench.yaml")
    assert (found is None) == bool(problems)
    assert {one.file for one in problems} <= {"bench.yaml"}
    return [one.message for one in problems]


def titled(*texts):
    return dict(zip(("en", "fr"), texts, strict=False))


def grades(many):
    return [{"code": f"g{number}", "title": titled("Good", "Bien")} for number in range(many)]


def levels(*values):
    return [{"value": value, "title": titled(f"L{value}", f"N{value}")} for value in values]


def criteria_on(*values, many=1):
    return [
        {"code": f"c{n}", "title": titled("One", "Un"), "levels": {value: titled("Seen", "Vu") for value in values}}
        for n in range(many)
    ]


TAKEN = {
    "the highest cut": changed(cut=7),
    "a cut just above nothing": changed(cut=0.01),
    "the heaviest criterion": with_criterion(weight=100),
    "a slug of 64 signs": changed(slug="a" * 64),
    "a code of 40 signs": with_criterion(code="a" * 40),
    "a title of 120 signs": changed(title=titled("x" * 120, "y")),
    "600 signs of what is seen": with_criterion(levels={n: titled("x" * 600, "y") for n in range(3)}),
    "two levels, the highest of which is 100": changed(levels=levels(0, 100), criteria=criteria_on(0, 100), cut=1),
    "ten levels": changed(levels=levels(*range(10)), criteria=criteria_on(*range(10)), cut=1),
    "thirty criteria": changed(criteria=criteria_on(0, 1, 2, many=30), cut=1),
    "two grades": changed(grades=grades(2)),
    "ten grades": changed(grades=grades(10)),
    "no error of measurement": changed(sem=None),
    "a language with a country": changed(
        title={"pt-BR": "Banca"}, levels=[{"value": n, "title": {"pt-BR": "N"}} for n in range(2)],
        criteria=[{"code": "a", "title": {"pt-BR": "A"}, "levels": {n: {"pt-BR": "V"} for n in range(2)}}], cut=1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_what_just_fits_is_taken(text):
    assert faults(text) == []


REFUSED = {
    "no cut": (changed(cut=0), "“cut” must lie above 0 and at most at 7"),
    "a cut below nothing": (changed(cut=-1), "“cut” must be a number that is not below 0"),
    "a cut that nobody reaches": (changed(cut=7.01), "“cut” must lie above 0 and at most at 7"),
    "a cut that is no number": (changed(cut=True), "“cut” must be a number"),
    "a weight too heavy": (with_criterion(weight=100.5), "“weight” must lie above 0 and at most at 100"),
    "a slug too long": (changed(slug="a" * 65), "“slug” must be small letters, figures and hyphens, at most 64"),
    "a slug that is an address": (changed(slug="load"), "“load” cannot be a slug"),
    "another address": (changed(slug="export"), "“export” cannot be a slug"),
    "a code too long": (with_criterion(code="a" * 41), "“code” must be small letters, figures and hyphens, at most 40"),
    "a code that is a number": (with_criterion(code=7), "“code” must be small letters"),
    "a title too long": (changed(title=titled("x" * 121, "y")), "This text has 121 characters. At most 120 are taken."),
    "words too long": (
        with_criterion(levels={n: titled("x" * 601, "y") for n in range(3)}),
        "This text has 601 characters. At most 600 are taken.",
    ),
    "one level": (changed(levels=levels(1), criteria=criteria_on(1), cut=1), "“levels” needs at least two levels."),
    "a level beyond 100": (changed(levels=levels(0, 101)), "“value” must be one of these levels: from 0 to 100."),
    "a level below nothing": (changed(levels=levels(-1, 1)), "“value” must be one of these levels: from 0 to 100."),
    "a level that is no number": (changed(levels=levels(0, True)), "“value” must be one of these levels"),
    "levels in disorder": (changed(levels=levels(1, 0, 2)), "“levels” must go from the lowest value to the highest."),
    "a level twice": (changed(levels=levels(0, 1, 1, 2)), "“1” stands twice; the first is in line"),
    "eleven levels": (changed(levels=levels(*range(11))), "“levels” has 11 entries. At most 10 are taken."),
    "31 criteria": (changed(criteria=criteria_on(0, 1, 2, many=31)), "“criteria” has 31 entries. At most 30"),
    "no criteria": (changed(criteria=[]), "“criteria” must be a list"),
    "criteria that are no list": (changed(criteria="names"), "“criteria” must be a list"),
    "a criterion that is a word": (changed(criteria=["names"]), "An entry of “criteria” has names and values."),
    "one grade": (changed(grades=grades(1)), "“grades” needs at least two grades."),
    "eleven grades": (changed(grades=grades(11)), "“grades” has 11 entries. At most 10 are taken."),
    "a strange part of a grade": (
        changed(grades=[one | {"points": 3} for one in grades(2)]), "“points” is not known here",
    ),
    "a strange part of a level": (
        changed(levels=[one | {"points": 3} for one in levels(0, 1, 2)]), "“points” is not known here",
    ),
    "a strange part at the top": (changed(author="me"), "“author” is not known here"),
    "a level that passes without being critical": (
        with_criterion(critical=False), "“pass_level” counts for critical criteria alone",
    ),
    "a reason up to no level": (with_criterion(reason_up_to=9), "“reason_up_to” must be one of these levels: 0, 1, 2."),
    "a criterion without levels": (with_criterion(levels=None), "“levels” of a criterion says for each level"),
    "a level that the rubric has not": (
        with_criterion(levels={n: titled("Seen", "Vu") for n in range(4)}), "There is no level “3”. There are: 0, 1, 2",
    ),
    "no title": (changed(title=None), "“title” must be a text in each language"),
    "a title without languages": (changed(title="Bench"), "“title” must be a text in each language"),
    "a language that is none": (changed(title={"en": "Bench", "fr": "Banc", "x": "?"}), "“x” is no language"),
    "a language of another rubric": (
        with_criterion(title=titled("One", "Un") | {"lo": "Neung"}), "is not written in “lo”: add it there.",
    ),
    "an empty text": (with_criterion(title=titled(" ", "Un")), "The text in “en” is empty"),
    "a text that is a number": (with_criterion(title=titled(7, "Un")), "The text in “en” is empty, or no text"),
    "a flag that is no flag": (changed(borderline="yes, please"), "“borderline” must be true or false."),
    "an error of measurement below nothing": (changed(sem=-0.5), "“sem” must be a number that is not below 0"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_for_that_alone(text, said):
    told = faults(text)
    assert any(said in one for one in told), told


@pytest.mark.parametrize(
    "name",
    ["a cut that nobody reaches", "a weight too heavy", "a slug that is an address", "one level", "levels in disorder",
     "a level that passes without being critical", "a reason up to no level", "one grade",
     "an empty text", "a title too long", "a code too long", "a flag that is no flag", "a strange part at the top"],
)  # fmt: skip
def test_one_fault_is_told_once_and_nothing_beside_it(name):
    assert len(faults(REFUSED[name][0])) == 1


def test_every_fault_is_told_in_the_order_of_the_lines_and_nothing_is_read():
    text = BENCH.replace("slug: bench", "slug: load").replace("weight: 2.5", "weight: 0").replace("sem: 0", "sem: x")
    found, problems = read_rubric_text(text, "bench.yaml")
    assert found is None
    assert [(one.file, one.line) for one in problems] == [("bench.yaml", 2), ("bench.yaml", 5), ("bench.yaml", 13)]


def test_what_is_not_written_has_its_usual_value():
    found = read_rubric_text(changed(sem=None))[0]
    assert (found.sem, found.borderline, found.observation) == (0, True, False)
    first, second = found.criteria
    assert (first.critical, first.pass_level, first.reason_up_to, first.weight) == (False, None, None, Fraction(5, 2))
    assert (second.weight, second.reason_up_to) == (1, 0)
    given = read_rubric_text(changed(sem=1.25, borderline=False, observation=True, grades=grades(2)))[0]
    assert (given.sem, given.borderline, given.observation) == (Fraction(5, 4), False, True)
    assert [(one.code, one.title) for one in given.grades] == [(f"g{n}", titled("Good", "Bien")) for n in range(2)]
    assert given.levels[0] == RubricLevel(0, titled("Not yet", "Pas encore"))


def test_texts_are_kept_without_blanks_round_them():
    found = read_rubric_text(with_criterion(title=titled("  One ", "Un")))[0]
    assert found.criteria[1].title == titled("One", "Un")


@pytest.mark.parametrize(
    ("code", "is_one"),
    [("a", True), ("a-1", True), ("", False), ("-a", False), ("a-", False), ("A", False), ("a\n", False), (None, False),
     (7, False), ("a" * 40, True), ("a" * 41, False)],
)  # fmt: skip
def test_a_code_is_small_letters_figures_and_hyphens_between_them(code, is_one):
    assert is_code(code) is is_one


@pytest.mark.parametrize(
    ("texts", "language", "said"),
    [
        ({"en": "Bench", "pt": "Banca", "pt-BR": "Bancada"}, "pt-BR", "Bancada"),
        ({"en": "Bench", "pt": "Banca"}, "pt_BR", "Banca"),
        ({"en": "Bench", "fr": "Banc"}, "lo", "Bench"),
        ({"fr": "Banc", "lo": "Tang"}, "de", "Banc"),
        ({}, "en", ""),
    ],
)
def test_a_text_is_in_the_language_or_in_the_nearest_that_there_is(texts, language, said):
    assert in_language(texts, language) == said


def test_a_language_is_missing_where_its_text_is_away_or_blank():
    assert missing_languages(["en", "fr", "lo"], {"en": "Bench", "fr": " "}) == ["fr", "lo"]
    assert missing_languages([], {"en": ""}) == []


def test_a_rubric_finds_its_criteria_and_says_what_it_can_come_to():
    found = read_rubric_text(BENCH)[0]
    assert found.criterion("protects") == found.criteria[1]
    assert found.criterion("shouts") is None
    assert found.languages == ("en", "fr")
    assert replace(found, criteria=found.criteria[:1]).highest == 5
    assert RubricDefinition("none", {}, found.levels, (), Fraction(0)).highest == 0
    assert rubric_total(found, {"names": 0, "protects": 1}) == 1
    with pytest.raises(KeyError):
        rubric_total(found, {"names": 1})


def test_what_is_kept_says_that_it_is_for_observing_only_where_it_is():
    found = replace(read_rubric_text(BENCH)[0], sem=Fraction(1, 2), borderline=False)
    assert "observation" not in definition_as_data(found)
    watched = replace(found, observation=True)
    assert definition_as_data(watched) == definition_as_data(found) | {"observation": True}
    for one in (found, watched):
        assert definition_from_data(definition_as_data(one)) == one
    assert len({definition_digest(found), definition_digest(watched)}) == 2
    criterion = Criterion("c", {"en": "C"}, {0: {"en": "0"}}, True, 0, Fraction(1, 3), 0)
    whole = replace(found, criteria=(criterion,))
    assert definition_from_data(definition_as_data(whole)) == whole
