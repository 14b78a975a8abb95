"""A whole final exam of twenty questions in Chromium: bytes in both directions, from its first page to its result."""

import re
from collections.abc import Sequence

from playwright.sync_api import BrowserContext, Page

from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import Learner, Taught
from tests.benchmarks.phone import KB, Traffic, chromium, counted, here, new_profile
from tests.benchmarks.quizzes import ASKED, EXAM

ANSWER = """(section) => {
  const form = section.querySelector("form"), own = (all) => [...form.querySelectorAll(all)];
  const give = (field, value) => { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); };
  const places = own("select[name^=place-]");
  const ticked = own("input[type=radio], input[type=checkbox]")[0];
  if (section.querySelector("[data-angle]")) return give(form.elements.typed, "42");
  if (section.querySelector("[data-spot]")) return give(form.elements.points, "40 40");
  if (ticked) return ticked.click();
  for (const field of form.querySelectorAll("select")) {
    const at = Math.min(1 + (places.length ? places.indexOf(field) : 0), field.options.length - 1);
    give(field, field.options[at].value);
  }
  for (const field of own("input[type=text]")) give(field, field.inputMode === "decimal" ? "12" : "ivory");
}"""  # some answer to a question of any kind, as a hand would give it
SAVED = re.compile("^(?!.*device).")


def measure(port: int, courses: Sequence[Taught], learners: Sequence[Learner], report: Report) -> None:
    """One officer for each course; each sits its final exam, the first on a phone on which a lesson was read before."""
    with chromium("quiz in bytes") as browser:
        if browser is None:
            return
        for course, learner in zip(courses, learners, strict=True):
            say(f"  final exam in bytes: {course.slug}")
            with new_profile(browser, port, learner) as context:
                with counted(context) as (page, _before):
                    page.goto(f"{here(port)}/courses/{course.slug}/lessons/{course.lessons[0]}")
                    page.wait_for_load_state("networkidle")
                traffic = sit(context, f"{here(port)}/courses/{course.slug}/exams/{EXAM}")
            told(report, course.slug, traffic)


def sit(context: BrowserContext, address: str) -> Traffic:
    """Its page, the paper, an answer to each question with a save of its own, the review, the result."""
    with counted(context) as (page, traffic):
        page.goto(address)
        page.locator("form[action$='/start'] button").click()
        page.locator(".question-box[id=q1]").wait_for()
        page.locator("#kept:not(:empty)").wait_for()  # its script has begun
        for position in range(1, ASKED + 1):
            answer(page, position)
        page.locator("#to-review").click()
        page.locator("#submit-form button").click()
        page.locator(".verdict").wait_for()
        page.wait_for_load_state("networkidle")
        return traffic


def answer(page: Page, position: int) -> None:
    """Go to a question as the button “Next” does, answer it, and wait until the server has it."""
    page.evaluate(f"location.hash = 'q{position}'")
    page.locator(f"#q{position}").evaluate(ANSWER)
    page.locator(f"#q{position} .kept", has_text=SAVED).wait_for()


def told(report: Report, slug: str, traffic: Traffic) -> None:
    """Both directions, with pictures and without."""
    name, unit = f"quiz of {ASKED} questions, {slug}", f"KB, {traffic.requests} requests"
    report.add(f"{name}, both ways", (traffic.sent + traffic.all_got) / KB, unit, aim=at_most(60))
    bare = traffic.sent + traffic.without_pictures
    report.add(f"{name}, both ways without pictures", bare / KB, "KB")
    report.add(f"{name}, sent", traffic.sent / KB, "KB")
