"""Whoever did something reads on the next page that it was done.

A form that is done leads on (303) to a page that the person may read, and that page says what became of it: in a
message above it. `SAYS_NOTHING` names what needs no message, each with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping

import lxml.html
import pytest

from tests.access_matrix.all_rows import ROWS
from tests.access_matrix.asking import Matrix, fields_of, first_who_may

pytestmark = [pytest.mark.once, pytest.mark.sampled]  # a message stands in the browser
LED_ON = [
    key for key, row in ROWS.items() if key.startswith("POST") and row.may and row.json is None and not row.answers
]
SAYS_NOTHING: Mapping[str, str] = {
    "POST people.sign_in": "one is in, and the page is the answer",
    "POST people.forgot": "the page says the same to everybody, whoever there is",
    "POST account.step_up": "one goes on with what one wanted to do",
    "POST applications.apply": "the page says where the letter went and what comes next",
    "POST learning.read": "the next lesson is the answer",
    "POST evidence.decline": "the page says that the link is used, and that it was told",
    "POST surveys.stranger": "the page says that the link is used, and that it was told",
    "POST surveys.answer": "the page says thank you",
    "POST impact.appendices": "the page compares the list that was loaded",
    "POST cohorts.import_discard": "the form for another file, with this one no longer beside it",
    **dict.fromkeys(
        (
            "POST people.new", "POST people.make_slip", "POST people.make_slip of who holds more",
            "POST cohorts.new_code",
        ),
        "the code that was made stands on the page, in large letters",
    ),
    **dict.fromkeys(
        (
            "POST messages.open_one", "POST learning.enrol", "POST cohorts.join", "POST surveys.check",
            "POST exams.start", "POST exams.submit", "POST sittings.begin", "POST sittings.open_room",
            "POST observations.begin", "POST printed.by_code", "POST papers.index", "POST reviews.answers",
            "POST exams.see_keys", "POST certificates.claim", "POST certificates.confirm",
        ),
        "what was asked for is opened: it is the page itself",
    ),
    **dict.fromkeys(
        ("POST sittings.present", "POST sittings.take_back", "POST learning.card_used"),
        "the line on the page is ticked, or no longer",
    ),
    **dict.fromkeys(
        (
            "POST cohorts.import_file", "POST cohorts.import_answers", "POST cohorts.import_apply",
            "POST cohorts.import_undone", "POST workshops.ask_rotation", "POST workshops.changed",
        ),
        "a worker does it, and the page says how far it is",
    ),
}  # fmt: skip
GONE = {"POST evidence.decline", "POST surveys.stranger"}  # what they lead to is over, and says so


def done(matrix: Matrix, key: str) -> tuple[int, int, bool]:
    """Whoever may sends a form: the status of that, the status of the page that follows, and whether it tells more."""
    row, who = ROWS[key], first_who_may(ROWS[key])
    fields = fields_of(matrix, key, row, who)
    with matrix.undone():
        answer = matrix.browser(who).post(
            matrix.address(key.split()[1], row, "POST"), data=fields, follow_redirects=True
        )
    [*sent, page] = [*answer.history, answer]
    return sent[0].status_code, page.status_code, bool(lxml.html.fromstring(page.text).find_class("messages"))


@pytest.mark.parametrize("key", LED_ON)
def test_a_form_that_was_done_leads_to_a_page_that_says_so(matrix, key):
    assert done(matrix, key) == (303, 410 if key in GONE else 200, key not in SAYS_NOTHING)


def test_what_says_nothing_is_a_form():
    assert set(LED_ON) >= SAYS_NOTHING.keys() >= GONE
