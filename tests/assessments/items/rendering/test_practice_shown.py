"""The result that a phone shows is, piece by piece, the one that the server's page shows."""

from __future__ import annotations

import pytest

from assessments.items.kinds.registry import kind
from assessments.items.rendering.bodies import as_shown, html_by_id
from assessments.items.rendering.kind_files import judges
from tests.assessments.items.phone import of_server, told_to_phone
from tests.assessments.items.rendering.test_practice_without_line import CASES
from tests.assessments.items.samples import define
from tests.assessments.items.stage import SCRIPTS, environment, render

pytestmark = [pytest.mark.browser]
SHOW = """([told, fields]) => {
  const form = new FormData(), box = document.querySelector(".card.check");
  for (const [name, values] of Object.entries(fields)) for (const value of values) form.append(name, value);
  practice.show(box, told, practice.judge(told, "one", form));
}"""
PIECES = """(where) => [...document.querySelectorAll(`${where} .review, ${where} .review *`)].map((one) =>
  [one.localName, one.getAttribute("class") || "", one.textContent.replace(/\\s+/g, "")])"""
BOX = (
    '<form><div class="card check" id="check-one-box">{}<button name="of" value="1" formaction="/one#check-one-told">'
    'Check</button><div class="told"></div></div></form>'
)


def one_of_each_outcome(case: str) -> dict[str, tuple[object, dict[str, list[str]]]]:
    """By outcome: an answer and the form that holds it."""
    name, text, forms = CASES[case]
    definition, of_kind = define(name, text), kind(name)
    found: dict[str, tuple[object, dict[str, list[str]]]] = {}
    for form in forms:
        outcome = of_server(definition, name, form)["outcome"]
        if outcome not in found and outcome != "refused":
            found[outcome] = of_kind.check_answer(definition, of_kind.parse_form(form)), form
    return found


def review_of(case: str, answer: object) -> str:
    """The result as the server's page has it."""
    name, text, _ = CASES[case]
    definition, of_kind = define(name, text), kind(name)
    html = html_by_id(as_shown(of_kind.body(definition)))
    page = environment().get_template("items/review.html")
    return page.render(
        review=of_kind.review(definition, answer), kind=name, picture_url="/picture.svg", option_html=html
    )


@pytest.mark.parametrize(
    "case",
    ["one choice", "one choice, told why", "several, tpr_minus_fpr", "several, told why",
     "true or false", "number", "spot", "angle", "matching",
     "ordering, kendall", "gaps", "short text", "manifest", "manifest, nothing", "permit", "permit, clean"],
)  # fmt: skip
def test_a_result_on_a_phone_has_every_piece_of_the_servers(browser, case):
    name, text, _ = CASES[case]
    told = told_to_phone(define(name, text), name)
    page = browser.new_page()
    tried = one_of_each_outcome(case)
    assert {"right", "wrong"} <= set(tried)
    for answer, form in tried.values():
        field = render(name, heading="").partition("<form")[2].partition(">")[2].partition("</form>")[0]
        page.set_content(BOX.format(field) + f'<div id="server">{review_of(case, answer)}</div>')
        for script in judges([name]):
            page.add_script_tag(content=SCRIPTS[script])
        page.evaluate(SHOW, [told, form])
        assert page.evaluate(PIECES, ".card.check") == page.evaluate(PIECES, "#server")
    page.close()


def test_who_chose_a_wrong_option_reads_why_it_is_wrong_and_nobody_else_does():
    assert "Wood has <em>rings</em>" in review_of("one choice, told why", "c")
    assert "rings" not in review_of("one choice, told why", "b")


@pytest.mark.parametrize("case", ["matching", "short text"])
def test_an_answer_that_is_refused_is_said_at_the_question(browser, case):
    name, text, forms = CASES[case]
    definition = define(name, text)
    form = next(one for one in forms if of_server(definition, name, one)["outcome"] == "refused")
    page = browser.new_page()
    field = render(name, heading="").partition("<form")[2].partition(">")[2].partition("</form>")[0]
    page.set_content(BOX.format(field))
    for script in judges([name]):
        page.add_script_tag(content=SCRIPTS[script])
    page.evaluate(SHOW, [told_to_phone(definition, name), form])
    assert of_server(definition, name, form)["message"] in page.locator(".error").inner_text()
    assert page.locator(".review").count() == 0
    page.close()
