"""From the press of "Check my answer" to the verdict on a slow line: every check of every lesson, kept and not kept."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import Learner, Taught
from tests.benchmarks.phone import KB, OWN, SLOW, Traffic, chromium, here, new_profile
from tests.benchmarks.weight import to_the_end

LINE = SLOW | {"latency": 400}
QUICK = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
PATIENCE = 120_000  # milliseconds
STILL = 100  # milliseconds after which the last bytes are counted
GIVE = """(box) => {
  const give = (field, value) => { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); };
  const own = (all) => [...box.querySelectorAll(`fieldset ${all}`)];
  const places = own("select[name*='.place-']");
  for (const field of own("select")) give(field, field.options[1 + Math.max(0, places.indexOf(field))].value);
  for (const field of own("textarea")) give(field, "40 40");
  for (const field of own("input[type=text]")) give(field, "42");
  own("input[type=radio], input[type=checkbox]")[0]?.click();
}"""  # some answer to a check of any kind, as a hand would give it
PRESS = """(box) => new Promise((done) => {
  const told = box.querySelector(".told"), begun = performance.now();
  const seen = () => requestAnimationFrame(() => requestAnimationFrame(() => done((performance.now() - begun) / 1000)));
  new MutationObserver((_all, watch) => { watch.disconnect(); seen(); }).observe(told, { childList: true });
  box.querySelector("button[name=of]").click();
})"""  # seconds until the verdict was drawn


@dataclass
class Presses:
    """What the presses of a course took, and the most that came for one."""

    seconds: list[float] = field(default_factory=list)
    most_bytes: int = 0
    slowest: str = ""

    def add(self, name: str, seconds: float, amount: int) -> None:
        """Note a press."""
        if not self.seconds or seconds > max(self.seconds):
            self.slowest = name
        self.seconds.append(seconds)
        self.most_bytes = max(self.most_bytes, amount)


@dataclass(frozen=True)
class Desk:
    """A course in one language, read by a person on a phone."""

    browser: Browser
    port: int
    learner: Learner
    course: Taught
    language: str

    @contextmanager
    def phone(self) -> Iterator[BrowserContext]:
        """A new phone."""
        with new_profile(self.browser, self.port, self.learner, language=self.language) as context:
            yield context

    @property
    def address(self) -> str:
        """The page of the course."""
        return f"{here(self.port)}/courses/{self.course.slug}"

    def keep(self, page: Page) -> None:
        """Keep every module."""
        page.goto(self.address)
        page.locator("html[data-shown]").wait_for(state="attached")
        for module in page.locator("[data-plan*='/modules/']").all():
            module.locator("[data-part=keep]").evaluate("(one) => one.click()")  # modules are folded
            module.locator("[data-part=state]:not([hidden])").wait_for(state="attached", timeout=PATIENCE)

    def press_all(self, *, kept: bool) -> Presses:
        """Answer every check of every lesson; each page is opened on a quick line, and pressed on a slow one."""
        found = Presses()
        with self.phone() as context:
            page, traffic = context.new_page(), Traffic()
            if kept:
                self.keep(page)
            cdp = context.new_cdp_session(page)
            traffic.watch(cdp)
            for lesson in self.course.lessons:
                cdp.send("Network.emulateNetworkConditions", QUICK)
                page.goto(f"{self.address}/lessons/{lesson}", wait_until="load")
                if kept and page.locator(".card.check").count():
                    page.locator("html[data-practice]").wait_for(state="attached", timeout=PATIENCE)
                press_on(page, cdp, traffic, lesson, found)
        return found


def press_on(page: Page, cdp: CDPSession, traffic: Traffic, lesson: str, found: Presses) -> None:
    """Answer and press each check of the page."""
    to_the_end(page)  # pictures come as they are scrolled to
    cdp.send("Network.emulateNetworkConditions", LINE)
    for box in page.locator(".card.check").all():
        box.evaluate(GIVE)
        before = traffic.all_got
        seconds = box.evaluate(PRESS)
        page.wait_for_timeout(STILL)
        found.add(lesson, seconds, traffic.all_got - before)


def measure(port: int, courses: Sequence[Taught], learner: Learner, report: Report) -> None:
    """Every check in each language where nothing is kept; those of the first course once more where all is kept."""
    with chromium("checks") as browser:
        if browser is None:
            return
        for course in courses:
            for language in (OWN, *course.languages):
                say(f"  checks at 50 kbit/s and 400 ms: {course.slug}, {language}")
                done = Desk(browser, port, learner, course, language).press_all(kept=False)
                told(report, f"not kept, {course.slug}, {language}", done, 1.5)
        say(f"  the same kept: {courses[0].slug}")
        done = Desk(browser, port, learner, courses[0], OWN).press_all(kept=True)
        told(report, f"kept, {courses[0].slug}", done, 0.3)


def told(report: Report, name: str, done: Presses, most: float) -> None:
    """The slowest counts."""
    unit = f"s, slowest of {len(done.seconds)}, in {done.slowest}"
    report.add(f"press to verdict, {name}", max(done.seconds), unit, aim=at_most(most))
    report.add(f"most that came for a verdict, {name}", done.most_bytes / KB, "KB", aim=at_most(2))
