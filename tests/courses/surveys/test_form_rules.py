"""Survey forms and answers to them, judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.surveys.rules.answers import AnswerFault, WrongAnswer, judge
from courses.surveys.rules.form import as_json, content_hash, from_json, problems
from courses.surveys.services.publishing import shipped_forms
from tests.builders.surveys import FORM, form


def test_a_form_is_the_same_after_it_was_kept_as_data():
    assert from_json(as_json(FORM)) == FORM


def test_the_hash_changes_with_a_word_and_not_with_the_order_of_languages():
    turned = form(title={"fr": "Essai", "en": "Trial"})
    assert content_hash(form(title={"en": "Trial", "fr": "Essai"})) == content_hash(turned)
    assert content_hash(form(title={"en": "Trials", "fr": "Essai"})) != content_hash(turned)


def test_a_language_that_a_form_lacks_is_that_of_its_authors():
    assert (FORM.spoken_in("fr"), FORM.spoken_in("th")) == ("fr", "en")


@pytest.mark.parametrize("slug", ["confidence", "reaction", "supervisor"])
def test_a_shipped_form_is_sound_in_english_and_french(slug):
    found = shipped_forms()[slug]
    assert (problems(found), found.languages) == ([], ("en", "fr"))


def test_the_shipped_forms_have_as_many_questions_as_people_answer():
    assert {slug: len(one.questions) for slug, one in shipped_forms().items()} == {
        "confidence": 6,
        "reaction": 8,
        "supervisor": 6,
    }


BROKEN = {
    "The key “clear” names two questions.": {"questions": 2 * as_json(FORM)["questions"][:1]},
    "A form has from 1 to 20 questions; this one has 0.": {"questions": []},
    "pace: a choice has at least two options.": {
        "questions": [{"key": "pace", "kind": "choice", "words": {"en": "a", "fr": "b"}}]
    },
    "open: only a choice has options.": {
        "questions": [
            {
                "key": "open",
                "kind": "text",
                "words": {"en": "a", "fr": "b"},
                "options": [{"key": "x", "words": {"en": "x", "fr": "x"}}],
            }
        ]
    },
    "sure: a scale, and only a scale, says what its two ends mean.": {
        "questions": [{"key": "sure", "kind": "scale", "words": {"en": "a", "fr": "b"}}]
    },
    "intro: its words in “fr” are missing.": {"intro": {"en": "Hello"}},
}


@pytest.mark.parametrize("said", BROKEN)
def test_what_keeps_a_form_from_being_asked_is_told(said):
    assert said in problems(from_json(as_json(FORM) | BROKEN[said]))


def test_each_kind_of_answer_is_kept_in_its_form():
    raw = {"clear": "4", "pace": "fast", "recommend": "no", "change": " More pictures. "}
    assert judge(FORM, raw) == ({"clear": 4, "pace": "fast", "recommend": False, "change": "More pictures."}, ())


@pytest.mark.parametrize(
    ("key", "said", "wrong"),
    [
        ("clear", "6", WrongAnswer.NO_POINT),
        ("clear", "٣", WrongAnswer.NO_POINT),
        ("clear", "4.0", WrongAnswer.NO_POINT),
        ("pace", "Too fast", WrongAnswer.NO_OPTION),
        ("recommend", "perhaps", WrongAnswer.NO_YES_OR_NO),
        ("change", "x" * 1001, WrongAnswer.TOO_LONG),
        ("other", "4", WrongAnswer.NOT_ASKED),
    ],
)
def test_a_wrong_answer_is_told_with_its_question(key, said, wrong):
    assert judge(FORM, {"recommend": "yes", key: said})[1] == (AnswerFault(key, wrong),)


def test_the_longest_text_is_taken():
    assert judge(FORM, {"change": "x" * 1000})[1] == ()


def test_any_question_may_stay_blank_and_not_all():
    assert judge(FORM, {"clear": "5", "change": "  "}) == ({"clear": 5}, ())
    assert judge(FORM, {"change": "  "})[1] == (AnswerFault("", WrongAnswer.BLANK),)


@given(
    st.dictionaries(st.sampled_from(["clear", "pace", "recommend", "change", "other"]), st.text("1256yesnorightfast ٣"))
)
def test_whatever_is_sent_every_answer_is_taken_or_told_as_wrong(raw):
    taken, faults = judge(FORM, raw)
    told = {one.question for one in faults}
    assert taken.keys() | told >= {key for key, said in raw.items() if said.strip()}
    assert not taken.keys() & told
