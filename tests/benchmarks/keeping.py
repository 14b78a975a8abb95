"""Keeping a module on a phone: what each weighs, and how long the heaviest takes on a slow line."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser

from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import Learner, Taught
from tests.benchmarks.phone import KB, OWN, chromium, counted, here, new_profile

PATIENCE = 600_000  # milliseconds
STILL = 300  # milliseconds after which the last bytes are counted


@dataclass(frozen=True)
class Kept:
    """A module that was kept: what came for it beside the page of its course, and the seconds until that was said."""

    bytes: int
    seconds: float


@dataclass(frozen=True)
class Shelf:
    """The modules of a course in one language, for a person on a new phone each time."""

    browser: Browser
    port: int
    learner: Learner
    course: Taught
    language: str

    @property
    def address(self) -> str:
        """The page of the course."""
        return f"{here(self.port)}/courses/{self.course.slug}"

    def plans(self) -> list[str]:
        """The address of the plan of every module."""
        profile = new_profile(self.browser, self.port, self.learner, language=self.language)
        with profile as context, counted(context) as (page, _traffic):
            page.goto(self.address)
            modules = page.locator("[data-plan*='/modules/']")
            found: list[str] = modules.evaluate_all("(all) => all.map((one) => one.dataset.plan)")
            return found

    def keep(self, plan: str, *, slow: bool = False) -> Kept:
        """Press the button of a module and wait until the page says that it is kept."""
        profile = new_profile(self.browser, self.port, self.learner, language=self.language)
        with profile as context, counted(context, slow=slow) as (page, traffic):
            page.route("**/media/*", lambda route: route.abort())  # what the page shows already is not fetched twice
            page.goto(self.address, wait_until="networkidle", timeout=PATIENCE)
            page.locator("html[data-shown]").wait_for(state="attached", timeout=PATIENCE)
            page.unroute("**/media/*")
            before, began = traffic.all_got, time.perf_counter()
            module = page.locator(f"[data-plan='{plan}']")
            module.locator("[data-part=keep]").evaluate("(one) => one.click()")  # folded: its pictures stay away
            module.locator("[data-part=state]:not([hidden])").wait_for(state="attached", timeout=PATIENCE)
            took = time.perf_counter() - began
            page.wait_for_timeout(STILL)
            return Kept(traffic.all_got - before, took)


def measure(port: int, courses: Sequence[Taught], learner: Learner, report: Report) -> None:
    """Each module of each course is kept on a quick line, in each language; then the heaviest on a slow one."""
    with chromium("kept modules") as browser:
        if browser is None:
            return
        weighed = []
        for course in courses:
            for language in (OWN, *course.languages):
                say(f"  modules kept: {course.slug}, {language}")
                shelf = Shelf(browser, port, learner, course, language)
                for number, plan in enumerate(shelf.plans(), 1):
                    size = shelf.keep(plan).bytes
                    report.add(f"kept {course.slug}, module {number}, {language}", size / KB, "KB", aim=at_most(400))
                    weighed.append((size, shelf, plan))
        _size, shelf, plan = max(weighed, key=lambda one: one[0])
        say(f"  on a slow line: {plan}, {shelf.language}")
        kept = shelf.keep(plan, slow=True)
        report.add("keeping the heaviest module at 50 kbit/s and 800 ms", kept.seconds, f"s, {kept.bytes / KB:.0f} KB")
