"""The scoring vectors of `tests/reference` for the kinds that there are."""

import json
from fractions import Fraction
from functools import cache
from pathlib import Path

from assessments.items.kinds.angle import kind as angle
from assessments.items.kinds.gaps import kind as gaps
from assessments.items.kinds.matching import kind as matching
from assessments.items.kinds.number import kind as number
from assessments.items.kinds.one_choice import kind as one_choice
from assessments.items.kinds.ordering import kind as ordering
from assessments.items.kinds.several_choices import kind as several_choices
from assessments.items.kinds.short_text import kind as short_text
from assessments.items.kinds.spot import kind as spot
from assessments.items.parsing.exact import exact
from assessments.items.scoring import triage
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.bands import restore_bands
from assessments.items.scoring.choices import Option
from assessments.items.scoring.picture import Picture, exact_points
from assessments.items.scoring.schreger import Thresholds, read_angle_set
from assessments.items.scoring.targets import restore_target
from assessments.items.scoring.wording import Accepted
from assessments.items.scoring.zones import restore_zones
from tests.every_case import every_case

FILE = Path(__file__).resolve().parents[3] / "reference" / "scoring" / "vectors.json"
TOLERANCE = Fraction(1, 10**6)
WIDE = Picture("any.svg", "Any picture.", 10_000, 10_000)


def single(vector):
    weights = {name: exact(weight) for name, weight in vector["key"]["weights"].items()}
    options = tuple(Option(name, name, weight) for name, weight in weights.items())
    definition = one_choice.OneChoice(options, one_choice.ChoiceRule(vector["rule"]))
    return one_choice.score(definition, one_choice.check_answer(definition, vector["response"]))


def multiple(vector):
    key = vector["key"]
    options = tuple(Option(name, name, Fraction(int(name in key["correct"]))) for name in key["options"])
    for name in vector["response"]:
        several_choices.known_option(options, name)
    rule = several_choices.SetRule(vector["rule"])
    return several_choices.score_choice(
        rule, frozenset(key["options"]), frozenset(key["correct"]), frozenset(vector["response"])
    )


def numeric(vector):
    key = vector["key"]
    units = tuple((name, exact(factor)) for name, factor in key.get("units", {}).items())
    definition = number.Number(restore_target({"rule": vector["rule"], **key}), key.get("unit", ""), units)
    decimal = vector["options"].get("decimal", ".")
    return number.score(definition, number.check_answer(definition, vector["response"], decimal=decimal))


def hotspot(vector):
    return spot.hits_minus_misses(restore_zones(vector["key"]["zones"]), exact_points(vector["response"]))


def measured_angle(vector):
    definition = angle.Angle(WIDE, restore_bands(vector["key"]))
    return angle.score(definition, angle.check_answer(definition, vector["response"]))


def pairs(vector):
    return matching.score_pairs(matching.PairRule(vector["rule"]), vector["key"], vector["response"])


def order(vector):
    return ordering.score_order(ordering.OrderRule(vector["rule"]), vector["key"], vector["response"])


def words_of(accepted, options):
    """The accepted words of a vector; its accents are significant, as its note on defaults says."""
    weighed = tuple((text, exact(weight)) for text, weight in accepted.items())
    return Accepted(weighed, (), options.get("typos", False), options.get("case", False), accents=True)


def short(vector):
    definition = short_text.ShortText(words_of(vector["key"], vector["options"]))
    return short_text.score(definition, short_text.check_answer(definition, vector["response"]))


def cloze(vector):
    made = tuple(
        gaps.Gap(one["id"], exact(one["weight"]), one.get("group", ""), words_of(one["accepted"], vector["options"]))
        for one in vector["key"]
    )
    definition = gaps.Gaps("", made)
    return gaps.score(definition, gaps.check_answer(definition, vector["response"]))


def stopped(vector):
    key = vector["key"]
    lines = {str(n) for n in range(key["lines"])}
    weights = {str(n): exact(key.get("weights", {}).get(str(n), 1)) for n in key["suspicious"]}
    flagged = {str(n) for n in vector["response"]}
    if vector["rule"] == "f1":
        return triage.count(lines, weights.keys(), flagged).f1
    return triage.score_flags(triage.TriageRule(vector["rule"]), lines, weights, flagged)


SCORERS = {
    "single": single,
    "multiple": multiple,
    "numeric": numeric,
    "hotspot": hotspot,
    "angle": measured_angle,
    "matching": pairs,
    "ordering": order,
    "short_text": short,
    "cloze": cloze,
    "triage": stopped,
}


@cache
def published():
    return [one for one in json.loads(FILE.read_text())["vectors"] if one["type"] in SCORERS]


def vectors(schreger):
    return [one for one in published() if (one["rule"] == "schreger_set") is schreger]


def id_of(vector):
    return vector["id"]


@every_case("vector", lambda: vectors(schreger=False), called=id_of)
def test_every_vector_scores_as_published(vector):
    try:
        got = SCORERS[vector["type"]](vector)
    except BadAnswer:
        got = None
    if vector["score"] is None:
        assert got is None
    else:
        assert got is not None
        assert abs(got - exact(vector["score"])) <= TOLERANCE


@every_case("vector", lambda: vectors(schreger=True), called=id_of)
def test_every_set_of_schreger_angles_reads_as_published(vector):
    key, response = vector["key"], vector["response"]
    thresholds = Thresholds(
        divide=exact(key["divide"]), margin=exact(key["margin"]), concave=key["concave"], convex=key["convex"]
    )
    concave, convex = ([exact(one) for one in response[side]] for side in ("concave", "convex"))
    got = read_angle_set(concave, convex, thresholds)
    mean = vector["expect"]["mean"]
    assert got.reading == vector["expect"]["class"]
    assert got.mean == (None if mean is None else exact(mean))


def test_the_vectors_cover_every_kind_that_has_some():
    types = {vector["type"] for vector in vectors(schreger=False)}
    assert types == set(SCORERS)
    assert len(vectors(schreger=True)) >= 5
