"""What a question asks to compare can be compared on a phone: lines of a manifest, a document and what is known."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.assessments.items.stage import render, render_reviews
from tests.builders.kind_names import KindName
from tests.lms.axe import findings

pytestmark = [pytest.mark.browser]
COLUMNS = """(table) => [...table.rows].map((row) =>
  [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().x)))"""
WIDE = """
columns: [Consignment, Consignor, Consignee, Declared goods, Packages, Gross weight, Route, Remarks]
lines:
""" + "\n".join(
    f"  - {{cells: [AWB {n}, Consolidators, Forwarders, Aquaculture, Containers, Kilogrammes, Transshipment, Perishing]"
    + (", suspicious: true}" if n == 2 else "}")
    for n in range(1, 6)
)


def region(page: Page) -> Locator:
    return page.get_by_role("group", name="Consignments to compare")


def fits(page: Page) -> bool:
    """Whether nothing of the page sticks out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def reviewed() -> str:
    return render_reviews({KindName.MANIFEST: ["l2", "l3"]})


def asked() -> str:
    return render(KindName.MANIFEST)


@pytest.mark.parametrize("html", [asked, reviewed], ids=["question", "result"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_value_stands_under_those_of_the_lines_above(stage, html, width):
    page, _sent = stage(html(), width)
    first, *others = region(page).locator("table").evaluate(COLUMNS)
    assert first == sorted(first)
    assert len(set(first)) == 4
    assert all(line == first for line in others)
    assert fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_list_wider_than_a_phone_scrolls_by_keys_while_its_names_stand(stage, scheme):
    page, _sent = stage(render(KindName.MANIFEST, text=WIDE), color_scheme=scheme)
    name, last = page.locator("tbody th").first, page.locator("tbody tr").first.locator("td").last
    before = name.bounding_box()
    expect(last).not_to_be_in_viewport()
    region(page).focus()
    for _press in range(30):
        page.keyboard.press("ArrowRight")
    expect(last).to_be_in_viewport(ratio=0.9)
    assert name.bounding_box() == before
    page.get_by_label("AWB 2").check()
    assert fits(page)
    assert findings(page) == []


def test_the_result_names_every_line_and_what_was_said_of_it(stage):
    page, _sent = stage(reviewed())
    assert [" ".join(text.split()) for text in page.locator("tbody th").all_inner_texts()] == [
        "AWB 1", "AWB 2 your answer, right", "AWB 3 your answer, wrong", "AWB 4 missed", "AWB 5",
    ]  # fmt: skip
    expect(page.locator("tbody tr").nth(2)).to_have_class("wrong")


def test_what_is_known_besides_stays_in_view_beside_the_fields_of_a_document(stage):
    page, _sent = stage(render(KindName.PERMIT))
    page.set_viewport_size({"width": 360, "height": 640})
    page.locator("main").evaluate("(main) => { main.style.paddingBlockEnd = '60rem'; }")
    last = page.get_by_label("Nothing in this document is wrong")
    last.evaluate("(one) => one.scrollIntoView({ block: 'end' })")
    page.evaluate("scrollBy(0, 250)")
    expect(page.get_by_text("On the counter")).to_be_in_viewport()
    page.get_by_label("5. Seal").focus()
    facts, field = page.locator(".beside").bounding_box(), page.get_by_label("5. Seal").bounding_box()
    assert facts
    assert field
    assert field["y"] >= facts["y"] + facts["height"]  # what is in focus is not covered
    assert fits(page)
