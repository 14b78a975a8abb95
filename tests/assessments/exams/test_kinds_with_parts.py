"""A paper of the kinds with parts: drawn, saved, kept secret, scored, shown; and read in two languages."""

import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assessments.demo import invented_answer
from assessments.exams.queries.attempts import questions
from assessments.exams.rules.paper import PoolItem, draw_paper
from assessments.exams.rules.saving import Save
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.grading import differs, grade_attempt
from assessments.exams.services.loading import keep_item
from assessments.exams.services.saving import Form, Sent, save_answers
from assessments.items.kinds.registry import kind
from assessments.items.models import ItemVersion
from assessments.items.queries.definitions import definitions
from courses.api import CourseFacts, LoadedVersion
from lms import clock
from tests.assessments.items.content.test_translated import WORDS
from tests.assessments.items.content.test_translated import item as read_item
from tests.builders import assessments as make
from tests.builders import kinds
from tests.builders.examples import some_and_many
from tests.builders.kind_names import KindName


@pytest.fixture
def version(session, tmp_path, now, quick_reading, monkeypatch):
    """The small course, asking the kinds with parts; the site's clock stands at the moment of the test."""
    monkeypatch.setattr(clock, "now", lambda: now)
    return make.load_folder(session, make.write_exam_course(tmp_path, endings=kinds.ENDINGS), now)


def asked(session, attempt):
    """Each question of a paper with its kind and its definition."""
    paper = questions(session, attempt.id)
    stored = definitions(session, (q.item_version_id for q in paper))
    return [(q, KindName(stored[q.item_version_id].kind), stored[q.item_version_id].definition) for q in paper]


def give(session, attempt, values, now, seq=1):
    """Save one answer a question; answers what became of each."""
    sent = [Sent(position, Save("page", seq, seq - 1), value) for position, value in values.items()]
    return [(one.verdict, one.message) for one in save_answers(session, attempt, sent, decimal=".", now=now)]


@pytest.mark.parametrize("as_form", [True, False])
def test_a_paper_answered_rightly_by_fields_or_by_values_earns_all(session, exam, officer, now, as_form):
    attempt = make.start(session, exam, officer, now)
    values = {
        q.position: Form(kinds.form(name, made)) if as_form else kinds.right(name, made)
        for q, name, made in asked(session, attempt)
    }
    assert give(session, attempt, values, now) == [("taken", None)] * 6
    submit_attempt(session, attempt, key="k", now=now)
    assert grade_attempt(session, attempt.id, now=now).percent == "100"
    assert differs(session, attempt.id) == []


def test_what_the_tour_invents_is_right_or_wrong_as_asked(session, exam, officer, now):
    attempt = make.start(session, exam, officer, now)
    stored = definitions(session, (q.item_version_id for q in questions(session, attempt.id)))
    for one in stored.values():
        for right in (True, False):
            answer = kind(one.kind).check_answer(one.definition, invented_answer(one, right, Random(4)))
            assert (kind(one.kind).score(one.definition, answer) == 1) is right, one.kind


def test_steps_are_never_given_in_their_right_order_and_the_order_is_frozen(session, exam, officer, now):
    for seed in range(40):
        pool = [PoolItem("item", "t", "m", options=("c1", "c2", "c3"), never_given=("c2", "c3", "c1"))]
        cell = replace(exam.blueprint.cells[0], topic="", module="", items=(), count=1)
        (one,) = draw_paper(replace(exam.blueprint, cells=(cell,)), pool, seed).items
        assert one.option_order != ("c2", "c3", "c1")
        assert sorted(one.option_order) == ["c1", "c2", "c3"]
    attempt = make.start(session, exam, officer, now)
    for question, name, made in asked(session, attempt):
        if name is KindName.ORDERING:
            assert question.option_order != made.order
            assert sorted(question.option_order) == sorted(made.order)


PIECES = st.sampled_from(["p1", "c1", "c2", "tall", "wide", "l1", "f1", "=nothing", "1", "\0", ""]) | st.text(
    st.characters(codec=None), max_size=4
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | PIECES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PIECES, inner, max_size=4),
    max_leaves=6,
)


@some_and_many(40, 80)
def test_whatever_is_sent_is_taken_or_refused_and_never_breaks(session, exam, officer, now, examples):
    @settings(max_examples=examples)
    @given(value=JSON, name=st.sampled_from(list(kinds.ENDINGS)))
    def taken_or_refused(value, name):
        attempt = make.start(session, exam, officer, now)
        question = next(q for q, kind_of, _ in asked(session, attempt) if kind_of is name)
        sent = Sent(question.position, Save("page", question.seq + 1, question.seq), value)
        (taken,) = save_answers(session, attempt, [sent], decimal=".", now=now)
        assert taken.verdict in {"taken", "invalid"}
        (after,) = [q for q in questions(session, attempt.id) if q.position == question.position]
        assert after.seq == taken.seq

    taken_or_refused()


@pytest.mark.parametrize("slug", [make.EXAM, make.QUIZ])
def test_an_open_paper_holds_nothing_of_the_key_whatever_is_sent(session, version, officer, signed_in, now, slug):
    attempt = make.start(session, make.exam_of(session, version, slug), officer, now)
    where = signed_in(officer)
    address = f"/attempts/{attempt.uuid}"
    page = where.get(address).text
    assert [key for key in kinds.KEYS if key in page] == []
    assert "checked" not in page
    assert "selected" not in page
    for raw in ({"x": 1}, ["zz"], "no such word", 5):
        saves = [{"page": "p", "position": n, "client_seq": 1, "base_seq": 9, "value": raw} for n in range(1, 7)]
        told = where.post(f"{address}/answers", json={"saves": saves}).text
        assert [key for key in kinds.KEYS if key in told] == []


def test_the_order_of_a_paper_is_the_order_of_its_lists_and_steps(session, exam, officer, signed_in, now):
    attempt = make.start(session, exam, officer, now)
    page = signed_in(officer).get(f"/attempts/{attempt.uuid}").text
    for question, name, made in asked(session, attempt):
        part = re.search(rf'id="q{question.position}".*?</section>', page, re.DOTALL)[0]
        if name is KindName.MATCHING:
            lists = re.findall(r"<select.*?</select>", part, re.DOTALL)
            assert len(lists) == len(made.prompts)
            for one in lists:
                assert tuple(re.findall(r'value="(c\d)"', one)) == question.option_order
        if name is KindName.GAPS:
            assert tuple(re.findall(r'value="(c\d)"', part)) == question.option_order
        if name is KindName.ORDERING:
            assert tuple(re.findall(r'name="place-(c\d)"', part)) == question.option_order


def test_without_script_a_refused_answer_stands_in_its_fields_beside_the_reason(session, exam, officer, signed_in, now):
    attempt = make.start(session, exam, officer, now)
    where = signed_in(officer)
    forms = {
        KindName.ORDERING: ({"place-c1": "2", "place-c2": "2"}, "Two steps have the place 2.", 'value="2" selected'),
        KindName.MATCHING: ({"match-p1": "zz"}, "This option does not exist.", "Choose…"),
        KindName.GAPS: ({"gap-tall": "x" * 201}, "Gap 1: write at most 200 characters.", "x" * 201),
        KindName.MANIFEST: ({"answer": ["l1", "l3", "l4"]}, "You ticked 3. Tick at most 2.", "checked"),
        KindName.PERMIT: ({"answer": ["f1", "=nothing"]}, "Clear one of the two.", "checked"),
        KindName.SHORT_TEXT: ({"answer": "x" * 201}, "Write at most 200 characters.", "x" * 201),
    }
    for question, name, _ in asked(session, attempt):
        data, said, kept = forms[name]
        page = where.post(f"/attempts/{attempt.uuid}/questions/{question.position}", data=data).text
        part = re.search(rf'id="q{question.position}".*?</section>', page, re.DOTALL)[0]
        assert said in part
        assert kept in part


def test_saying_that_nothing_is_wrong_counts_as_answered(session, quiz, officer, signed_in, now):
    attempt = make.start(session, quiz, officer, now)
    flags = [q.position for q, name, _ in asked(session, attempt) if name in (KindName.MANIFEST, KindName.PERMIT)]
    give(session, attempt, {position: Form({"answer": ["=nothing"]}) for position in flags}, now)
    page = signed_in(officer).get(f"/attempts/{attempt.uuid}").text
    assert "2 of 6 answered" in page


def test_the_result_of_a_quiz_shows_what_was_right(session, quiz, officer, signed_in, now):
    attempt = make.start(session, quiz, officer, now)
    given = {KindName.MANIFEST: ["l2", "l1"], KindName.PERMIT: ["f1", "f2"], KindName.GAPS: {"tall": "magna"},
             KindName.SHORT_TEXT: "sawfish", KindName.ORDERING: ["c1"], KindName.MATCHING: {"p1": "c1"}}  # fmt: skip
    give(session, attempt, {q.position: given[name] for q, name, _ in asked(session, attempt)}, now)
    submit_attempt(session, attempt, key="k", now=now)
    grade_attempt(session, attempt.id, now=now)
    page = signed_in(officer).get(f"/attempts/{attempt.uuid}").text
    for words in (
        "Precision: 50 %. Inspections that were right: 1 of 2.",
        "Recall: 100 %. Suspicious consignments that you found: 1 of 1.",
        "Wrong fields that you found: 1 of 1. Right fields that you marked: 1.",
        "your answer, partly right",
        "Gap 2: broad", "pristis", "you: no place", "tuskivory",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize("name", list(WORDS))
def test_a_word_typed_in_one_language_earns_the_same_scored_in_the_other(session, version, now, name):
    own, french = (read_item(name, text) for text in WORDS[name])
    facts = CourseFacts("s", {}, {}, {}, (), (), None)
    loaded = LoadedVersion(version.id, version.course_id, "s", 1, "T", "en", facts, {})
    keep_item(session, own, replace(loaded, translations={"fr": loaded}), {"fr": french}, now=now)
    session.flush()
    number = session.scalars(select(ItemVersion.id).where(ItemVersion.topic == "ivory")).one()
    here, there = (definitions(session, [number], language)[number] for language in ("", "fr"))
    of_kind = kind(name)
    for word in ("ivory", "Ivoire", "défense"):
        raw = word if name is KindName.SHORT_TEXT else {"a": word}
        answer = of_kind.check_answer(there.definition, raw)
        assert of_kind.score(here.definition, answer) == of_kind.score(there.definition, answer) == 1
    assert of_kind.review(there.definition, None).parts[0].text == "ivoire"
    assert of_kind.review(here.definition, None).parts[0].text == "ivory"
    assert "ivoire" not in str(there.body) + str(here.body)
