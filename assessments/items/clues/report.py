"""What the surface of the questions of a course gives away, in figures and as advice to its author."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assessments.items.clues.figures import binomial_p, chi_squared, chi_squared_p
from assessments.items.clues.model import Picked
from assessments.items.clues.surface import (
    RELEASES,
    FoundShare,
    ShownChoice,
    echo,
    has_absolute,
    key_among,
    longest,
    odd_first_word,
    shortest,
)
from assessments.statistics.monitoring import wilson_interval

BEYOND_CHANCE = 0.05
TELLING_TIMES = 8  # options that begin with a word before it is told that none, or all, of them are right
TELLING_RELEASES = 3  # of those that let go
LEAST_RELEASE = 0.2  # of decisions: a course that always says "hold" teaches to hold everything
MOST_PICKED = 0.3


@dataclass(frozen=True)
class ShownAssertion:
    """A question whose statement is true or false."""

    id: str
    use: str
    stem: str
    is_true: bool


@dataclass(frozen=True)
class ShownQuestions:
    """The questions of a course as they are read."""

    choices: Sequence[ShownChoice]
    statements: Sequence[ShownAssertion]
    kinds: Mapping[str, int]
    uses: Mapping[str, int]
    levels: Mapping[str, int] = field(default_factory=dict)  # by how the questions are worded


@dataclass(frozen=True)
class FirstWord:
    """A word with which options begin: how many, and how many of them are keys."""

    word: str
    options: int
    keys: int


@dataclass(frozen=True)
class Clues:
    """The figures of all surface clues."""

    questions: int
    one_choice: int
    places: tuple[int, ...]  # keys at the first, second … place
    places_chi_squared: float
    places_p: float
    longest: FoundShare
    shortest: FoundShare
    odd_first_word: FoundShare
    echo: FoundShare
    absolutes_in_keys: FoundShare
    absolutes_in_others: FoundShare
    telling_first_words: tuple[FirstWord, ...]
    true: int
    false: int
    decisions: int
    releases: int  # decisions whose key lets the goods or the person go
    wrong_options: int
    explained: int  # wrong options that say why they are wrong
    kinds: Mapping[str, int]
    uses: Mapping[str, int]
    levels: Mapping[str, int]


def clues_of(questions: ShownQuestions) -> Clues:
    """Every figure over all one-choice questions, and the balance of the others."""
    choices = questions.choices
    keys = [one.key for one in choices]
    others = [option for one in choices for option in one.options if not option.is_key]
    share = sum(map(has_absolute, [*keys, *others])) / len([*keys, *others]) if choices else 0.0
    found, due = _places(choices)
    value = chi_squared(found, due)
    decisions = [one for one in choices if one.is_decision]
    return Clues(
        questions=sum(questions.kinds.values()),
        one_choice=len(choices),
        places=tuple(found),
        places_chi_squared=value,
        places_p=chi_squared_p(value, len(found) - 1),
        longest=key_among(choices, map(longest, choices)),
        shortest=key_among(choices, map(shortest, choices)),
        odd_first_word=key_among(choices, map(odd_first_word, choices)),
        echo=key_among(choices, map(echo, choices)),
        absolutes_in_keys=FoundShare(sum(map(has_absolute, keys)), len(keys), share * len(keys)),
        absolutes_in_others=FoundShare(sum(map(has_absolute, others)), len(others), share * len(others)),
        telling_first_words=tuple(_telling(choices)),
        true=sum(one.is_true for one in questions.statements),
        false=sum(not one.is_true for one in questions.statements),
        decisions=len(decisions),
        releases=sum(one.key.lets_go for one in decisions),
        wrong_options=len(others),
        explained=sum(one.says_why for one in others),
        kinds=questions.kinds,
        uses=questions.uses,
        levels=questions.levels,
    )


def _places(choices: Sequence[ShownChoice]) -> tuple[list[int], list[float]]:
    """How many keys stand at each place, and how many would by chance: not all questions have as many options."""
    most = max((len(one.options) for one in choices), default=0)
    found, due = [0] * most, [0.0] * most
    for one in choices:
        found[one.place] += 1
        for place in range(len(one.options)):
            due[place] += 1 / len(one.options)
    return found, due


def _telling(choices: Iterable[ShownChoice]) -> Iterable[FirstWord]:
    """First words that are never right, or always; those that let go are told sooner."""
    options: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    for one in choices:
        options.update(option.first for option in one.options)
        keys[one.key.first] += 1
    for word, count in options.most_common():
        often = count >= (TELLING_RELEASES if word in RELEASES else TELLING_TIMES)
        if word and often and keys[word] in (0, count):
            yield FirstWord(word, count, keys[word])


def advice_of(clues: Clues) -> list[str]:
    """What an author should look at: a sentence each, with its figures; nothing here keeps a course from loading."""
    found = [*_lengths(clues), *_words(clues), *_balance(clues), *_feedback(clues)]
    if clues.places and clues.places_p < BEYOND_CHANCE:
        places = ", ".join(map(str, clues.places))
        found.append(
            f"Keys by place: {places} (χ² = {clues.places_chi_squared:.1f}, p = {clues.places_p:.3f}). "
            "Move some keys to other places."
        )
    return found


def _lengths(clues: Clues) -> Iterable[str]:
    for share, words in ((clues.longest, "longest"), (clues.shortest, "shortest")):
        if is_beyond_chance(share):
            yield f"The key is the {words} option in {told(share)}."


def _words(clues: Clues) -> Iterable[str]:
    if is_beyond_chance(clues.odd_first_word):
        yield f"The key is the one option that begins with another word in {told(clues.odd_first_word)}."
    if is_beyond_chance(clues.echo):
        yield f"The option that alone repeats most words of the question is the key in {told(clues.echo)}."
    keys, others = clues.absolutes_in_keys, clues.absolutes_in_others
    if others.of and binomial_p(round(keys.found), keys.of, others.rate) < BEYOND_CHANCE:
        yield (
            f"Words such as always, only or never stand in {keys.rate:.1%} of the keys and in {others.rate:.1%} of "
            "the other options. They tell what is wrong."
        )
    for one in clues.telling_first_words:
        which = "never right" if not one.keys else "always right"
        yield f"Options that begin with “{one.word}” are {which}: {one.keys} of {one.options}."


def _balance(clues: Clues) -> Iterable[str]:
    statements = clues.true + clues.false
    if statements and binomial_p(clues.false, statements, 0.5) < BEYOND_CHANCE:
        yield f"Of {statements} statements {clues.false} are false: whoever answers so every time gains by it."
    if clues.decisions and clues.releases < LEAST_RELEASE * clues.decisions:
        yield (
            f"Of {clues.decisions} decisions {clues.releases} end in letting go ({clues.releases / clues.decisions:.0%}"
            f"; {LEAST_RELEASE:.0%} are asked for): a course that always says “hold” teaches to hold everything."
        )


def _feedback(clues: Clues) -> Iterable[str]:
    """Options that somebody may choose and that never say why they are wrong."""
    if clues.explained < clues.wrong_options:
        yield (
            f"{clues.wrong_options - clues.explained} of {clues.wrong_options} wrong options do not say why they are "
            "wrong. Give them “feedback”: who chose one learns most from it."
        )


def is_beyond_chance(share: FoundShare) -> bool:
    """Whether a share lies further from chance than one in twenty would by chance alone."""
    if not share.of:
        return False
    return binomial_p(round(share.found), share.of, share.by_chance / share.of) < BEYOND_CHANCE


def told(share: FoundShare) -> str:
    """A share in words, with what chance would give."""
    return f"{round(share.found, 1):g} of {share.of} ({share.rate:.0%}; by chance {share.by_chance / share.of:.0%})"


def picked_words(picked: Picked) -> str:
    """What the model makes of the surface, in words."""
    if not picked.of:
        return "There is no one-choice question to look at."
    share = picked.found / picked.of
    low, high = wilson_interval(share, picked.of)
    return (
        f"A model that sees the surface alone picks {picked.found:.1f} of {picked.of} keys "
        f"({share:.1%}, 95 %: {low:.1%} to {high:.1%}); chance is {picked.by_chance / picked.of:.1%}"
        f", at most {MOST_PICKED:.0%} are asked for."
    )
