"""A practice check judged twice: by the server, and in a browser by the scripts that a phone keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Browser, Page

from assessments.items.kinds.registry import kind, scored
from assessments.items.queries.definitions import Stored
from assessments.items.rendering.bodies import as_shown
from assessments.items.rendering.kind_files import judges
from assessments.items.rendering.practice_keys import told
from assessments.items.rendering.practice_words import result_words
from assessments.items.scoring.answers import BadAnswer
from tests.assessments.items.stage import SCRIPTS
from tests.builders.kind_names import KindName

Form = Mapping[str, Sequence[str]]
Result = dict[str, Any]
NO_ANSWER = "Give an answer first."
WORDS = result_words(set(KindName))
PICTURED = {KindName.SPOT}  # their own marks are told by number here, in words on the page
JUDGE = """([told, forms]) => forms.map((one) => {
  const form = new FormData();
  for (const [name, values] of Object.entries(one)) for (const value of values) form.append(name, value);
  const { error, outcome, fraction, parts, figures } = practice.judge(told, "one", form);
  if (error) return { outcome: "refused", message: error };
  const plain = parts.map(({ option, about, text, chosen, right, partly }) =>
    [option || "", about || "", option ? "" : text, Boolean(chosen), Boolean(right), Boolean(partly)]);
  return { outcome, fraction, parts: plain, figures: figures || {} };
})"""


def open_judge(browser: Browser) -> Page:
    """A page with the scripts that judge every kind, and nothing else."""
    page = browser.new_page()
    page.set_content("<!doctype html><title>Judge</title>")
    for script in judges(KindName):
        page.add_script_tag(content=SCRIPTS[script])
    return page


def told_to_phone(definition: Any, name: KindName, decimal: str = ".") -> Result:
    """What a phone keeps of a check with this definition."""
    stored = Stored(
        id=1, kind=name, topic="", lesson="", stem="", body=as_shown(kind(name).body(definition)),
        explain="Because.", picture_url="", points=1, definition=definition,
    )  # fmt: skip
    return {"checks": {"one": told(stored, scored(name).practice)}, "decimal": decimal, "words": WORDS}


def of_phone(page: Page, definition: Any, name: KindName, forms: Sequence[Form], decimal: str = ".") -> list[Result]:
    """How the scripts judge each of these forms; what they earn is rounded, as scripts do not reckon exactly."""
    found: list[Result] = page.evaluate(JUDGE, [told_to_phone(definition, name, decimal), list(forms)])
    return [one | {"fraction": round(one["fraction"], 9) + 0.0} if "fraction" in one else one for one in found]


def of_server(definition: Any, name: KindName, form: Form) -> Result:
    """How the server judges a form."""
    of_kind = scored(name)
    try:
        answer = of_kind.check_answer(definition, of_kind.parse_form(form))
    except BadAnswer as fault:
        return {"outcome": "refused", "message": fault.message}
    if answer is None:
        return {"outcome": "refused", "message": NO_ANSWER}
    review = of_kind.review(definition, answer)
    parts = [
        [part.option, part.about, "" if part.option else part.text, part.chosen, part.right, part.partly]
        for part in review.parts
    ]
    earned = round(float(review.fraction), 9) + 0.0
    return {"outcome": review.outcome.value, "fraction": earned, "parts": parts, "figures": review.figures}
