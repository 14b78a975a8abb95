"""Conditional logistic regression that sees the surface of questions alone: what share of keys it picks.

McFadden, Conditional logit analysis of qualitative choice behavior, 1974; fitted by gradient ascent with a ridge.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

from assessments.items.clues.surface import (
    ABSOLUTES,
    NEGATIONS,
    REASONS,
    ShownChoice,
    ShownOption,
    echo,
    longest,
    odd_first_word,
    shortest,
)

FOLDS = 10
ROUNDS = 80
RIDGE = 0.02
STEP = 0.3
OFTEN = 5  # options of the training part that begin with a word before it counts by itself

Features = Mapping[str, float]
Weights = dict[str, float]


@dataclass(frozen=True)
class Picked:
    """How many keys the model picked of questions that it had not seen."""

    found: float
    of: int
    by_chance: float


def picked_keys(choices: Sequence[ShownChoice]) -> Picked:
    """Every question is answered by a model that was fitted without it; of a tie each option counts its part."""
    order = sorted(choices, key=lambda one: hashlib.sha256(one.id.encode()).hexdigest())
    found = 0.0
    for fold in range(FOLDS):
        asked = order[fold::FOLDS]
        known = [one for place, one in enumerate(order) if place % FOLDS != fold]
        often = _often(known)
        weights = fit([([features(one, option, often) for option in one.options], one.place) for one in known])
        found += sum(_hit(one, weights, often) for one in asked)
    return Picked(found, len(order), sum(1 / len(one.options) for one in order))


def _often(choices: Sequence[ShownChoice]) -> frozenset[str]:
    counted = Counter(option.first for one in choices for option in one.options)
    return frozenset(word for word, count in counted.items() if count >= OFTEN)


def _hit(choice: ShownChoice, weights: Weights, often: frozenset[str]) -> float:
    values = [_value(features(choice, option, often), weights) for option in choice.options]
    best = [place for place, value in enumerate(values) if value >= max(values) - 1e-12]
    return 1 / len(best) if choice.place in best else 0.0


def features(choice: ShownChoice, option: ShownOption, often: frozenset[str]) -> Features:
    """What can be seen of an option without knowing what it means."""
    place = choice.options.index(option)
    mean = sum(len(one.text) for one in choice.options) / len(choice.options)
    firsts = [one.first for one in choice.options]
    words = set(option.words)
    found = {
        "length": len(option.text) / mean - 1 if mean else 0.0,
        "longest": float(place in longest(choice)),
        "shortest": float(place in shortest(choice)),
        "absolutes": float(bool(words & ABSOLUTES)),
        "reasons": float(bool(words & REASONS)),
        "negations": float(bool(words & NEGATIONS)),
        "figures": float(any(sign.isdigit() for sign in option.text)),
        "commas": float("," in option.text),
        "repeats": choice.repeated[place] / 3,
        "echo": float(place in echo(choice)),
        "odd": float(place in odd_first_word(choice)),
        "shared": (firsts.count(option.first) - 1) / 2,
    }
    if option.first in often:
        found[f"first {option.first}"] = 1.0
    return {name: value for name, value in found.items() if value}


def _value(of_option: Features, weights: Weights) -> float:
    return sum(value * weights.get(name, 0.0) for name, value in of_option.items())


def fit(cases: Sequence[tuple[Sequence[Features], int]]) -> Weights:
    """The weights under which the keys are likeliest, held small by the ridge; steps shrink as in AdaGrad."""
    weights: Weights = {}
    seen: dict[str, float] = {}
    for _round in range(ROUNDS):
        slope: dict[str, float] = {name: -RIDGE * len(cases) * value for name, value in weights.items()}
        for options, key in cases:
            values = [_value(one, weights) for one in options]
            top = max(values)
            odds = [exp(value - top) for value in values]
            whole = sum(odds)
            for place, one in enumerate(options):
                missed = float(place == key) - odds[place] / whole
                for name, value in one.items():
                    slope[name] = slope.get(name, 0.0) + missed * value
        for name, value in slope.items():
            seen[name] = seen.get(name, 0.0) + value * value
            if seen[name]:
                weights[name] = weights.get(name, 0.0) + STEP * value / sqrt(seen[name])
    return weights
