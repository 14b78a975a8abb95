"""A question drawn from what is remembered is letter for letter the question drawn anew."""

from collections.abc import Iterator
from itertools import count

import pytest
from flask import Flask, current_app
from flask_babel import force_locale

from assessments.items.definitions import Stored
from assessments.items.drawn import drawn
from assessments.items.fields import Filled, QuestionFields, question_fields
from assessments.items.kinds import KindName
from assessments.items.registry import kind
from assessments.items.shown import as_shown
from tests.assessments.items.samples import ANSWERS, define

pytestmark = pytest.mark.usefixtures("page")
numbers = count(1)


@pytest.fixture
def page(app: Flask) -> Iterator[None]:
    """A page is being made."""
    with app.test_request_context("/"):
        yield


def stored(name: KindName, stem: str = "What do you <em>see</em>?") -> Stored:
    """An item as it comes from the store, each time another one."""
    definition = define(name)
    body = as_shown(kind(name).body(definition))
    return Stored(next(numbers), name, "", "", stem, body, "", "/picture.svg", 1, definition)


def fields(item: Stored, prefix: str, answer=None, *, backwards: bool = False, heading: str = "") -> QuestionFields:
    """Its fields at one place of a paper."""
    order = [one["id"] for one in item.body.get("options", ())]
    return question_fields(
        item.kind, dict(item.body), answer, prefix=prefix, stem_html=item.stem, picture_url=item.picture_url,
        order=order[::-1] if backwards else order, heading=heading,
    )  # fmt: skip


def anew(shown: QuestionFields) -> str:
    return current_app.jinja_env.get_template(f"items/{shown.kind}.html").render(q=shown)


@pytest.mark.parametrize("name", list(KindName))
def test_any_order_at_any_place_is_put_together_as_it_would_be_drawn(name: KindName) -> None:
    item = stored(name)
    for place, backwards in (("a1", False), ("a7", True), ("a12", False), ("a1", True)):
        shown = fields(item, place, backwards=backwards)
        assert drawn(item, shown).split() == anew(shown).split()


@pytest.mark.parametrize("name", list(KindName))
def test_an_answer_a_refusal_and_a_heading_are_drawn_for_themselves_and_not_remembered(name: KindName) -> None:
    item = stored(name)
    empty = fields(item, "a1")
    before = str(drawn(item, empty))
    answered = fields(item, "a1", kind(name).check_answer(item.definition, ANSWERS[name]))
    refused = QuestionFields(**{**vars(empty), "error": "Choose one.", "filled": Filled(text="rubbish")})
    for shown in (answered, refused, fields(item, "a1", heading="h1")):
        assert drawn(item, shown) == anew(shown) != before
    assert drawn(item, empty) == before


def test_two_versions_of_an_item_do_not_share_what_is_remembered() -> None:
    first, second = stored(KindName.ONE_CHOICE, "Before"), stored(KindName.ONE_CHOICE, "After")
    assert "Before" in drawn(first, fields(first, "a1"))
    assert "After" in drawn(second, fields(second, "a1"))


def test_each_language_is_remembered_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    item = stored(KindName.NUMBER)
    kept = drawn(item, fields(item, "a1"))
    monkeypatch.setattr("assessments.items.drawn._render", lambda _fields: "en français")
    with force_locale("fr"):
        assert drawn(item, fields(item, "a1")) == "en français"
    assert drawn(item, fields(item, "a1")) == kept


def test_a_text_that_holds_the_sign_of_the_cut_is_drawn_whole() -> None:
    item = stored(KindName.ONE_CHOICE, "A stem\x02 of \x03rubbish")
    for backwards in (False, True):
        shown = fields(item, "a1", backwards=backwards)
        assert drawn(item, shown).split() == anew(shown).split()
