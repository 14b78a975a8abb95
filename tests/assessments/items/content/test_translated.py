"""An item in another language is the same question: same parts, same key, and answers that are stored alike."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assessments.items.content.translated import differs, key_of_words, same_in, with_words
from assessments.items.item import AuthoredItem, parse_item
from assessments.items.kinds.registry import kind
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.located import read_yaml
from tests.assessments.items.samples import SAMPLES, right_answer
from tests.builders.kind_names import KindName

HEAD = """
id: practice-one
kind: {name}
use: practice
topic: ivory
lesson: first
stem: "What do you see?"
explain: "Because."
sources: [S1]
"""
FRENCH = {
    "Bone": "Os",
    "Walrus tusks": "Défenses de morse",
    "An open": "Une",
    "Crossing lines": "Lignes croisées",
    "Photograph it": "Le photographier",
    "Asian: 1, Indian: 0.5": "Asiatique: 1, d’Asie: 1, Inde: 0.5",
    "The {who}": "{who} est",
    "africana: 1": "africana: 1, éléphant: 1",
    "Cashew nuts": "Noix",
    "skins": "peaux",
}
WEIGHT = "answer: {value: 2, tolerance: 0, unit: hours, units: {hours: 1, days: 24}}\n"


def item(name: KindName, text: str | None = None) -> AuthoredItem:
    data, faults = read_yaml(HEAD.format(name=name) + (text or SAMPLES[name]))
    assert faults == []
    entry = Entry(data)
    made = parse_item(entry)
    assert made, entry.faults
    return made


@pytest.mark.parametrize("name", list(KindName))
def test_the_same_item_with_other_words_differs_in_nothing(name):
    own = item(name)
    words = SAMPLES[name]
    for english, french in FRENCH.items():
        words = words.replace(english, french)
    assert words != SAMPLES[name] or name in (KindName.TRUE_FALSE, KindName.NUMBER)
    assert list(differs(own, item(name, words))) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (KindName.ONE_CHOICE, "text: Bone, right: true", "text: Bone"),
        (KindName.ONE_CHOICE, "weight: 0.5", "weight: 0.25"),
        (KindName.SEVERAL_CHOICES, "text: Cattle horns", "text: Cattle horns, right: true"),
        (KindName.TRUE_FALSE, "true", "false"),
        (KindName.NUMBER, "tolerance: 0.5", "tolerance: 1"),
        (KindName.NUMBER, "g: 0.001", "g: 0.01"),
        (KindName.SPOT, "[150, 100, 20]", "[150, 100, 30]"),
        (KindName.ANGLE, "value: 121", "value: 120"),
        (KindName.MATCHING, "match: Fine tubes", "match: Crossing lines"),
        (KindName.GAPS, "weight: 2", "weight: 3"),
        (KindName.GAPS, "Indian: 0.5", "Indian: 0.25"),
        (KindName.GAPS, 'right: "I"', 'right: "II"'),
        (KindName.SHORT_TEXT, "typos: true", "typos: false"),
        (KindName.SHORT_TEXT, "Loxodonta: 0.5", "Loxodonta: 0.75"),
        (KindName.MANIFEST, "Cashew nuts, 12 kg], suspicious: true", "Cashew nuts, 12 kg]"),
        (KindName.PERMIT, "12 skins, defect: true", "12 skins"),
    ],
)
def test_another_key_is_found(name, old, new):
    changed = SAMPLES[name].replace(old, new)
    if name is KindName.ONE_CHOICE and "right" in old:
        changed = changed.replace("text: Wood", "text: Wood, right: true")
    if name is KindName.MATCHING:
        changed = changed.replace("[Growth rings]", "[Growth rings, Fine tubes]")
    assert any("What is right" in words for words in differs(item(name), item(name, changed)))


def test_another_use_topic_lesson_source_or_option_is_named():
    own = item(KindName.ONE_CHOICE)
    other = replace(own, topic="horn", lesson="second", sources=("S2",), points=2)
    assert [words.split("”")[0][1:] for words in differs(own, other)] == ["topic", "lesson", "sources", "points"]
    dated = replace(own, until=date(2027, 12, 31))
    assert list(differs(dated, own)) == ["“until” is left out; in the course it is 2027-12-31."]
    more = item(KindName.ONE_CHOICE, SAMPLES[KindName.ONE_CHOICE] + "  - {id: d, text: Horn}\n")
    assert any("option_ids" in words for words in differs(own, more))


def test_a_unit_in_another_language_is_stored_under_its_name_in_the_course():
    own = item(KindName.NUMBER, WEIGHT)
    french = same_in(own, item(KindName.NUMBER, WEIGHT.replace("hours", "heures").replace("days", "jours")))
    number = kind(KindName.NUMBER)
    restored = number.restore(french.body, own.key)
    assert restored.names == ("heures", "jours")
    for raw in ({"text": "48", "unit": "hours"}, {"text": "2 jours"}, {"text": "48 heures"}, {"text": "2 days"}):
        answer = number.check_answer(restored, raw)
        assert answer["unit"] in {"hours", "days"}
    day = number.check_answer(restored, {"text": "0,5 jours"}, decimal=",")
    assert number.score(own.definition, day) == number.score(restored, day) == Fraction(0)
    hours = number.check_answer(restored, {"text": "2", "unit": "hours"})
    assert number.score(own.definition, hours) == 1
    assert number.review(restored, hours).parts[0].text == "2 heures"
    assert number.review(own.definition, hours).parts[0].text == "2 hours"


@pytest.mark.parametrize("name", list(KindName))
def test_an_answer_given_in_one_language_is_scored_alike_in_the_other(name):
    own = item(name)
    other = same_in(own, item(name))
    restored = kind(name).restore(other.body, own.key)
    answer = kind(name).check_answer(restored, right_answer(name, own.definition), decimal=",")
    assert kind(name).score(own.definition, answer) == kind(name).score(restored, answer) == 1


FEEDBACK = SAMPLES[KindName.ONE_CHOICE].replace("text: Resin", "text: Resin, feedback: It has bubbles")


def test_why_an_option_is_wrong_is_said_in_the_language_of_the_reader_and_missing_in_neither():
    own = item(KindName.ONE_CHOICE, FEEDBACK)
    french = item(KindName.ONE_CHOICE, FEEDBACK.replace("It has bubbles", "Elle a des bulles"))
    assert list(differs(own, french)) == []
    key = key_of_words(with_words(french, [own]))
    assert key["feedback"] == {"b": "Elle a des bulles"}
    assert key["weights"] == own.key["weights"]
    bare = item(KindName.ONE_CHOICE)
    assert list(differs(own, bare)) == ["Option “b” has “feedback” in the course, and none here."]
    assert list(differs(bare, own)) == ["Option “b” has “feedback” here, and none in the course."]
    assert key_of_words(bare) is None


WORDS = {
    KindName.SHORT_TEXT: ("accepted: [ivory]\n", "accepted: [ivoire, défense]\n"),
    KindName.GAPS: (
        'text: "It is {a}."\ngaps: [{id: a, accepted: [ivory]}]\n',
        'text: "C’est {a}."\ngaps: [{id: a, accepted: [ivoire, défense]}]\n',
    ),
}


@pytest.mark.parametrize("name", list(WORDS))
def test_words_of_every_language_count_in_every_language_and_each_shows_its_own(name):
    own, french = (item(name, text) for text in WORDS[name])
    assert list(differs(own, french)) == []
    here, there = with_words(own, [french]), with_words(french, [own])
    restored = [kind(name).restore(one.body, key_of_words(one)) for one in (here, there)]
    for word in ("ivory", "Ivoire", "DEFENSE"):
        raw = word if name is KindName.SHORT_TEXT else {"a": word}
        scores = {kind(name).score(one, kind(name).check_answer(one, raw)) for one in restored}
        assert scores == {1}
    shown = [kind(name).review(one, None).parts[0].text for one in restored]
    assert shown == ["ivory", "ivoire"]
    assert "ivoire" not in str(there.body)


def test_a_word_that_earns_something_else_in_another_language_is_told():
    own = item(KindName.SHORT_TEXT, "accepted: {ivory: 1, Dentin: 0.5}\n")
    other = item(KindName.SHORT_TEXT, "accepted: {dentin: 1, Zahn: 0.5}\n")
    assert list(differs(own, other)) == ["“dentin” earns something else in the course."]


def test_only_a_key_of_words_is_kept_with_a_translation():
    assert key_of_words(item(KindName.MATCHING)) is None
    assert with_words(item(KindName.MATCHING), [item(KindName.MATCHING)]) == item(KindName.MATCHING)
