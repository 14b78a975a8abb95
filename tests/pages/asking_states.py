"""Questions under lessons, as officers ask and trainers answer them."""

from __future__ import annotations

from tests.pages.acts import press, unfold
from tests.pages.state import State

ASKED, UNDER = "/cohorts/{class-late}/questions", "/courses/{course}/lessons/{asked-lesson}"
ASKING = [
    State("learning.lesson", "in a cohort", "behind", UNDER, unfold),
    State("cohorts.under_lesson", "with questions", "behind", UNDER + "/questions"),
    State("cohorts.under_lesson", "nothing typed", "behind", UNDER + "/questions", press("Ask"), 422),
    State("cohorts.under_lesson", "answered", "colleague", UNDER + "/questions"),
    State("cohorts.questions", "open", "trainer", ASKED),
    State("cohorts.questions", "answered", "trainer", ASKED + "?show=answered"),
    State("cohorts.questions", "none open", "trainer", "/cohorts/{class-empty}/questions"),
    State("cohorts.questions", "none answered", "trainer", "/cohorts/{class-empty}/questions?show=answered"),
    State("cohorts.question", "to answer", "trainer", ASKED + "/{asked-open}"),
    State("cohorts.question", "answered, with a first name", "trainer", ASKED + "/{asked-answered}"),
    State("cohorts.question", "nothing typed", "trainer", ASKED + "/{asked-open}", press("Send the answer"), 422),
    State("cohorts.own", "with questions", "colleague", "/my-cohorts/{class-late}"),
]
