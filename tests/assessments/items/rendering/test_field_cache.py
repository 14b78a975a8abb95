"""A question drawn from what is remembered is letter for letter the question drawn anew."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from flask import Flask, current_app
from flask_babel import force_locale

from assessments.items.kinds.registry import kind
from assessments.items.queries.definitions import Stored
from assessments.items.rendering.bodies import as_shown
from assessments.items.rendering.field_cache import cached_fields
from assessments.items.rendering.fields import Filled, QuestionFields, question_fields
from tests.assessments.items.samples import ANSWERS, define
from tests.builders.kind_names import KindName

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
    return current_app.jinja_env.get_template(f"items/kinds/{shown.kind}/fields.html").render(q=shown)


@pytest.mark.parametrize("name", list(KindName))
def test_any_order_at_any_place_is_put_together_as_it_would_be_cached_fields(name: KindName) -> None:
    item = stored(name)
    for place, backwards in (("a1", False), ("a7", True), ("a12", False), ("a1", True)):
        shown = fields(item, place, backwards=backwards)
        assert cached_fields(item, shown) == anew(shown)


@pytest.mark.parametrize("name", list(KindName))
def test_an_answer_a_refusal_and_a_heading_are_drawn_for_themselves_and_not_remembered(name: KindName) -> None:
    item = stored(name)
    empty = fields(item, "a1")
    before = str(cached_fields(item, empty))
    answered = fields(item, "a1", kind(name).check_answer(item.definition, ANSWERS[name]))
    refused = QuestionFields(**{**vars(empty), "error": "Choose one.", "filled": Filled(text="rubbish")})
    for shown in (answered, refused, fields(item, "a1", heading="h1")):
        assert cached_fields(item, shown) == anew(shown) != before
    assert cached_fields(item, empty) == before


def test_two_versions_of_an_item_do_not_share_what_is_remembered() -> None:
    first, second = stored(KindName.ONE_CHOICE, "Before"), stored(KindName.ONE_CHOICE, "After")
    assert "Before" in cached_fields(first, fields(first, "a1"))
    assert "After" in cached_fields(second, fields(second, "a1"))


def test_each_language_is_remembered_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    item = stored(KindName.NUMBER)
    kept = cached_fields(item, fields(item, "a1"))
    monkeypatch.setattr("assessments.items.rendering.field_cache._render", lambda _fields: "en français")
    with force_locale("fr"):
        assert cached_fields(item, fields(item, "a1")) == "en français"
    assert cached_fields(item, fields(item, "a1")) == kept


def test_a_stem_or_an_option_that_looks_like_a_placeholder_is_left_as_it_is() -> None:
    item = stored(KindName.ONE_CHOICE, "slot-0 \x02 place-0 \x03 {{ q.prefix }} a1-a")
    for place, backwards in (("a1", False), ("a7", True)):
        shown = fields(item, place, backwards=backwards)
        assert cached_fields(item, shown) == anew(shown)


@pytest.mark.parametrize("name", list(KindName))
def test_no_placeholder_is_left_in_a_page(name: KindName) -> None:
    item = stored(name)
    for place in ("a1", "a2"):
        assert not re.search(r"(slot|place)-[0-9a-f]{32}", cached_fields(item, fields(item, place)))
